import type { FastifyReply } from 'fastify'

/** Text that is already HTML. Only `html` makes it, so that what people typed is always escaped. */
export interface Html {
  readonly html: string
}
type Value = string | number | Html | readonly Html[] | null

/** Template for HTML: every value is escaped unless it came out of `html` itself; null is nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const rest = strings.slice(1).map((text, index) => render(values[index] ?? null) + text)
  return { html: (strings[0] ?? '') + rest.join('') }
}

function render(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'html' in value ? value.html : value.map((part) => part.html).join('')
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface Page {
  title: string
  body: Html
  status?: number
  /** How long caches may keep it; pages about one label are never kept. */
  cacheSeconds?: number
  /** Kept out of search engines. */
  unlisted?: boolean
}

/** Answers with a page of the public side: Chinese, no script at all, styled by /public.css. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const { title, body, status = 200, cacheSeconds = 0, unlisted = false } = page
  void reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', cacheSeconds > 0 ? `public, max-age=${cacheSeconds}` : 'no-store')
  if (unlisted) void reply.header('x-robots-tag', 'noindex, nofollow')
  return reply.send(documentOf(title, body).html)
}

function documentOf(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/public.css" />
      </head>
      <body>
        <a class="skip" href="#content">跳到正文</a>
        <header class="masthead">
          <a href="/disclosure"><span class="seal" aria-hidden="true">消</span>社会消防技术服务信息公开</a>
        </header>
        <main id="content">${body}</main>
        <footer>
          <p>消防技术服务机构及其从业人员的信息由机构自主录入，满足从业条件时公开。</p>
        </footer>
      </body>
    </html> `
}
