import { foldAndJoin } from './fold-width.ts'

export function normaliseEmail(text: string): string {
  return foldAndJoin(text).replace(/。/g, '.')
}

/** The addresses that people really have; quoted local parts and bare hosts are refused. Whether one may be empty is the form's matter. */
export function checkEmail(email: string): string | null {
  if (email === '') return '请填写邮箱'
  if (email.length > 254) return `邮箱最长 254 个字符，现在是 ${email.length} 个`
  const [local = '', domain = '', ...rest] = email.split('@')
  if (local === '' || domain === '' || rest.length > 0) return '邮箱应写作“名称@域名”，如 fuwu@example.cn'
  if (local.length > 64 || !/^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local)) {
    return '邮箱“@”前面的部分有误，请核对'
  }
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(domain)
    ? null
    : '邮箱“@”后面的域名有误，请核对'
}
