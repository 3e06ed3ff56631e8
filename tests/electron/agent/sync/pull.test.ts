import { describe, expect, it } from 'vitest'
import { createFeeds } from '../../../../server/records/feeds.ts'
import { firstDisk, type Disk } from '../../../support/cloned-workstations.ts'
import { ENGINES } from '../../../support/databases.ts'
import { madeCitizenId } from '../../../support/made-identifiers.ts'
import { startTestServer, type TestServer } from '../../../support/test-server.ts'
import { anOperator, saveOperator } from '../../../support/test-workspace.ts'

function add({ workspace }: Disk, number: number): void {
  const operator = anOperator({
    idNumber: madeCitizenId('19900101', number),
    certificateNumber: `No00000${number}`,
  })
  saveOperator(workspace, `operator-${number}`, operator)
}

/** Deletes a record and lets its tombstone go, as after long absence. */
async function deleteForGood({ db }: TestServer, { workspace }: Disk, id: string): Promise<void> {
  await createFeeds(db, () => new Date()).transaction(async (_trx, openFeed) => {
    const records = await openFeed(workspace.organisationId, { accountId: null })
    await records.delete('operator', id, 'deleted')
  })
  await db.deleteFrom('record').where('deleted', '=', 1).execute()
  await db
    .updateTable('organisation')
    .set((row) => ({ horizon_seq: row.ref('change_seq') }))
    .execute()
}

const shown = ({ workspace }: Disk) =>
  workspace
    .list('operator')
    .map(({ id }) => id)
    .sort()

describe.each(ENGINES)('pulling from the true server on $name', ({ open }) => {
  it('reads the whole feed again behind the horizon: what is gone goes, what is unsent stays (I14, I7)', async () => {
    const server = await startTestServer(await open())
    const disk = await firstDisk(server)
    for (const number of [1, 2]) add(disk, number)
    await disk.synchronise()
    await deleteForGood(server, disk, 'operator-1')
    add(disk, 3)
    expect(shown(disk)).toEqual(['operator-1', 'operator-2', 'operator-3'])
    await disk.synchronise()
    expect(shown(disk)).toEqual(['operator-2', 'operator-3'])
    expect(disk.workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
    expect(disk.workspace.position().snapshotHead).toBeNull()
  })
})
