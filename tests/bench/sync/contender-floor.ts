/** What the machine allows at all: better-sqlite3 alone (FULL, encrypted, one transaction a save), Fastify alone (parses 500 records, keeps nothing; answers 500). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import Fastify from 'fastify'
import { parseArgs } from 'node:util'
import { madeProject } from './made-records.ts'
import { countBytes, type Findings, measureTransfer, pace } from './measures.ts'

const { values } = parseArgs({ options: { records: { type: 'string', default: '10000' } } })
const records = Number(values.records)
const BATCH = 500
const folder = mkdtempSync(join(tmpdir(), 'bench-floor-'))

async function measure(): Promise<Findings> {
  const texts = Array.from({ length: records }, (_, index) => JSON.stringify(madeProject(index, 'leader')))
  const db = new Sqlite(join(folder, 'floor.db'))
  db.pragma("cipher = 'aegis'")
  db.pragma(`key = "x'${'0'.repeat(64)}'"`)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE record (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  const insert = db.prepare('INSERT INTO record (body) VALUES (?)')
  const save = await pace(records, (index) => insert.run(texts[index]))
  db.close()

  const bytes = countBytes()
  const pages: Buffer[] = []
  for (let from = 0; from < records; from += BATCH)
    pages.push(gzipSync(`[${texts.slice(from, from + BATCH).join(',')}]`))
  const app = Fastify({ bodyLimit: 8 * 1024 * 1024 })
  app.addContentTypeParser('application/gzip', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, JSON.parse(gunzipSync(body).toString('utf8')))
  })
  app.post('/push', (request) => ({ taken: Array.isArray(request.body) ? request.body.length : 0 }))
  app.get<{ Params: { page: string } }>('/pull/:page', (request, reply) =>
    reply
      .header('content-encoding', 'gzip')
      .type('application/json')
      .send(pages[Number(request.params.page)]),
  )
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { default: axios } = await import('axios')
  const push = await measureTransfer(bytes, async () => {
    for (let from = 0; from < records; from += BATCH) {
      const body = gzipSync(`[${texts.slice(from, from + BATCH).join(',')}]`)
      await axios.post(`${url}/push`, body, { headers: { 'content-type': 'application/gzip' }, proxy: false })
    }
  })
  const pull = await measureTransfer(bytes, async () => {
    for (const page of pages.keys()) await axios.get(`${url}/pull/${page}`, { proxy: false })
  })
  await app.close()
  return {
    contender: 'floor',
    records,
    save,
    draft: null,
    push,
    pull,
    replay: null,
    attachment: null,
    idleBytes: null,
    eventLoopP99Ms: null,
    clientRssMb: process.resourceUsage().maxRSS / 1024,
    serverRssMb: null,
    versions: { node: process.versions.node },
  }
}

try {
  console.log(JSON.stringify(await measure()))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
