import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { madeCitizenId } from '../../support/made-identifiers.ts'
import { bearer, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('GET /sync/1/events on $name', ({ open }) => {
  it('says where the feed stands, and again as soon as it grows; it ends with the server', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
    const response = await fetch(`${url}/sync/1/events`, { headers: bearer(token) })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('data: {"head":1}\n\n')
    const result = await server.workstation(token).push({
      name: 'operator.save',
      recordId: 'operator-0001',
      set: {
        name: '李四',
        mobile: '13900001111',
        idNumber: madeCitizenId('19900101', 12),
        certificateNumber: '2026A0001',
        level: 'four',
        direction: 'maintenance',
      },
    })
    expect(result).toMatchObject({ status: 'applied' })
    const { value = '' } = await reader.read()
    const { cursor } = await server.workstation(token).pull()
    expect(value).toBe(`data: {"head":${cursor}}\n\n`)
    await server.app.close()
    expect((await reader.read()).done).toBe(true)
  })

  it('is closed to those who are not signed in as an organisation', async () => {
    const server = await startTestServer(await open())
    expect((await server.app.inject('/sync/1/events')).statusCode).toBe(401)
    const { token } = await server.signInAuthority()
    expect((await server.app.inject({ url: '/sync/1/events', headers: bearer(token) })).statusCode).toBe(403)
  })
})
