/**
 * A number as lists show it: the first three and last four characters, `*` for each one between (320***********1106).
 * Short ones show less, so that at least half stays hidden.
 */
export function maskPersonalNumber(number: string): string {
  if (number.length >= 14) return keepEnds(number, 3, 4)
  if (number.length >= 8) return keepEnds(number, 2, 2)
  return keepEnds(number, number.length >= 4 ? 1 : 0, 0)
}

/** 138****7719; other numbers as `maskPersonalNumber`. */
export function maskPhone(phone: string): string {
  return /^1\d{10}$/.test(phone) ? keepEnds(phone, 3, 4) : maskPersonalNumber(phone)
}

/** For pages that anybody may open by scanning a label: the first character and at most two stars. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name)
  return first + '*'.repeat(Math.min(rest.length, 2))
}

function keepEnds(text: string, first: number, last: number): string {
  return text.slice(0, first) + '*'.repeat(text.length - first - last) + text.slice(text.length - last)
}
