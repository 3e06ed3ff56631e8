import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ServiceType } from '../../domain/conditions/service-type.ts'
import type { DisclosureSearch } from '../../domain/disclosure/disclosure-contract.ts'
import { sendPage } from '../http/html-page.ts'
import { PUBLIC_STYLESHEET } from '../http/public-stylesheet.ts'
import { missingPage, organisationPage, searchPage } from './disclosure-pages.ts'
import type { DisclosureService } from './disclosure-service.ts'

const CACHE_SECONDS = 3600

/** Links are typed and shortened by people: whatever cannot be read is taken as not given. */
const Query = z.object({
  text: z.string().max(100).catch(''),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .nullable()
    .catch(null),
  type: ServiceType.nullable().catch(null),
  page: z.coerce.number().int().min(1).max(500).catch(1),
})

export function addDisclosureRoutes(app: FastifyInstance, service: DisclosureService): void {
  app.get('/', (_request, reply) => reply.redirect('/disclosure'))
  app.get('/public.css', (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', `public, max-age=${CACHE_SECONDS}`)
      .send(PUBLIC_STYLESHEET),
  )
  app.get('/disclosure', async (request, reply) => {
    const query = Query.parse(request.query)
    const search: DisclosureSearch = {
      text: query.text.trim(),
      regionCode: query.region,
      serviceType: query.type,
      page: query.page,
    }
    return sendPage(reply, { title: '信息公开', body: searchPage(search, await service.search(search)) })
  })
  app.get<{ Params: { id: string } }>('/disclosure/:id', async (request, reply) => {
    const organisation = await service.find(request.params.id)
    if (!organisation) {
      const body = missingPage('这家机构可能尚未满足从业条件，或已停止公开，也可能是链接不完整。')
      return sendPage(reply, { title: '没有公开的信息', body, status: 404 })
    }
    return sendPage(reply, {
      title: `${organisation.name} - 信息公开`,
      body: organisationPage(organisation),
    })
  })
}
