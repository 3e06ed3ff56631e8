/** Width of a text in dots. */
export type MeasureText = (text: string, sizeDots: number) => number

/** Words, numbers and phone numbers stay whole; every Chinese character may end a line. */
const PIECES = /[A-Za-z0-9.#/_()-]+|[^]/gu
/** Not at the start of a line (GB/T 15834: these never begin one). */
const NEVER_FIRST = /^[，。、；：！？）》”’·,.;:!?)]/u
const ELLIPSIS = '…'

/** The text in as many lines as it takes, or null when one piece alone is wider than the line. */
export function breakLines(
  text: string,
  sizeDots: number,
  widthDots: number,
  measure: MeasureText,
): string[] | null {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(PIECES) ?? []) {
    const longer = line + piece
    if (measure(longer.trimEnd(), sizeDots) <= widthDots) {
      line = longer
      continue
    }
    const carried = NEVER_FIRST.test(piece) ? (Array.from(line).at(-1) ?? '') : ''
    if (line !== carried) lines.push(line.slice(0, line.length - carried.length).trim())
    line = (carried + piece).trimStart()
    if (measure(line, sizeDots) > widthDots) return null
  }
  return [...lines, line.trim()]
}

/** At most `mostLines` lines; what does not fit is cut at the end and marked by an ellipsis. */
export function cutLines(
  text: string,
  sizeDots: number,
  widthDots: number,
  mostLines: number,
  measure: MeasureText,
): string[] {
  const lines: string[] = []
  let rest = Array.from(text)
  while (rest.length > 0 && lines.length < mostLines) {
    const isLast = lines.length === mostLines - 1
    const whole = rest.join('')
    if (measure(whole, sizeDots) <= widthDots) return [...lines, whole]
    const mark = isLast ? ELLIPSIS : ''
    let length = rest.length
    while (length > 1 && measure(rest.slice(0, length).join('') + mark, sizeDots) > widthDots) length--
    // Stands at least one character: a mark that never begins a line brings down the one before it.
    if (!isLast && length > 1 && NEVER_FIRST.test(rest[length] ?? '')) length--
    lines.push(rest.slice(0, length).join('').trimEnd() + mark)
    rest = rest.slice(length)
  }
  return lines
}
