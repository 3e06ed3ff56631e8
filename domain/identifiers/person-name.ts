import { BLANKS, characterCount, foldWidth } from './fold-width.ts'

/** Dots that input methods and other systems put between the parts of a minority name; the standard one is U+00B7. */
const NAME_DOTS = /[•‧∙⋅・･·．.]/g

/** Blanks go from a name in Han characters (张 三 → 张三); in a Latin one they shrink to one space. */
export function normalisePersonName(text: string): string {
  const folded = foldWidth(text).replace(BLANKS, ' ').trim()
  if (/^\p{Script=Latin}/u.test(folded)) return folded
  return folded.replace(/ /g, '').replace(NAME_DOTS, '·')
}

/** 2–20 Han characters, of every plane, with `·` between the parts. */
export function checkPersonName(name: string): string | null {
  if (name === '') return '请填写姓名'
  if (!/^[\p{Script=Han}·]+$/u.test(name)) return '姓名应为汉字，少数民族姓名各部分之间用“·”，请核对'
  if (/^·|·$|··/.test(name)) return '姓名中的“·”只能写在两部分之间，请核对'
  const count = characterCount(name)
  return count >= 2 && count <= 20 ? null : `姓名应为 2 至 20 个字，现在是 ${count} 个字`
}

/** A name as a passport writes it. */
export function checkLatinName(name: string): string | null {
  if (name === '') return '请填写姓名'
  const count = characterCount(name)
  if (count < 2 || count > 60) return `外文姓名应为 2 至 60 个字符，现在是 ${count} 个字符`
  return /^\p{Script=Latin}[\p{Script=Latin}\p{M} .,'’-]*$/u.test(name)
    ? null
    : '外文姓名应与护照一致，只含字母、空格、点、逗号、连字符和撇号'
}
