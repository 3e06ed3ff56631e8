import type { RecordVersion } from '../../../domain/workstations/workstations-contract.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

/** Who last changed this field at the server, and from where: 138****7719，工作站 前台，11-22 10:24. null when the history does not say. */
export function authorOf(field: string, versions: readonly RecordVersion[]): string | null {
  const version = versions.find(({ changedFields, deleted }) => deleted || changedFields.includes(field))
  if (!version) return null
  const { account, workstation, at } = version
  // Workstations that nobody has named are called 工作站 and four characters.
  const where = workstation?.startsWith('工作站') === false ? `工作站 ${workstation}` : workstation
  return [account ?? '系统', where, dayTimeText(at).slice(5)].filter((part) => part !== null).join('，')
}
