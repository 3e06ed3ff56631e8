import { existsSync } from 'node:fs'
import { PDFDocument } from 'pdf-lib'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Organisation } from '../../../../domain/organisation/organisation.ts'
import { readLabelFont } from '../../../../electron/agent/hosting/label-font.ts'
import { makeLetterTemplate } from '../../../../electron/agent/self-entry/letter-template.ts'

const HASH = 'a'.repeat(64)
const ORGANISATION: Organisation = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: '91350200MA2YJ1XR9G',
  creditCodeConfirmed: false,
  registrationProvince: '320000',
  accountMobile: '13812345678',
  scope: '消防设施维护保养检测',
  verification: { state: 'passed', way: 'phone-check', decidedAt: null, reason: '' },
  materials: {
    scope: '消防设施维护保养检测',
    registrationAuthority: '南京市江宁区市场监督管理局',
    regionCodes: ['320000', '320100', '320115'],
    address: '秣陵街道将军大道 100 号龘䶮科技园 3 幢',
    publicEmail: '',
    publicContact: '苗佳',
    publicPhone: '025-88888888',
    serviceTypes: ['maintenance', 'assessment'],
    legalRepresentative: {
      name: '王喆堃',
      documentKind: 'resident-id',
      documentNumber: '11010519491231002X',
      mobile: '13812345678',
    },
    pictures: { documentBack: HASH, documentFront: HASH, licence: HASH },
  },
}

/** The text of each page as a reader would copy it. */
async function textOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(pdf.slice()), { mergePages: false })
  return text.map((page) => page.replaceAll('\n', ''))
}

describe('makeLetterTemplate', () => {
  let bytes: Uint8Array
  let pages: string[]

  beforeAll(async () => {
    const made = await makeLetterTemplate(
      ORGANISATION,
      await readLabelFont(),
      new Date('2026-01-02T00:00:00Z'),
    )
    bytes = made.pdf
    pages = await textOf(bytes)
  })

  it('has two pages that any reader opens', async () => {
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(2)
    expect(bytes.length).toBeLessThan(200_000)
  })

  it('says in text that can be copied whose it is', () => {
    expect(pages[0]).toContain('消防技术服务机构从业承诺书')
    for (const value of [
      '南京安盾消防技术服务有限公司',
      '91350200MA2YJ1XR9G',
      '王喆堃',
      '龘䶮科技园',
      '苗佳',
    ]) {
      expect(pages[0]).toContain(value)
    }
  })

  it('declares what no form holds: area, equipment, management system, truth', () => {
    expect(pages[0]).toContain('建筑面积不少于 200 平方米')
    expect(pages[0]).toContain('设备配备符合有关规定要求')
    expect(pages[0]).toContain('质量管理体系和消防安全评估过程控制体系')
    expect(pages[0]).toContain('真实、完整、有效')
  })

  it('leaves room for signature, seal and date', () => {
    expect(pages[1]).toContain('法定代表人（签名）')
    expect(pages[1]).toContain('机构（盖章）')
    expect(pages[1]).toMatch(/_+ 年 _+ 月 _+ 日/)
  })

  it('asks less area of an organisation that only assesses', async () => {
    const materials = ORGANISATION.materials && {
      ...ORGANISATION.materials,
      serviceTypes: ['assessment' as const],
    }
    const own = await makeLetterTemplate({ ...ORGANISATION, materials }, await readLabelFont(), new Date())
    const [text] = await textOf(own.pdf)
    expect(text).toContain('建筑面积不少于 100 平方米')
    expect(text).not.toContain('操作员国家职业资格')
  })

  describe('with a character that the shipped font lacks', () => {
    const rare = { ...ORGANISATION, name: '南京\u{31350}安消防技术服务有限公司' }
    const CJK = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

    it('marks it and names it when no font of the computer has it', async () => {
      const made = await makeLetterTemplate(rare, await readLabelFont(), new Date(), ['/nowhere/font.ttf'])
      expect(made.missingCharacters).toEqual(['\u{31350}'])
      expect((await textOf(made.pdf))[0]).toContain('南京〓安消防技术服务有限公司')
    })

    it.runIf(existsSync(CJK))("draws it with the system's font where that has it", async () => {
      const character = '\u{2000B}'
      const organisation = { ...ORGANISATION, name: `南京${character}安消防技术服务有限公司` }
      const made = await makeLetterTemplate(organisation, await readLabelFont(), new Date(), [CJK])
      expect(made.missingCharacters).toEqual([])
      expect((await textOf(made.pdf))[0]).toContain(`南京${character}安消防`)
    })
  })
})
