import { statfs } from 'node:fs/promises'
import { arch, release, type } from 'node:os'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type {
  diagnosticsAgentMethods,
  DiagnosticItem,
} from '../../../domain/diagnostics/diagnostics-contract.ts'
import type { Printer } from '../../../domain/printing/printing-contract.ts'

export interface DiagnosticsServiceDeps {
  dataDir: string
  appVersion: string
  isStorageSound: () => boolean
  measureServer: () => Promise<{ aheadMs: number; tookMs: number }>
  listPrinters: () => Promise<Printer[]> | Printer[]
}

const GIB = 1024 ** 3
const DISK_BAD_BYTES = 0.5 * GIB
const DISK_ATTENTION_BYTES = 2 * GIB
const SLOW_ANSWER_MS = 2000
/** Signatures and SMS codes live for minutes: a clock wrong by more than this causes trouble. */
const CLOCK_ATTENTION_MS = 60_000

/** 系统检测: each line a plain verdict and what to do about it. */
export function createDiagnosticsService(
  deps: DiagnosticsServiceDeps,
): CapabilityHandlers<typeof diagnosticsAgentMethods> {
  return {
    run: async () => {
      const [disk, server, printer] = await Promise.all([
        checkDisk(deps.dataDir),
        checkServer(deps.measureServer),
        checkPrinters(deps.listPrinters),
      ])
      return [systemItem(), versionItem(deps.appVersion), disk, checkStorage(deps), ...server, printer]
    },
  }
}

const good = (item: Pick<DiagnosticItem, 'key' | 'label' | 'value'>): DiagnosticItem => ({
  ...item,
  verdict: 'good',
  advice: '',
})

const systemItem = () => good({ key: 'system', label: '操作系统', value: `${type()} ${release()} ${arch()}` })
const versionItem = (version: string) => good({ key: 'version', label: '客户端版本', value: version })

async function checkDisk(dataDir: string): Promise<DiagnosticItem> {
  const { bavail, bsize } = await statfs(dataDir)
  const freeBytes = bavail * bsize
  const item = { key: 'disk' as const, label: '磁盘空间', value: `可用 ${(freeBytes / GIB).toFixed(1)} GB` }
  if (freeBytes < DISK_BAD_BYTES) {
    return { ...item, verdict: 'bad', advice: '磁盘即将写满，内容可能无法保存，请立即清理磁盘' }
  }
  if (freeBytes < DISK_ATTENTION_BYTES) {
    return { ...item, verdict: 'attention', advice: '可用空间不足 2 GB，请清理磁盘' }
  }
  return good(item)
}

function checkStorage({ isStorageSound }: DiagnosticsServiceDeps): DiagnosticItem {
  const item = { key: 'storage' as const, label: '本机数据' }
  return isStorageSound()
    ? good({ ...item, value: '完整性检查通过' })
    : { ...item, verdict: 'bad', value: '完整性检查未通过', advice: '请停止录入，从备份恢复本机数据后再使用' }
}

async function checkServer(measure: DiagnosticsServiceDeps['measureServer']): Promise<DiagnosticItem[]> {
  const server = { key: 'server' as const, label: '服务器连接' }
  const clock = { key: 'clock' as const, label: '时钟偏差' }
  try {
    const { aheadMs, tookMs } = await measure()
    const value = `应答用时 ${Math.round(tookMs)} 毫秒`
    const slow = tookMs > SLOW_ANSWER_MS
    return [
      slow
        ? { ...server, verdict: 'attention', value, advice: '网络较慢，上传会需要更长时间，可先离线录入' }
        : good({ ...server, value }),
      clockItem(clock, aheadMs),
    ]
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    return [
      {
        ...server,
        verdict: 'bad',
        value: '连不上服务器',
        advice: '请检查网络和防火墙；录入、打印可照常进行，恢复连接后自动同步',
      },
      { ...clock, verdict: 'attention', value: '连不上服务器，无法核对', advice: '恢复连接后重新检测' },
    ]
  }
}

function clockItem(clock: Pick<DiagnosticItem, 'key' | 'label'>, serverAheadMs: number): DiagnosticItem {
  const seconds = Math.round(Math.abs(serverAheadMs) / 1000)
  const value = seconds < 2 ? '与服务器一致' : `本机比服务器${serverAheadMs > 0 ? '慢' : '快'} ${seconds} 秒`
  return Math.abs(serverAheadMs) > CLOCK_ATTENTION_MS
    ? { ...clock, verdict: 'attention', value, advice: '请在系统设置中开启自动校时' }
    : good({ ...clock, value })
}

async function checkPrinters(listPrinters: DiagnosticsServiceDeps['listPrinters']): Promise<DiagnosticItem> {
  const item = { key: 'printer' as const, label: '标签打印机' }
  const attached = (await listPrinters()).filter(
    ({ transport, connected }) => transport !== 'file' && connected,
  )
  if (attached.length === 0) {
    return {
      ...item,
      verdict: 'attention',
      value: '未发现标签打印机',
      advice: '请打开打印机电源，接好 USB 线或网线；不打印标签时可不处理',
    }
  }
  return good({
    ...item,
    value: attached.map(({ name, maker, model }) => name || `${maker} ${model}`.trim()).join('、'),
  })
}
