/** Identifiers that hold every rule and belong to nobody we know: made from a birth date and a running number. */

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** 公民身份号码 (GB 11643); an odd `order` is male. */
export function madeCitizenId(birth: string, order: number, county = '320102'): string {
  const body = `${county}${birth}${String(order).padStart(3, '0')}`
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + '10X98765432'.charAt(sum % 11)
}

/** 统一社会信用代码 (GB 32100) of an enterprise registered in `county`; `number` makes it its own. */
export function madeCreditCode(number: number, county = '320102'): string {
  const organisation = `MA${String(number).padStart(6, '0')}`
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * valueOf(organisation, index),
    0,
  )
  const remainder = (11 - (sum % 11)) % 11
  const body = `91${county}${organisation}${remainder === 10 ? 'X' : String(remainder)}`
  let weight = 1
  let total = 0
  for (let index = 0; index < 17; index += 1) {
    total += CODE_ALPHABET.indexOf(body.charAt(index)) * weight
    weight = (weight * 3) % 31
  }
  return body + CODE_ALPHABET.charAt((31 - (total % 31)) % 31)
}

/** GB 11714 counts A as 10 … Z as 35. */
function valueOf(text: string, index: number): number {
  return Number.parseInt(text.charAt(index), 36)
}
