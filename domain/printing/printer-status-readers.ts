/**
 * Reads what printers answer. Each reader takes the raw bytes and never throws: an empty answer is `not-answering`
 * (Zebra's own manual: ~HS stays silent when media or ribbon is out or the head is open), a strange one `unknown`.
 */
import { printerStatus } from './printer-status.ts'
import type { PrinterState, PrinterStatus } from './printer-status.ts'

type Flag = readonly [bit: number, state: PrinterState, detail?: string]

/** `<ESC>!?`, one byte: Gprinter GP-2120T manual p. 30; TSC TSPL manual, same table. */
const TSPL_BYTE: readonly Flag[] = [
  [0x01, 'head-open'],
  [0x02, 'jam'],
  [0x04, 'paper-out'],
  [0x08, 'ribbon-out'],
  [0x10, 'paused'],
  [0x20, 'printing'],
  [0x40, 'head-open'],
  [0x80, 'error', '温度异常，等打印机冷却后再打印'],
]

/** Answer to `<ESC>!?`. */
export function readTsplStatusByte(answer: Uint8Array): PrinterStatus {
  const byte = answer[0]
  if (byte === undefined) return printerStatus(['not-answering'])
  return fromFlags(byte, TSPL_BYTE)
}

/** First byte of `<ESC>!S`: TSC TTP-244 Plus manual p. 85. */
const TSPL_ACTIVITY: Readonly<Record<string, PrinterState>> = {
  '@': 'ready',
  '`': 'paused',
  B: 'printing',
  C: 'printing',
  E: 'error',
  F: 'printing',
  K: 'paused',
  L: 'paused',
  P: 'printing',
  W: 'printing',
}
const TSPL_ERRORS: readonly Flag[] = [
  [0x01, 'error', '打印头过热，等打印机冷却后再打印'],
  [0x02, 'error', '电机过热，等打印机冷却后再打印'],
  [0x08, 'error', '切刀卡住'],
  [0x10, 'error', '打印机内存不足'],
]
/** Bits 3 and 5 are known from other TSC manuals only from memory: see labels.md §2.1. */
const TSPL_MEDIA_ERRORS: readonly Flag[] = [
  [0x01, 'paper-out'],
  [0x02, 'jam'],
  [0x04, 'ribbon-out'],
  [0x08, 'jam', '碳带卡住'],
  [0x20, 'head-open'],
]

/** Answer to `<ESC>!S`: STX b1 b2 b3 b4 ETX CR LF. */
export function readTsplStatus(answer: Uint8Array): PrinterStatus {
  if (answer.length === 0) return printerStatus(['not-answering'])
  const start = answer.indexOf(0x02)
  const [activity, , errors, media, end] = answer.subarray(start + 1, start + 6)
  if (start < 0 || activity === undefined || errors === undefined || media === undefined || end !== 0x03) {
    return printerStatus(['unknown'])
  }
  const state = TSPL_ACTIVITY[String.fromCharCode(activity)]
  if (state === undefined) return printerStatus(['unknown'])
  const parts = [fromFlags(errors, TSPL_ERRORS), fromFlags(media, TSPL_MEDIA_ERRORS)]
  return merge([printerStatus([state]), ...parts])
}

/** Group 1 of the error line of `~HQES`: docs.zebra.com, ~HQ, and lprint-zpl.c. */
const ZPL_ERRORS: readonly Flag[] = [
  [0x1, 'paper-out'],
  [0x2, 'ribbon-out'],
  [0x4, 'head-open'],
  [0x8, 'error', '切刀故障'],
  [0x10, 'error', '打印头过热，等打印机冷却后再打印'],
  [0x20, 'error', '电机过热，等打印机冷却后再打印'],
  [0x40, 'error', '打印头元件损坏，需更换打印头'],
  [0x80, 'error', '检测不到打印头'],
  [0x1000, 'jam'],
  [0x4000, 'jam'],
  [0x8000, 'jam', '走纸通道不畅'],
  [0x10000, 'paused'],
  [0x80000, 'jam', '找不到黑标'],
]
const ZPL_WARNINGS: readonly (readonly [number, string])[] = [
  [1, '需要校准标签纸'],
  [2, '需要清洁打印头'],
  [4, '需要更换打印头'],
  [8, '标签纸即将用完'],
]

