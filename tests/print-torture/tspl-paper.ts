import { createHash } from 'node:crypto'

const LF = 0x0a
const CR = 0x0d
const ESC = 0x1b
const BITMAP = /^BITMAP \d+,\d+,(\d+),(\d+),\d+,$/
const PRINT = /^PRINT (\d+),(\d+)$/
/** `<ESC>!?` and its like are taken out of the stream wherever a command may stand. */
const REALTIME_BYTES = 3

export interface PaperLabel {
  /** What was in the picture, whoever sent it. */
  picture: string
  copies: number
  /** False when the paper was out: half a label, or none. */
  good: boolean
}

export interface TsplPaper {
  /** Takes what has arrived since the last time. */
  feed(bytes: Buffer, paperOut: (position: number) => boolean): void
  /** All that has come out of the printer, in order. */
  readonly labels: readonly PaperLabel[]
  /** Bytes taken so far. */
  position(): number
}

/**
 * What a TSPL printer makes of any stream of bytes: cut-off pictures filled up by whatever follows, unknown lines passed over, a label for each PRINT.
 * `endOfLine`: some firmware acts at CR, some at LF.
 */
export function createTsplPaper(endOfLine: 'cr' | 'lf' = 'lf'): TsplPaper {
  const labels: PaperLabel[] = []
  let line = ''
  let rawLeft = 0
  let raw = createHash('sha256')
  let picture = ''
  let skip = 0
  let at = 0

  const endLine = (out: boolean) => {
    const printed = PRINT.exec(line)
    if (line === 'CLS') picture = ''
    else if (printed) labels.push({ picture, copies: Number(printed[1]) * Number(printed[2]), good: !out })
    line = ''
  }
  return {
    labels,
    position: () => at,
    feed: (bytes, paperOut) => {
      let index = 0
      while (index < bytes.length) {
        if (rawLeft > 0) {
          const taken = bytes.subarray(index, index + rawLeft)
          raw.update(taken)
          rawLeft -= taken.length
          index += taken.length
          at += taken.length
          if (rawLeft === 0) picture = raw.digest('hex')
          continue
        }
        const byte = bytes[index] ?? 0
        index += 1
        at += 1
        if (skip > 0) skip -= 1
        else if (byte === ESC) skip = REALTIME_BYTES - 1
        else if (byte === LF || (byte === CR && endOfLine === 'cr')) endLine(paperOut(at))
        else if (byte !== CR) line += String.fromCharCode(byte)
        const header = byte === 0x2c ? BITMAP.exec(line) : null
        if (header) {
          rawLeft = Number(header[1]) * Number(header[2])
          raw = createHash('sha256')
          line = ''
        }
      }
    },
  }
}

/** The picture by which a whole job is known again. */
export function pictureOf(job: Buffer): string {
  const paper = createTsplPaper()
  paper.feed(job, () => false)
  const [label] = paper.labels
  if (!label) throw new Error('not a whole job')
  return label.picture
}
