import { EXPORT_PASSWORD_LENGTH_MIN } from '../../../domain/storage/storage-contract.ts'

export interface PasswordStrength {
  kind: 'none' | 'bad' | 'attention' | 'good'
  text: string
}

/** Says in words how long a password would stand against somebody who has the file; length counts more than kinds of characters. */
export function passwordStrength(password: string): PasswordStrength {
  const { length } = password
  if (length === 0)
    return { kind: 'none', text: `至少 ${EXPORT_PASSWORD_LENGTH_MIN} 个字符，几个不相干的词更好记` }
  if (length < EXPORT_PASSWORD_LENGTH_MIN)
    return { kind: 'bad', text: `太短，还差 ${EXPORT_PASSWORD_LENGTH_MIN - length} 个字符` }
  if (new Set(password).size <= 4 || isOneRun(password)) return { kind: 'bad', text: '太简单，容易被猜到' }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\da-zA-Z]/].filter((kind) => kind.test(password)).length
  if (length >= 16 || (length >= 12 && kinds >= 3)) return { kind: 'good', text: '较强' }
  return kinds >= 2
    ? { kind: 'attention', text: '一般，再长一些更安全' }
    : { kind: 'bad', text: '较弱，请加长或混用字母、数字和符号' }
}

/** 1234567890, abcdefghij and the like. */
function isOneRun(password: string): boolean {
  const codes = Array.from(password, (character) => character.charCodeAt(0))
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return steps.filter((step) => Math.abs(step) === 1 || step === -9).length >= steps.length - 1
}

/** null when the password may be used. */
export function exportPasswordProblem(password: string): string | null {
  if (password === '') return '请填写导出口令'
  const { length } = password
  return length < EXPORT_PASSWORD_LENGTH_MIN
    ? `导出口令至少 ${EXPORT_PASSWORD_LENGTH_MIN} 个字符，现在是 ${length} 个`
    : null
}
