/**
 * A TSPL printer for tests: reads a job's bytes as the programming manual describes the commands, paints the image
 * buffer, and refuses whatever it does not know, so that a slip in the encoder cannot pass unseen.
 */
export type TsplLabel = {
  widthDots: number
  heightDots: number
  /** Row by row, true = a burnt dot. */
  dots: boolean[][]
  copies: number
}

export type TsplResult = {
  labels: TsplLabel[]
  /** The last value of each setting, as sent. */
  settings: Record<string, string>
  sizeMm: { width: number; height: number } | null
}

export class TsplRefusal extends Error {}

const CR = 0x0d
const LF = 0x0a
/** Settings whose arguments are kept as text after their shape is checked. */
const SETTINGS: Readonly<Record<string, RegExp>> = {
  GAP: /^\d+(\.\d+)? mm,\d+(\.\d+)? mm$/,
  BLINE: /^\d+(\.\d+)? mm,\d+(\.\d+)? mm$/,
  DIRECTION: /^[01](,[01])?$/,
  REFERENCE: /^\d+,\d+$/,
  OFFSET: /^-?\d+(\.\d+)? mm$/,
  SPEED: /^\d+(\.\d+)?$/,
  DENSITY: /^(\d|1[0-5])$/,
  SET: /^(TEAR|REPRINT|PEEL|CUTTER) (ON|OFF)$/,
}

export function interpretTspl(job: Uint8Array, dotsPerMm: number): TsplResult {
  const reader = createReader(job)
  const result: TsplResult = { labels: [], settings: {}, sizeMm: null }
  let image: boolean[][] | null = null
  const buffer = (): boolean[][] => {
    if (image === null) throw new TsplRefusal('drawing before CLS')
    return image
  }

  while (!reader.isAtEnd()) {
    const command = reader.word()
    if (command === '') reader.endOfLine()
    else if (command === 'SIZE') {
      const match = /^(\d+(?:\.\d+)?) mm,(\d+(?:\.\d+)?) mm$/.exec(reader.restOfLine())
      if (match === null) throw new TsplRefusal('SIZE takes two lengths in mm')
      result.sizeMm = { width: Number(match[1]), height: Number(match[2]) }
    } else if (command === 'CLS') {
      reader.endOfLine()
      image = blankImage(result, dotsPerMm)
    } else if (command === 'BITMAP') paintBitmap(reader, buffer())
    else if (command === 'PRINT') result.labels.push(printed(reader.restOfLine(), buffer()))
    else storeSetting(result, command, reader.restOfLine())
  }
  return result
}

function storeSetting(result: TsplResult, command: string, argument: string): void {
  const shape = Object.hasOwn(SETTINGS, command) ? SETTINGS[command] : undefined
  if (shape === undefined) throw new TsplRefusal(`unknown command ${JSON.stringify(command)}`)
  if (!shape.test(argument)) throw new TsplRefusal(`${command} does not take ${JSON.stringify(argument)}`)
  const key = command === 'SET' ? `SET ${argument.split(' ')[0]!}` : command
  result.settings[key] = command === 'SET' ? argument.split(' ')[1]! : argument
}

function blankImage(result: TsplResult, dotsPerMm: number): boolean[][] {
  if (result.sizeMm === null) throw new TsplRefusal('CLS before SIZE')
  const width = Math.round(result.sizeMm.width * dotsPerMm)
  const height = Math.round(result.sizeMm.height * dotsPerMm)
  return Array.from({ length: height }, () => Array.from({ length: width }, () => false))
}

/** BITMAP x,y,widthBytes,heightDots,mode,<bytes>: mode 0 overwrites; a bit of 0 burns, 1 stays blank. */
function paintBitmap(reader: Reader, image: boolean[][]): void {
  const [x, y, widthBytes, heightDots, mode] = [0, 1, 2, 3, 4].map(() => reader.numberBeforeComma()) as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (mode !== 0) throw new TsplRefusal(`BITMAP mode ${mode} is not read here`)
  const bytes = reader.raw(widthBytes * heightDots)
  for (let row = 0; row < heightDots; row++) {
    const line = image[y + row]
    if (line === undefined) throw new TsplRefusal('BITMAP is taller than the label')
    for (let column = 0; column < widthBytes * 8; column++) {
      const bit = (bytes[row * widthBytes + (column >> 3)]! >> (7 - (column & 7))) & 1
      const isInside = x + column < line.length
      if (!isInside && bit === 0) throw new TsplRefusal('BITMAP burns dots beside the label')
      if (isInside) line[x + column] = bit === 0
    }
  }
  reader.endOfLine()
}

function printed(argument: string, image: boolean[][]): TsplLabel {
  const match = /^(\d+)(?:,(\d+))?$/.exec(argument)
  if (match === null) throw new TsplRefusal(`PRINT does not take ${JSON.stringify(argument)}`)
  const copies = Number(match[1]) * Number(match[2] ?? 1)
  const dots = image.map((row) => [...row])
  return { widthDots: dots[0]!.length, heightDots: dots.length, dots, copies }
}

type Reader = ReturnType<typeof createReader>

function createReader(bytes: Uint8Array) {
  let at = 0
  const peek = () => bytes[at]
  const endOfLine = () => {
    if (bytes[at] !== CR || bytes[at + 1] !== LF) throw new TsplRefusal(`no CR LF at byte ${at}`)
    at += 2
  }
  return {
    isAtEnd: () => at >= bytes.length,
    /** The command: capitals up to a space or the line's end. */
    word() {
      const start = at
      while (peek() !== undefined && peek()! >= 0x41 && peek()! <= 0x5a) at++
      const word = textOf(bytes.subarray(start, at))
      if (peek() === 0x20) at++
      else if (peek() !== CR) throw new TsplRefusal(`byte ${String(peek())} after ${JSON.stringify(word)}`)
      return word
    },
    endOfLine,
    restOfLine() {
      const start = at
      while (peek() !== undefined && peek() !== CR) at++
      const text = textOf(bytes.subarray(start, at))
      endOfLine()
      return text
    },
    numberBeforeComma() {
      const start = at
      while (peek() !== undefined && peek()! >= 0x30 && peek()! <= 0x39) at++
      const digits = textOf(bytes.subarray(start, at))
      if (digits === '' || peek() !== 0x2c) throw new TsplRefusal(`no number at byte ${start}`)
      at++
      return Number(digits)
    },
    raw(length: number) {
      const taken = bytes.subarray(at, at + length)
      if (taken.length < length) throw new TsplRefusal('the job ends inside BITMAP')
      at += length
      return taken
    },
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
