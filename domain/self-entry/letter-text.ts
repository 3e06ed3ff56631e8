import { declaredConditions } from '../conditions/condition-rules.ts'
import { SERVICE_TYPE_LABELS, ServiceType } from '../conditions/service-type.ts'

export interface LetterText {
  title: string
  addressee: string
  opening: string
  declarations: string[]
  closing: string
  /** Lines to be filled in by hand: signature, seal, date. */
  signatureLines: string[]
}

const BLANK = '＿＿＿＿＿＿＿＿'

/**
 * The words of 消防技术服务机构从业承诺书: what no form holds (workplace, equipment, management system) and the truth of what was entered.
 * Our wording of 《社会消防技术服务管理规定》（应急管理部令第7号）Art. 5–7 and 12; null leaves a blank to be filled in by hand.
 */
export function letterText(organisation: {
  name: string | null
  creditCode: string | null
  serviceTypes: readonly ServiceType[] | null
}): LetterText {
  const types = organisation.serviceTypes ?? ServiceType.options
  const named = organisation.name ?? BLANK
  const { workplaceAreaSquareMetres, managementSystems } = declaredConditions(types)
  const area = organisation.serviceTypes
    ? `不少于 ${workplaceAreaSquareMetres} 平方米`
    : '消防设施维护保养检测不少于 200 平方米、消防安全评估不少于 100 平方米，同时从事两项服务的不少于 200 平方米'
  return {
    title: '消防技术服务机构从业承诺书',
    addressee: '消防救援机构：',
    opening: `${named}（统一社会信用代码：${organisation.creditCode ?? BLANK}）从事${types
      .map((type) => SERVICE_TYPE_LABELS[type])
      .join('、')}，依照《中华人民共和国消防法》和《社会消防技术服务管理规定》郑重承诺：`,
    declarations: [
      '本机构取得企业法人资格，从业条件符合《社会消防技术服务管理规定》的要求。',
      `工作场所建筑面积${area}。`,
      '消防技术服务基础设备和所从事服务需要的设备配备齐全，按规定检定、校准，并保持完好。',
      `已建立健全${managementSystems.join('、')}，并有效运行。`,
      '录入的注册消防工程师、消防设施操作员均为本机构人员，注册消防工程师未同时在其他社会组织执业。',
      '录入的机构、从业人员和服务项目信息真实、准确、完整，发生变化时及时更新。',
      '依照法律法规、国家标准和行业标准执业，对服务质量负责，不出具虚假、失实文件。',
      '自愿接受消防救援机构监督检查；承诺不实的，依法承担相应的法律责任。',
    ],
    closing: '本承诺书由法定代表人签字并加盖本单位公章后生效。',
    signatureLines: [
      `法定代表人（签字）：${BLANK}`,
      `单位（公章）：${BLANK}`,
      '日期：＿＿＿＿年＿＿月＿＿日',
    ],
  }
}
