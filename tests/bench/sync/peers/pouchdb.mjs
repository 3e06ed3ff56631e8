/** PouchDB in the place of the agent: the same records, put one by one, replicated to a server in a process of its own and from there to a fresh database. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import PouchDB from 'pouchdb'
import webSql from 'pouchdb-adapter-node-websql'
import { madeProject } from '../made-records.ts'
import { countBytes, measureTransfer, pace } from '../measures.ts'

const { values } = parseArgs({
  options: { records: { type: 'string', default: '10000' }, adapter: { type: 'string', default: 'leveldb' } },
})
const records = Number(values.records)
const { adapter } = values
const BATCH = { batch_size: 500, batches_limit: 10 }
PouchDB.plugin(webSql)
const folder = mkdtempSync(join(tmpdir(), 'bench-pouchdb-'))
mkdirSync(join(folder, 'server'))
const open = (name) => new PouchDB(join(folder, name), { adapter })

function startServer() {
  const child = execFile(
    process.execPath,
    [join(import.meta.dirname, 'pouchdb-server.mjs'), join(folder, 'server')],
    { cwd: folder },
  )
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on(
      'line',
      (line) => line.startsWith('READY ') && resolve(line.slice(6)),
    )
    child.once('exit', () => reject(new Error('the PouchDB server ended')))
  })
  return { child, ready }
}

async function measure() {
  const { child, ready } = startServer()
  const remote = `${await ready}/organisation`
  const bytes = countBytes()
  const docs = Array.from({ length: records }, (_, index) => ({
    _id: String(index).padStart(8, '0'),
    ...madeProject(index, 'leader'),
  }))
  const local = open('local')
  await local.info()
  const save = await pace(records, (index) => local.put(docs[index]))
  let rev = (await local.get(docs[0]._id))._rev
  const draft = await pace(Math.min(records, 3000), async () => {
    rev = (await local.put({ ...docs[0], _rev: rev })).rev
  })
  const push = await measureTransfer(bytes, () => local.replicate.to(remote, BATCH))
  const fresh = open('fresh')
  const pull = await measureTransfer(bytes, () => fresh.replicate.from(remote, BATCH))
  const { doc_count: arrived } = await fresh.info()
  if (arrived !== records) throw new Error(`${arrived} of ${records} documents arrived`)
  const idle = await measureTransfer(bytes, async () => {
    await local.replicate.to(remote, BATCH)
    await local.replicate.from(remote, BATCH)
  })
  const serverRssMb =
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  child.kill()
  const version = createRequire(import.meta.url)('pouchdb/package.json').version
  return {
    contender: `PouchDB ${adapter}`,
    records,
    save,
    draft,
    push,
    pull,
    replay: null,
    attachment: null,
    idleBytes: idle.bytesUp + idle.bytesDown,
    eventLoopP99Ms: null,
    clientRssMb: process.resourceUsage().maxRSS / 1024,
    serverRssMb,
    versions: { node: process.versions.node, pouchdb: version },
  }
}

try {
  console.log(JSON.stringify(await measure()))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
