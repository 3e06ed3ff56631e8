import { SERVICE_TYPE_LABELS, ServiceType } from '../../domain/conditions/service-type.ts'
import type {
  DisclosurePage,
  DisclosureSearch,
  PublishedOrganisation,
  PublishedPenalty,
} from '../../domain/disclosure/disclosure-contract.ts'
import { PENALTY_KIND_LABELS } from '../../domain/penalties/penalty.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import { provinces } from '../../domain/regions/regions.ts'
import { html, type Html } from '../http/html-page.ts'

/** The search and its result, complete without any script. */
export function searchPage(search: DisclosureSearch, found: DisclosurePage): Html {
  return html`<h1>信息公开</h1>
    <p class="lead">查询满足从业条件、自主录入已生效的消防技术服务机构。</p>
    ${searchForm(search)}
    <p class="count" role="status">共 ${found.total} 家机构，数据截至 ${chinaMinute(found.asOf)}</p>
    ${found.organisations.length > 0 ? resultTable(found) : emptyResult()} ${pageLinks(search, found)}`
}

function searchForm({ text, regionCode, serviceType }: DisclosureSearch): Html {
  const option = (value: string, label: string, chosen: boolean) =>
    chosen
      ? html`<option value="${value}" selected>${label}</option>`
      : html`<option value="${value}">${label}</option>`
  return html`<form class="search sheet" method="get" action="/disclosure" role="search">
    <div>
      <label for="text">机构名称或统一社会信用代码</label>
      <input id="text" name="text" value="${text}" maxlength="100" autocomplete="off" />
    </div>
    <div>
      <label for="region">所在地区</label>
      <select id="region" name="region">
        ${option('', '全部', !regionCode)}
        ${provinces().map(({ code, name }) => option(code, name, code === regionCode))}
      </select>
    </div>
    <div>
      <label for="type">服务类型</label>
      <select id="type" name="type">
        ${option('', '全部', serviceType === null)}
        ${ServiceType.options.map((type) => option(type, SERVICE_TYPE_LABELS[type], type === serviceType))}
      </select>
    </div>
    <button type="submit">查询</button>
  </form>`
}

function resultTable({ organisations }: DisclosurePage): Html {
  const rows = organisations.map(
    (organisation) =>
      html`<tr>
        <th scope="row">
          <a href="/disclosure/${encodeURIComponent(organisation.id)}">${organisation.name}</a>
        </th>
        <td class="code" data-name="信用代码">${organisation.creditCode}</td>
        <td data-name="区域">${organisation.region}</td>
        <td data-name="服务类型">${serviceTypesText(organisation.serviceTypes)}</td>
        <td class="code" data-name="公开日期">${chinaDay(Date.parse(organisation.effectiveSince))}</td>
      </tr>`,
  )
  return html`<table>
    <thead>
      <tr>
        <th scope="col">机构名称</th>
        <th scope="col">统一社会信用代码</th>
        <th scope="col">区域</th>
        <th scope="col">服务类型</th>
        <th scope="col">公开日期</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function emptyResult(): Html {
  return html`<div class="sheet">
    <p>没有找到符合条件的机构。请核对名称是否与营业执照一致，也可以只填写名称中的几个字。</p>
    <p>尚未满足从业条件的机构不在这里公开。</p>
  </div>`
}

function pageLinks(search: DisclosureSearch, { total, page, pageSize }: DisclosurePage): Html | null {
  const pages = Math.ceil(total / pageSize)
  if (pages <= 1) return null
  const link = (to: number, label: string) =>
    html`<a href="/disclosure?${queryOf({ ...search, page: to })}">${label}</a>`
  return html`<nav class="pages" aria-label="分页">
    ${page > 1 ? link(page - 1, '上一页') : null}<span>第 ${page} 页，共 ${pages} 页</span>${
      page < pages ? link(page + 1, '下一页') : null
    }
  </nav>`
}

function queryOf({ text, regionCode, serviceType, page }: DisclosureSearch): string {
  return new URLSearchParams({
    text,
    region: regionCode ?? '',
    type: serviceType ?? '',
    page: String(page),
  }).toString()
}

/** One organisation with its people as published. */
export function organisationPage(organisation: PublishedOrganisation): Html {
  return html`<p><a href="/disclosure">返回查询</a></p>
    <h1>${organisation.name}</h1>
    <p class="lead">自主录入已生效，自 ${chinaDay(Date.parse(organisation.effectiveSince))} 起公开</p>
    <section class="sheet" aria-label="基础信息">
      <dl>${definitions(organisation)}</dl>
    </section>
    <h2>注册消防工程师（${organisation.engineers.length} 人）</h2>
    ${namedTable(
      ['姓名', '级别', '职位', '资格证书编号'],
      organisation.engineers.map((person) => [
        person.name,
        person.level,
        person.position,
        person.qualificationNumber,
      ]),
    )}
    <h2>消防设施操作员（${organisation.operators.length} 人）</h2>
    ${namedTable(
      ['姓名', '职业资格等级', '职业方向', '证书编号'],
      organisation.operators.map((person) => [
        person.name,
        person.level,
        person.direction,
        person.certificateNumber,
      ]),
    )}
    ${penaltiesSection(organisation.penalties ?? [])}`
}

function penaltiesSection(penalties: readonly PublishedPenalty[]): Html {
  return html`<h2>行政处罚（${penalties.length} 条）</h2>
    ${namedTable(
      ['处罚决定书文号', '处罚日期', '违法行为', '处罚种类', '处罚内容', '处罚机关'],
      penalties.map((penalty) => [
        penalty.decisionNumber,
        penalty.decidedOn,
        penalty.breach,
        penalty.kinds.map((kind) => PENALTY_KIND_LABELS[kind]).join('、'),
        penalty.content,
        penalty.authorityName,
      ]),
    )}`
}

function definitions(organisation: PublishedOrganisation): Html[] {
  const entries: [string, string][] = [
    ['统一社会信用代码', organisation.creditCode],
    ['法定代表人', organisation.legalRepresentative],
    ['服务类型', serviceTypesText(organisation.serviceTypes)],
    ['区域', organisation.region],
    ['详细地址', organisation.address],
    ['营业执照登记机关', organisation.registrationAuthority],
    ['服务范围', organisation.scope],
    ['联系人', organisation.publicContact],
    ['联系电话', organisation.publicPhone],
    ['机构邮箱', organisation.publicEmail],
  ]
  return entries
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )
}

function namedTable(names: readonly string[], rows: readonly (readonly string[])[]): Html {
  if (rows.length === 0) return html`<p class="sheet">无</p>`
  const row = ([first = '', ...others]: readonly string[]) =>
    html`<tr>
      <th scope="row">${first}</th>
      ${others.map((value, index) => html`<td data-name="${names[index + 1] ?? ''}">${value}</td>`)}
    </tr>`
  return html`<table>
    <thead>
      <tr>
        ${names.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(row)}
    </tbody>
  </table>`
}

export function missingPage(message: string): Html {
  return html`<h1>没有公开的信息</h1>
    <p class="lead">${message}</p>
    <p><a href="/disclosure">返回查询</a></p>`
}

function serviceTypesText(types: readonly ServiceType[]): string {
  return types.map((type) => SERVICE_TYPE_LABELS[type]).join('、')
}

function chinaMinute(instant: string): string {
  const shifted = new Date(Date.parse(instant) + 8 * 60 * 60 * 1000).toISOString()
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`
}
