import { createHash } from 'node:crypto'
import type { ProjectFields } from '../../../domain/practice/project.ts'

export const RECORD_BYTES = 2048
const SYSTEMS = [
  '火灾自动报警系统',
  '自动喷水灭火系统',
  '消火栓系统',
  '防烟排烟系统',
  '应急照明和疏散指示系统',
]
const STREETS = ['中山路', '解放路', '人民路', '建设路', '长江路', '太平路', '滨湖路', '新华路']

/** Project number `index`, the same in every run: 2,048 bytes of JSON, of which the address takes up the slack. */
export function madeProject(index: number, leaderId: string): ProjectFields {
  const digest = createHash('sha256').update(`project ${index}`).digest('hex')
  const number = (from: number, below: number) => Number.parseInt(digest.slice(from, from + 6), 16) % below
  const fields: ProjectFields = {
    contractNumber: `XF-2026-${String(index).padStart(6, '0')}`,
    contractName: `${STREETS[number(0, STREETS.length)]}${number(6, 900) + 1}号建筑消防设施维护保养合同`,
    clientName: `第${digest.slice(12, 20)}物业服务有限公司`,
    regionCodes: ['320000', '320100', '320102'],
    address: '',
    type: 'maintenance',
    technicalLeaderId: leaderId,
    projectLeaderId: leaderId,
    memberIds: [leaderId],
    plannedFrom: '2026-11-01',
    plannedTo: '2027-10-31',
    buildings: Array.from({ length: 18 }, (_, item) => ({
      id: `${digest.slice(item, item + 8)}-b${String(item).padStart(2, '0')}`,
      name: `${item + 1}号楼${digest.slice(item * 4, item * 4 + 6)}`,
    })),
    systems: SYSTEMS.map((name, item) => ({ id: `${digest.slice(item, item + 8)}-s${item}`, name })),
  }
  const room = RECORD_BYTES - Buffer.byteLength(JSON.stringify(fields))
  if (room < 2) throw new Error(`a made project is ${-room} bytes too long`)
  return padded(fields, room, digest)
}

/** Texts are at most 60 and 100 characters long, so the slack goes first into the address and then into names of buildings. */
function padded(fields: ProjectFields, room: number, digest: string): ProjectFields {
  const filler = digest.repeat(20)
  const address = filler.slice(0, Math.min(room, 80))
  let left = room - address.length
  const buildings = fields.buildings.map((building) => {
    const more = Math.min(left, 40)
    left -= more
    return { ...building, name: building.name + filler.slice(0, more) }
  })
  if (left > 0) throw new Error(`a made project has ${left} bytes nobody takes`)
  return { ...fields, address, buildings }
}
