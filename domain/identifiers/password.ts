/** Passwords of the public top lists that satisfy the manual's form, lower case and without underscores. */
const COMMON_PASSWORDS = new Set(
  (
    'password01 password11 password12 password123 password1234 passw0rd123 p0ssword123 mypassword1 ' +
    'qwerty1234 qwerty12345 qwerty123456 1234qwerty 12345qwert 123456qwert 123456qwerty qwertyuiop1 qwertyuiop123 1qwertyuiop ' +
    'asdfghjkl1 asdfghjkl123 1asdfghjkl zxcvbnm123 zxcvbnm1234 zxcvbnm12345 123zxcvbnm asdf123456 asdf1234567 ' +
    '1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx3edc 1qaz2wsx3edc4rfv qaz123wsx456 qazwsx1234 qazwsx12345 qazwsx123456 qazwsxedc1 qazwsxedc123 ' +
    '123qweasdzxc 1qazxsw23edc zaq12wsxcde3 zaq1xsw2cde3 ' +
    'a111111111 a123456789 a1234567890 a123456789a 123456789a 1234567890a aa123456789 aa12345678 aaa1234567 ab123456789 abc1234567 abc12345678 abc123456789 ' +
    'abcd123456 abcd1234567 abcd12345678 abcde12345 abcdef1234 abcdef12345 abcdef123456 1234567abc 12345678abc 123456abcd 123456abcdef 123abc456def ' +
    'q123456789 q1234567890 w123456789 z123456789 s123456789 x123456789 l123456789 y123456789 123456789q 123456789z 123456789qq qq123456789 qq1234567890 ' +
    'wang123456 zhang123456 zhang12345 chen123456 liu1234567 yang123456 zhao123456 huang12345 huang123456 ' +
    'woaini1314 woaini520 woaini1314520 woaini5201314 5201314abc 5201314520a a5201314520 iloveyou12 iloveyou123 iloveyou1314 ' +
    'admin12345 admin123456 admin1234567 admin12345678 administrator1 administrator123 root123456 test123456 test1234567 user123456 welcome123 welcome1234 ' +
    'letmein1234 changeme123 monkey12345 dragon12345 football123 baseball123 sunshine123 superman123 princess123 ' +
    'xiaofang119 xiaofang1190 xiaofang123 xiaofang1234 xiaofang123456 xf119119119 china123456 fire119119 fire119119119'
  ).split(' '),
)

const FORM = '密码为 10~16 位数字、字母或者下划线组合'

/**
 * 登录密码: the manual's form (10–16 of digits, letters, underscore), at least a letter and a digit (等保 2.0), not holding the account's
 * phone number, not of the well-known ones. A password is never normalised: it is taken as typed.
 */
export function checkPassword(password: string, account: { mobile: string }): string | null {
  if (password === '') return '请填写登录密码'
  if (!/^\w*$/.test(password)) return `${FORM}，不能有空格、汉字、全角字符或其他符号`
  if (password.length < 10 || password.length > 16) return `${FORM}，现在是 ${password.length} 位`
  if (!/[A-Za-z]/.test(password) || !/\d/.test(password)) return '密码至少要有一个字母和一个数字'
  if (account.mobile !== '' && password.includes(account.mobile)) return '密码不能包含手机号码'
  return COMMON_PASSWORDS.has(password.toLowerCase().replace(/_/g, ''))
    ? '这个密码太常见，容易被猜到，请换一个'
    : null
}

export function checkPasswordConfirmation(password: string, confirmation: string): string | null {
  if (confirmation === '') return '请再次填写登录密码'
  return password === confirmation ? null : '两次填写的密码不一致'
}
