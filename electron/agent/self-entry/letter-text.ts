import { declaredConditions } from '../../../domain/conditions/condition-rules.ts'
import { SERVICE_TYPE_LABELS, ServiceType } from '../../../domain/conditions/service-type.ts'
import { IDENTITY_DOCUMENT_LABELS } from '../../../domain/identifiers/identity-document.ts'
import type { Organisation } from '../../../domain/organisation/organisation.ts'
import { regionText } from '../../../domain/regions/regions.ts'

export const LETTER_TITLE = '消防技术服务机构从业承诺书'
export const LETTER_FILE_NAME = '消防技术服务机构从业承诺书.pdf'

/** What fills the letter: the table at its top and the numbered declarations of its two pages. */
export interface LetterText {
  rows: [name: string, value: string][]
  opening: string
  conditions: string[]
  duties: string[]
  closing: string
}

/**
 * The commitment letter's text after the conditions and duties of 《社会消防技术服务管理规定》 (应急管理部令第7号, Art. 5–7, 9–16, 26–30); area, equipment
 * and management system stand in no form and are declared here.
 */
export function letterText(organisation: Organisation): LetterText {
  const serviceTypes = organisation.materials?.serviceTypes ?? []
  return {
    rows: letterRows(organisation),
    opening:
      '本机构及法定代表人已认真阅读《社会消防技术服务管理规定》（应急管理部令第7号）和消防技术服务机构从业条件，自愿作出以下承诺，并对承诺内容的真实性负责：',
    conditions: conditionClauses(serviceTypes),
    duties: DUTIES,
    closing:
      '本机构知悉，不具备从业条件从事消防技术服务活动，或者提供虚假材料、出具虚假失实文件的，将依照《中华人民共和国消防法》和《社会消防技术服务管理规定》承担法律责任。',
  }
}

function letterRows({ name, creditCode, materials }: Organisation): LetterText['rows'] {
  const person = materials?.legalRepresentative
  const chosen = materials?.serviceTypes ?? []
  const services = ServiceType.options.map(
    (type) => `${chosen.includes(type) ? '■' : '□'} ${SERVICE_TYPE_LABELS[type]}`,
  )
  return [
    ['机构名称', name],
    ['统一社会信用代码', creditCode],
    ['营业执照登记机关', materials?.registrationAuthority ?? ''],
    ['机构地址', materials ? `${regionText(materials.regionCodes)}${materials.address}` : ''],
    ['法定代表人', person?.name ?? ''],
    [
      '法定代表人证件',
      person ? `${IDENTITY_DOCUMENT_LABELS[person.documentKind]} ${person.documentNumber}` : '',
    ],
    ['服务类型', services.join('　')],
    ['公开联系人及电话', materials ? `${materials.publicContact}　${materials.publicPhone}` : ''],
  ]
}

function conditionClauses(serviceTypes: readonly ServiceType[]): string[] {
  const { workplaceAreaSquareMetres, managementSystems } = declaredConditions(serviceTypes)
  const maintenance = serviceTypes.includes('maintenance')
  const assessment = serviceTypes.includes('assessment')
  const equipment = [
    '消防技术服务基础设备',
    ...(maintenance ? ['消防设施维护保养检测设备'] : []),
    ...(assessment ? ['消防安全评估设备'] : []),
  ].join('、')
  const operators = maintenance
    ? '；取得消防设施操作员国家职业资格证书的人员不少于六人，其中中级技能等级以上的不少于二人'
    : ''
  return [
    '本机构是依法登记的企业法人，工商登记的经营范围包含消防技术服务，营业执照真实有效。',
    `本机构有固定的工作场所，建筑面积不少于 ${workplaceAreaSquareMetres} 平方米，实际面积为 ________ 平方米。`,
    `本机构的${equipment}配备符合有关规定要求，设备在检定或校准有效期内。`,
    `本机构的注册消防工程师不少于二人，其中一级注册消防工程师不少于一人，技术负责人由一级注册消防工程师担任${operators}。上述人员均在本机构执业，未在其他机构兼职挂名。`,
    `本机构建立并运行健全的${managementSystems.join('和')}。`,
    '本机构录入和上传的机构、人员、项目等信息及材料真实、完整、有效，与原件一致；情况发生变化的，及时修改。',
  ]
}

const DUTIES = [
  '遵守消防法律、法规、规章，执行国家标准、行业标准和从业规范，独立、客观、公正地开展消防技术服务，不泄露委托人的商业秘密。',
  '与委托人签订书面合同，明确项目负责人；项目负责人具备相应的注册消防工程师资格，消防设施操作员、注册消防工程师持证上岗。',
  '结论性文件由技术负责人、项目负责人签名并加盖执业印章，加盖本机构印章；不出具虚假、失实文件，不涂改、倒卖、出租、出借或以其他形式转让从业资格。',
  '完成消防设施维护保养后，在消防设施所在建筑的醒目位置公示维护保养标识，载明机构名称、项目负责人、维护保养日期等信息。',
  '建立消防技术服务档案，保存期限不少于六年；及时将项目信息录入社会消防技术服务信息系统。',
  '在经营场所醒目位置公示营业执照、工作程序、收费标准、从业守则、注册消防工程师注册证书、投诉电话等，接受社会监督。',
  '接受消防救援机构的监督检查，如实提供有关情况和资料；不再具备从业条件的，立即停止从业活动并办理变更。',
]
