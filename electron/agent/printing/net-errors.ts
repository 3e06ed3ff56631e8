import { FailureError, type FailureCode } from '../../../domain/contracts/failure.ts'
import { addressText, type NetworkAddress } from '../../../domain/printing/network-address.ts'

/** What the system says when a connection does not come about; no error at all means that the time was over. */
export function netFailure(error: Error | null, address: NetworkAddress): FailureError {
  const systemCode = error && 'code' in error ? error.code : undefined
  const at = addressText(address)
  // Printers that serve one computer at a time refuse the others.
  if (systemCode === 'ECONNREFUSED') {
    return failure(
      'printer-busy',
      `${at} 拒绝连接：打印机可能正被其他电脑使用，也可能端口不对；空闲后自动继续`,
    )
  }
  if (systemCode === 'ENOTFOUND' || systemCode === 'EAI_AGAIN') {
    return failure('printer-unavailable', `找不到主机“${address.host}”，请检查打印机地址，或改填 IP 地址`)
  }
  return failure('printer-unavailable', `连不上打印机 ${at}，请检查打印机电源、网线和地址，恢复后自动继续`)
}

/** What became of a job that had begun. */
export const NET_CUT_OFF_MESSAGES = {
  closed: '网络连接在发送途中断开，请检查打印机电源和网络',
  silent: '打印机没有确认收到全部数据，请检查打印机是否报警、断电或断网',
  full: '打印机不接收数据，请检查打印机是否报警或暂停',
} as const

function failure(code: FailureCode, message: string): FailureError {
  return new FailureError(code, { message })
}
