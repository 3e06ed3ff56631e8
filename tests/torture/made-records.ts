import type { OperatorFields } from '../../domain/people/operator.ts'
import type { ProjectFields } from '../../domain/practice/project.ts'
import { madeCitizenId } from '../support/made-identifiers.ts'

const CHARACTERS = '甲乙丙丁戊己庚辛壬癸'
/** Digits as Han characters, for names. */
export const han = (digits: string) =>
  Array.from(digits, (digit) => CHARACTERS.charAt(Number(digit))).join('')

/** A whole operator; `own` is four digits that nobody else has. */
export function anOperator(own: string, person: number): OperatorFields {
  return {
    name: `林${han(own)}`,
    mobile: `1391000${own}`,
    idNumber: madeCitizenId('19700101', person),
    certificateNumber: `No1${own}`,
    level: 'four',
    direction: 'none',
  }
}

/** A whole project, led by the first two. */
export function aProject(own: string, contract: number, engineerIds: readonly string[]): ProjectFields {
  const [technicalLeaderId = '', projectLeaderId = ''] = engineerIds
  return {
    contractNumber: `HT-${contract}-${own}`,
    contractName: `维护保养合同 ${own}`,
    clientName: `物业公司 ${own}`,
    regionCodes: ['320000', '320100', '320115'],
    address: `天元东路 ${own} 号`,
    type: 'maintenance',
    technicalLeaderId,
    projectLeaderId,
    memberIds: [],
    plannedFrom: '2010-01-01',
    plannedTo: '2037-10-31',
    buildings: [{ id: `b${own}`, name: `楼 ${own}` }],
    systems: [],
  }
}
