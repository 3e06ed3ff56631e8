import { createFeeds } from '../../server/records/feeds.ts'
import type { FaultKind } from '../support/fault-proxy.ts'
import type { WorkingAgent } from '../support/working-agent.ts'
import {
  checkAfterStep,
  checkAfterSync,
  checkRestarted,
  forgetWhatTheDiskLost,
  forgetWhatTheServerLost,
} from './checks.ts'
import { chosen, work } from './person.ts'
import type { Kill, Step } from './schedule.ts'
import { copyDirectory, copyHome, renewEpochOf } from './torture-server.ts'
import { Violation } from './violation.ts'
import { noteTokens, type World } from './world.ts'
import type { Workstation } from './workstation.ts'

/** Does one step, mends what died in it, and looks whether every promise still holds. */
export async function perform(world: World, step: Step): Promise<void> {
  const { stage } = world
  world.counts.operations += 1
  stage.clock.now = new Date(stage.clock.now.getTime() + 1000)
  const station = 'at' in step ? stationOf(world, step.at) : null
  const kill = 'kill' in step ? step.kill : undefined
  if (kill && station) armKill(world, station, kill)
  await act(world, station, step)
  for (const each of stage.stations) {
    each.proxy.open = false
    each.proxy.faults = []
  }
  for (const each of stage.stations) await each.proxy.settle()
  disarm(world)
  noteTokens(world)
  await mendTheDead(world)
  if (world.violation) throw world.violation
  await checkAfterStep(world)
}

function stationOf(world: World, at: number): Workstation {
  const station = world.stage.stations[at % world.stage.stations.length]
  if (!station) throw new Error('no workstation')
  return station
}

function armKill({ stage }: World, station: Workstation, { whom, moment, count }: Kill): void {
  const { server } = stage
  const victim = whom === 'station' ? station.process : server.process
  if (moment === 'statement' || moment === 'before-commit' || moment === 'after-commit') {
    victim.arm({ moment, count })
    return
  }
  let left = count
  station.proxy.isBroken = (passing) => {
    if (server.process.isDead() || station.process.isDead()) return true
    const counted = passing === (moment === 'request' ? 'request' : 'answer')
    if (!counted || (left -= 1) !== 0) return false
    victim.die()
    return moment !== 'after-answer'
  }
}

function disarm({ stage }: World): void {
  for (const station of stage.stations) {
    station.proxy.isBroken = () => stage.server.process.isDead() || station.process.isDead()
    station.process.disarm()
  }
  stage.server.process.disarm()
}

async function mendTheDead(world: World): Promise<void> {
  const { server, stations } = world.stage
  for (const station of stations) {
    if (!station.process.isDead()) continue
    world.counts.kills += 1
    await restartStation(world, station)
  }
  if (!server.process.isDead()) return
  world.counts.kills += 1
  await restartServer(world)
}

async function restartStation(world: World, station: Workstation): Promise<void> {
  await station.stop()
  await station.proxy.settle()
  station.log.length = 0
  world.full.delete(station.index)
  await station.start()
  checkRestarted(world, station)
}

async function restartServer({ stage: { server } }: World): Promise<void> {
  // Stopping a dead server cannot go well; what matters is what it left on the disk.
  await server.stop().catch(() => undefined)
  server.process.bury()
  await server.start()
}

