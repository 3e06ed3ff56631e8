import type { StorageHealth, StorageTrouble, Unsent } from '../../../domain/storage/storage-contract.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

const KIBI = 1024

/** 12.4 MB, 231 GB: counted by 1024 as file managers do. */
export function sizeText(bytes: number): string {
  if (bytes < KIBI ** 2) return `${Math.ceil(bytes / KIBI)} KB`
  if (bytes < KIBI ** 3) return `${(bytes / KIBI ** 2).toFixed(1)} MB`
  return `${(bytes / KIBI ** 3).toFixed(1)} GB`
}

const LITTLE_ROOM_BYTES = KIBI ** 3

/** null while the reserve stands. Right after the first start it is only not made yet; given up it is where the disk is nearly full. */
export function missingReserve({
  reserveBytes,
  diskFreeBytes,
}: Pick<StorageHealth, 'reserveBytes' | 'diskFreeBytes'>): 'being-made' | 'given-up' | null {
  if (reserveBytes > 0) return null
  return diskFreeBytes < LITTLE_ROOM_BYTES ? 'given-up' : 'being-made'
}

/** 3 项修改、2 份草稿、1 个文件; null when there is nothing. */
export function unsentText({ changes, drafts, files }: Unsent): string | null {
  const parts = [
    ...(changes > 0 ? [`${changes} 项修改`] : []),
    ...(drafts > 0 ? [`${drafts} 份草稿`] : []),
    ...(files > 0 ? [`${files} 个文件`] : []),
  ]
  return parts.length > 0 ? parts.join('、') : null
}

/** What must be typed before unsent content is given up. */
export const CLEARING_WORD = '清除'

export function clearingWordProblem(typed: string): string | null {
  const word = typed.trim()
  if (word === CLEARING_WORD) return null
  return word === '' ? `请填写“${CLEARING_WORD}”` : `请填写“${CLEARING_WORD}”，现在是“${word}”`
}

/** What becomes of the others' data on a shared workstation. */
export function othersText(otherAccounts: number): string {
  return otherAccounts === 0
    ? '没有其他账号用过这台电脑，数据文件和密钥一并删除。'
    : `还有 ${otherAccounts} 个账号用过这台电脑，他们的内容不受影响。`
}

/** What an import has brought, in one sentence. */
export function importedText({ added, alreadyHere }: { added: Unsent; alreadyHere: Unsent }): string {
  const [new_, old] = [unsentText(added), unsentText(alreadyHere)]
  const first = new_ === null ? '没有新的内容' : `已导入 ${new_}，联网后自动同步`
  return old === null ? first : `${first}；${old}本机已有，没有重复导入`
}

/** What was done to a damaged database, and what is in it again. */
export function repairText(repair: NonNullable<StorageHealth['repair']>): string {
  const source =
    repair.backupMadeAt === null
      ? '没有可用的备份，已重新建立数据文件，服务器上的内容会重新下载'
      : `已用 ${dayTimeText(repair.backupMadeAt)} 的备份修复`
  const saved = unsentText({ changes: repair.savedChanges, drafts: repair.savedDrafts, files: 0 })
  const rescued = saved === null ? '损坏的文件里没有备份以外的内容' : `并从损坏的文件里救回 ${saved}`
  return `${dayTimeText(repair.at)} 打开时发现数据文件损坏，${source}，${rescued}。损坏的文件保留在本机，没有删除。`
}

interface TroubleWords {
  title: string
  /** What is in no danger, and what it takes. */
  safe: string
}

export const TROUBLE_WORDS: Record<StorageTrouble['kind'], TroubleWords> = {
  'key-missing': {
    title: '找不到本机数据的密钥',
    safe: '数据文件完好，只是打不开。密钥保存在系统密钥库中，重装系统、更换用户或清理密钥库后会不见；恢复密钥库后重新打开客户端，数据就在。本机的备份用同一密钥加密，没有密钥也打不开。',
  },
  'key-wrong': {
    title: '本机数据的密钥不对',
    safe: '数据文件没有改动。常见原因是数据文件从别的电脑复制而来，或系统密钥库换过；换回原来的密钥库后重新打开客户端，数据就在。',
  },
  damaged: {
    title: '本机数据文件已损坏',
    safe: '已经同步的内容都在服务器上。恢复备份后，备份以后还没有同步的内容会尽量从损坏的文件中救回。',
  },
  'newer-version': {
    title: '本机数据由更新版本的客户端写入',
    safe: '数据文件完好。请安装最新版本的客户端后再打开，不需要恢复备份。',
  },
  'disk-full': {
    title: '磁盘已满，打不开本机数据',
    safe: '已保存的内容都在。请先清理磁盘，留出至少 500 MB，再重新打开客户端。',
  },
}
