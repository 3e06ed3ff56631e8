import { maskName } from '../../domain/identifiers/mask.ts'
import { html, type Html } from '../http/html-page.ts'
import type { LabelVerdict } from './label-verdict.ts'

interface Words {
  tone: 'ok' | 'warn' | 'bad'
  title: string
  explanation: string
}

const WORDS: Record<LabelVerdict['kind'], Words> = {
  genuine: {
    tone: 'ok',
    title: '标签真实有效',
    explanation: '由下列机构签发，登记内容如下，请与标签和现场核对。',
  },
  expired: {
    tone: 'warn',
    title: '标签真实，已过下次维保日期',
    explanation: '应当再次维护保养，请联系消防技术服务机构。',
  },
  withdrawn: {
    tone: 'bad',
    title: '标签已作废',
    explanation: '签发机构已作废这张标签，不能作为维护保养的凭证。',
  },
  unreported: {
    tone: 'warn',
    title: '签名真实，机构尚未上报',
    explanation: '标签由下列机构签发，登记内容还没有同步到服务器，请稍后再查。',
  },
  'key-revoked': {
    tone: 'bad',
    title: '签发密钥已停用，标签未登记',
    explanation: '签发这张标签的密钥已停用，也没有登记记录，请向消防技术服务机构核实。',
  },
  forged: {
    tone: 'bad',
    title: '标签无法通过核验',
    explanation: '签名与内容不一致，标签可能是伪造的，请向消防救援机构反映。',
  },
  'unknown-key': {
    tone: 'bad',
    title: '标签无法通过核验',
    explanation: '不是本系统登记的机构签发的标签，可能是伪造的，请向消防救援机构反映。',
  },
  unreadable: {
    tone: 'bad',
    title: '标签码不完整',
    explanation: '没有读出完整的标签码，请对准标签重新扫描。',
  },
}

/** Phone-sized: the verdict first, in words and colour, then what is registered. No ID number, no private phone, the leader's name shortened. */
export function verdictPage(verdict: LabelVerdict): { title: string; body: Html; status: number } {
  const { tone, title, explanation } = WORDS[verdict.kind]
  const isKnown = 'serial' in verdict
  return {
    title,
    status: isKnown ? 200 : 404,
    body: html`<section class="verdict ${tone}" role="status">
        <h1>${title}</h1>
        <p>${explanation}</p>
      </section>
      ${isKnown ? details(verdict) : null}`,
  }
}

function details(verdict: Extract<LabelVerdict, { serial: string }>): Html {
  const label = 'label' in verdict ? verdict.label : null
  const entries: [string, string][] = [
    ['维保机构', verdict.organisationName],
    ['建筑/部位', label?.building ?? ''],
    ['设施系统', label?.system ?? ''],
    ['维保日期', verdict.maintainedOn],
    ['下次维保日期', verdict.nextDueOn],
    ['项目负责人', label ? maskName(label.projectLeader) : ''],
    ['标签编号', verdict.serial],
    ['作废原因', label?.withdrawn?.reason ?? ''],
  ]
  return html`<section class="sheet" aria-label="标签内容">
    <dl class="compact">
      ${entries
        .filter(([, value]) => value !== '')
        .map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
    </dl>
  </section>`
}
