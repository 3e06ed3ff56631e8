export interface ShownMessage {
  mobile: string
  purpose: string
  code: string
  at: string
}
export interface ShownDecision {
  documentNumber: string
  answer: string
}

const PURPOSE_LABELS: Record<string, string> = {
  register: '注册',
  'sign-in': '登录',
  'reset-password': '重设密码',
}
const ANSWER_LABELS: Record<string, string> = { match: '一致', mismatch: '不一致', unavailable: '服务不可用' }

/** The page of /dev/outbox. Each message's row carries data-mobile, data-purpose, data-code and data-sent-at for tests. */
export function outboxPage(messages: readonly ShownMessage[], decisions: readonly ShownDecision[]): string {
  const rows = messages.map(
    (message) =>
      `<tr data-mobile="${escape(message.mobile)}" data-purpose="${escape(message.purpose)}" data-code="${escape(message.code)}" data-sent-at="${escape(message.at)}">
<td>${escape(message.mobile)}</td><td>${escape(PURPOSE_LABELS[message.purpose] ?? message.purpose)}</td><td><strong>${escape(message.code)}</strong></td><td>${escape(chinaTime(message.at))}</td></tr>`,
  )
  const made = decisions.map(
    ({ documentNumber, answer }) =>
      `<tr data-document-number="${escape(documentNumber)}" data-answer="${escape(answer)}"><td>${escape(documentNumber)}</td><td>${escape(ANSWER_LABELS[answer] ?? answer)}</td></tr>`,
  )
  const options = Object.entries(ANSWER_LABELS).map(
    ([answer, label]) => `<option value="${answer}">${label}</option>`,
  )
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>开发用收件箱</title><link rel="stylesheet" href="/dev/outbox.css"></head>
<body><main><h1>开发用收件箱</h1>
<p>这里显示本服务器“发出”的短信验证码。没有短信真正发出；正式环境没有这一页。刷新可看新的短信。</p>
<h2>短信验证码</h2>
<table><thead><tr><th scope="col">手机号码</th><th scope="col">用途</th><th scope="col">验证码</th><th scope="col">时间</th></tr></thead><tbody>${rows.join('\n') || '<tr><td colspan="4">还没有短信</td></tr>'}</tbody></table>
<h2>实名核验结果</h2>
<p>姓名、证件号、手机号的核验默认为一致。可以为某个证件号指定以后的结果：</p>
<form method="post" action="/dev/outbox"><label>证件号 <input name="documentNumber" required autocomplete="off"></label>
<label>结果 <select name="answer">${options.join('')}</select></label> <button>指定结果</button></form>
<table><thead><tr><th scope="col">证件号</th><th scope="col">结果</th></tr></thead><tbody>${made.join('\n') || '<tr><td colspan="2">没有指定过结果</td></tr>'}</tbody></table>
</main></body></html>`
}

export const OUTBOX_STYLE = `body{margin:0;font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1d2129;background:#f5f6f8}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{width:100%;border-collapse:collapse;background:#fff}th,td{padding:.5rem .75rem;border:1px solid #dfe2e8;text-align:left}
strong{font-family:monospace;font-size:1.15rem;letter-spacing:.08em}form{display:flex;flex-wrap:wrap;gap:1rem;align-items:end;margin-bottom:1rem}
label{display:grid;gap:.25rem}input,select,button{font:inherit;padding:.35rem .6rem;min-height:2.5rem}`

function chinaTime(instant: string): string {
  return new Intl.DateTimeFormat('zh-CN', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'Asia/Shanghai',
  }).format(new Date(instant))
}

function escape(text: string): string {
  const NAMES: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => NAMES[character] ?? character)
}
