import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { readLabelFont } from '../../../../electron/agent/hosting/label-font.ts'
import { makeReceipt } from '../../../../electron/agent/self-entry/receipt.ts'
import { aSelfEntryRevision } from '../../../support/a-self-entry-revision.ts'

const REVISION = aSelfEntryRevision()

describe('makeReceipt', () => {
  it('says on one page what was submitted, when, and what is still missing, without the account number', async () => {
    const pdf = await makeReceipt(REVISION, await readLabelFont(), new Date('2026-02-01T00:00:00Z'))
    const { text, totalPages } = await extractText(await getDocumentProxy(pdf), { mergePages: true })
    const words = text.replaceAll(/\s/g, '')
    expect(totalPages).toBe(1)
    for (const expected of [
      '消防技术服务机构自主录入回执',
      '南京安盾消防技术服务有限公司',
      '2026-01-0300:30:05',
      '第3次',
      '更换承诺书',
      'ab'.repeat(32),
      ...REVISION.evaluation.reasons.map((reason) => reason.replaceAll(/\s/g, '')),
    ]) {
      expect(words).toContain(expected)
    }
    expect(words).not.toContain('13812345678')
  })

  it('says that an effective submission is published and misses nothing', async () => {
    const evaluation = { ...REVISION.evaluation, effective: true, reasons: [] }
    const revision = { ...REVISION, effective: true, evaluation }
    const pdf = await makeReceipt(revision, await readLabelFont(), new Date())
    const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true })
    expect(text).toContain('已生效并在“信息公开”中公开')
    expect(text).not.toContain('尚缺')
  })
})
