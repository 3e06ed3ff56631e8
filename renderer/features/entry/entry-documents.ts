import { letterText } from '../../../domain/self-entry/letter-text.ts'
import { CONDITION_COLUMNS, conditionTable } from './condition-table.ts'

const STYLE =
  'body{font:16px/1.9 SimSun,"Noto Serif CJK SC",serif;max-width:48em;margin:3em auto;padding:0 2em}h1{text-align:center;font-size:22px}' +
  'table{border-collapse:collapse;width:100%}th,td{border:1px solid #333;padding:6px 10px;text-align:left}p.line{margin-top:2em}'

/** 《消防技术服务机构从业条件》 in force on a day, as a file that any browser opens and prints. */
export function conditionsDocument(on: string): string {
  const { rows, sources } = conditionTable(on)
  const head = ['条件', ...CONDITION_COLUMNS].map((title) => `<th>${title}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return page(
    '消防技术服务机构从业条件',
    `<table><tr>${head}</tr>${body}</table><p>依据：${sources.join('；')}。</p><p>工作场所、设备和管理体系由法定代表人在承诺书中承诺。</p>`,
  )
}

/** 《消防技术服务机构从业承诺书》 with blanks to be filled in by hand. */
export function letterDocument(): string {
  const letter = letterText({ name: null, creditCode: null, serviceTypes: null })
  const declarations = letter.declarations.map((declaration) => `<li>${declaration}</li>`).join('')
  const lines = letter.signatureLines.map((line) => `<p class="line">${line}</p>`).join('')
  return page(
    letter.title,
    `<p>${letter.addressee}</p><p>${letter.opening}</p><ol>${declarations}</ol><p>${letter.closing}</p>${lines}`,
  )
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${content}</html>`
}