/** Runs what a user does; answers whether the agent said that it went well. Only a process that died may fail for no foreseen reason. */
async function attempt(
  world: World,
  station: Workstation,
  work: (agent: WorkingAgent) => Promise<void>,
): Promise<boolean> {
  if (!station.working) throw new Error('the workstation does not run')
  try {
    await work(station.working)
    return true
  } catch (error) {
    if (error instanceof Violation || !(error instanceof Error)) throw error
    const isFailure = /^\w+\.\w+: \{/.test(error.message)
    if (!isFailure && !station.process.isDead()) throw error
    if (error.message.includes('"internal"') && !station.process.isDead() && !world.full.has(station.index)) {
      throw new Violation('I10', 'the agent failed unforeseen', {
        error: error.message,
        log: station.log.slice(-3),
      })
    }
    return false
  }
}

async function act(world: World, station: Workstation | null, step: Step): Promise<void> {
  switch (step.do) {
    case 'sync-together':
      await Promise.all(world.stage.stations.map((each) => synchronise(world, each, [])))
      return
    case 'restart-server':
      await restartServer(world)
      return
    case 'back-up-server':
      await world.stage.server.stop()
      await copyHome(world.stage.server.home, world.stage.homeAt('backup'))
      await world.stage.server.start()
      world.hasBackup = true
      return
    case 'restore-server':
      await restoreServer(world)
      return
    case 'delete-at-server':
      await deleteAtServer(world, step.pick)
      return
    case 'time-passes':
      world.stage.clock.now = new Date(world.stage.clock.now.getTime() + step.hours * 3_600_000)
      return
  }
  if (!station) throw new Error(`${step.do} needs a workstation`)
  switch (step.do) {
    case 'sync':
      await synchronise(world, station, step.faults)
      return
    case 'restart-station':
      await restartStation(world, station)
      return
    case 'back-up-station':
    case 'restore-station':
    case 'clone-station':
      await changeDisk(world, station, step)
      return
    case 'hand-over':
      await handOver(world, station, stationOf(world, step.to))
      return
    case 'set-clock':
      station.skewMs = step.years * 365 * 24 * 3_600_000
      return
    case 'switch-user':
      await switchUser(world, station)
      return
    case 'fill-disk': {
      const pages = Number(station.look().pragma('page_count', { simple: true }))
      station.look().pragma(`max_page_count = ${pages}`)
      world.full.add(station.index)
      return
    }
    case 'free-disk':
      station.look().pragma('max_page_count = 1073741823')
      world.full.delete(station.index)
      return
    default:
      await attempt(world, station, (agent) => work(world, station, agent, step))
  }
}

async function synchronise(
  world: World,
  station: Workstation,
  faults: readonly (FaultKind | null)[],
): Promise<void> {
  const { proxy } = station
  proxy.faults = [...faults]
  proxy.open = true
  const before = faultsDone(station)
  const startedMs = performance.now()
  let connection = 'unknown'
  const went = await attempt(world, station, async ({ ask }) => {
    connection = (await ask.sync.run()).connection
  })
  const clean = went && faultsDone(station) === before
  proxy.open = false
  if (station.process.isDead() || world.stage.server.process.isDead()) return
  // The looking must not die of a kill that found nothing to kill.
  disarm(world)
  await checkAfterSync(world, station, { clean, connection, tookMs: performance.now() - startedMs })
}

const faultsDone = ({ proxy }: Workstation) =>
  [...proxy.counts.values()].reduce((sum, count) => sum + count, 0)

async function restoreServer(world: World): Promise<void> {
  if (!world.hasBackup) return
  const { server } = world.stage
  await server.stop()
  await copyHome(world.stage.homeAt('backup'), server.home)
  await renewEpochOf(server.home)
  await server.start()
  world.answers.clear()
  world.answered.length = 0
  world.counts.restores += 1
  await forgetWhatTheServerLost(world)
}

/** A tombstone: no door of the product makes one today, its protocol has them all the same. */
async function deleteAtServer(world: World, pick: number): Promise<void> {
  const { server, users, clock } = world.stage
  const organisationId = users[0]?.organisationId ?? ''
  await createFeeds(server.db, () => clock.now).transaction(async (_db, openFeed) => {
    const records = await openFeed(organisationId, { accountId: null })
    const operator = chosen(await records.list('operator'), pick)
    if (!operator) return
    await records.delete('operator', operator.id, 'deleted')
    world.deleted.add(operator.id)
  })
}

type DiskStep = Extract<Step, { do: 'back-up-station' | 'restore-station' | 'clone-station' }>

/** A workstation at rest is its directory and its key store. What it knew only since its copy is lost with the disk, and no promise is broken by that. */
async function changeDisk(world: World, station: Workstation, step: DiskStep): Promise<void> {
  const place = (index: number) => world.stage.place(`station-backup-${index}`)
  if (step.do === 'restore-station' && !world.stationBackups.has(station.index)) return
  if (step.do === 'clone-station') {
    const source = stationOf(world, step.from)
    if (source === station) return
    await Promise.all([source.stop(), station.stop()])
    copyDirectory(source.directory, station.directory)
    station.secrets.clear()
    for (const [name, value] of source.secrets) station.secrets.set(name, value)
    await source.start()
    world.stationBackups.delete(station.index)
  } else {
    await station.stop()
    if (step.do === 'back-up-station') {
      copyDirectory(station.directory, place(station.index))
      world.stationBackups.add(station.index)
    } else copyDirectory(place(station.index), station.directory)
  }
  await station.start()
  world.full.delete(station.index)
  if (step.do !== 'back-up-station') await forgetWhatTheDiskLost(world, station)
}

/** The password is typed by a person, who knows what he has typed. */
const FILE_PASSWORD = 'mima-mima-mima'

async function handOver(world: World, from: Workstation, to: Workstation): Promise<void> {
  if (from === to || !to.working) return
  const parts: Buffer[] = []
  let sizeBytes = 0
  const went = await attempt(world, from, async ({ ask }) => {
    const begun = await ask.storage.beginExport({ password: FILE_PASSWORD })
    sizeBytes = begun.sizeBytes
    for (let offset = 0; offset < sizeBytes;) {
      const { dataBase64 } = await ask.storage.readExport({ transferId: begun.transferId, offset })
      const part = Buffer.from(dataBase64, 'base64')
      parts.push(part)
      offset += part.length
    }
  })
  if (!went || from.process.isDead()) return
  await attempt(world, to, async ({ ask }) => {
    const { transferId } = await ask.storage.beginImport({ sizeBytes })
    let offset = 0
    for (const part of parts) {
      await ask.storage.appendImport({ transferId, offset, dataBase64: part.toString('base64') })
      offset += part.length
    }
    await ask.storage.finishImport({ transferId, password: FILE_PASSWORD })
  })
}

async function switchUser(world: World, station: Workstation): Promise<void> {
  station.proxy.open = true
  const rows = () => Number(station.look().prepare('SELECT count(*) FROM outbox').pluck().get())
  const before = rows()
  await attempt(world, station, async ({ ask }) => {
    const session = await ask.accounts.current()
    const other = world.stage.users.find(({ accountId }) => accountId !== session?.accountId)
    await ask.accounts.signOut()
    if (rows() < before) throw new Violation('I18', 'signing out removed rows of the outbox')
    if (other) await ask.accounts.signIn({ kind: 'password', ...other })
  })
  station.proxy.open = false
}