/** Answer to `~HQES`: lines `ERRORS: f gggggggg hhhhhhhh` and `WARNINGS: …`, numbers hexadecimal. */
export function readZplErrors(answer: Uint8Array): PrinterStatus {
  if (answer.length === 0) return printerStatus(['not-answering'])
  const text = asciiText(answer)
  const errors = /ERRORS:\s*([01])\s+[0-9A-F]{8}\s+([0-9A-F]{8})/i.exec(text)
  if (errors === null) return printerStatus(['unknown'])
  const warnings = /WARNINGS:\s*1\s+[0-9A-F]{8}\s+([0-9A-F]{8})/i.exec(text)
  const warned = Number.parseInt(warnings?.[1] ?? '0', 16)
  const details = ZPL_WARNINGS.filter(([bit]) => (warned & bit) !== 0).map(([, detail]) => detail)
  const bits = errors[1] === '1' ? Number.parseInt(errors[2] ?? '0', 16) : 0
  const status = fromFlags(bits, ZPL_ERRORS)
  const isUnnamedError = errors[1] === '1' && status.state === 'ready'
  return merge([
    isUnnamedError ? printerStatus(['error']) : status,
    printerStatus([], { detail: details.join('；') }),
  ])
}

/** Answer to `~HS`: three lines STX … ETX CR LF; docs.zebra.com, ~HS. */
export function readZplHostStatus(answer: Uint8Array): PrinterStatus {
  if (answer.length === 0) return printerStatus(['not-answering'])
  const lines = [...asciiText(answer).matchAll(/\x02([^\x03]*)\x03/g)].map((match) =>
    (match[1] ?? '').split(','),
  )
  const [first, second] = lines
  if (first === undefined || second === undefined || first.length < 12 || second.length < 9) {
    return printerStatus(['unknown'])
  }
  const conditions: PrinterState[] = []
  if (first[1] === '1') conditions.push('paper-out')
  if (first[2] === '1') conditions.push('paused')
  if (second[2] === '1') conditions.push('head-open')
  if (second[3] === '1') conditions.push('ribbon-out')
  const isHot = first[11] === '1'
  const isCold = first[10] === '1'
  if (isHot || isCold) conditions.push('error')
  const labelsRemaining = Number.parseInt(second[8] ?? '', 10)
  if (labelsRemaining > 0 || Number(first[4]) > 0) conditions.push('printing')
  return printerStatus(conditions, {
    detail: isHot ? '打印头过热，等打印机冷却后再打印' : isCold ? '打印头温度过低' : '',
    ...(Number.isNaN(labelsRemaining) ? {} : { labelsRemaining }),
  })
}

/** What a Zebra says of itself by `~HI`: STX model,version,dots per mm,memory,options ETX; null for anything else. */
export function readZplIdentification(answer: Uint8Array): { model: string; dotsPerMm: number } | null {
  const match = /\x02?([^,\x02]+),[^,]+,(6|8|12|24),[^,]+/.exec(asciiText(answer))
  return match === null ? null : { model: (match[1] ?? '').trim(), dotsPerMm: Number(match[2]) }
}

/**
 * GET_PORT_STATUS of the USB printer class: bit 5 paper empty, bit 4 selected, bit 3 NOT error. Any language; says
 * least, and a printer that never answers it well says 0x18 whatever happens.
 */
export function readUsbPortStatus(byte: number): PrinterStatus {
  const conditions: PrinterState[] = []
  if ((byte & 0x20) !== 0) conditions.push('paper-out')
  if ((byte & 0x08) === 0) conditions.push('error')
  else if ((byte & 0x10) === 0) conditions.push('paused')
  return printerStatus(conditions)
}

function fromFlags(bits: number, flags: readonly Flag[]): PrinterStatus {
  const found = flags.filter(([bit]) => (bits & bit) !== 0)
  const details = found.flatMap(([, , detail]) => (detail === undefined ? [] : [detail]))
  return printerStatus(
    found.map(([, state]) => state),
    { detail: details.join('；') },
  )
}

function merge(parts: readonly PrinterStatus[]): PrinterStatus {
  const conditions = parts.flatMap((part) => part.conditions).filter((state) => state !== 'ready')
  const detail = parts
    .map((part) => part.detail)
    .filter(Boolean)
    .join('；')
  return printerStatus(conditions, { detail })
}

function asciiText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}
