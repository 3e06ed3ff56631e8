import { SERVICE_TYPE_LABELS } from '../conditions/service-type.ts'
import { maskPhone } from '../identifiers/mask.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { regionText } from '../regions/regions.ts'

export interface Fact {
  name: string
  value: string
  /** Long values get the whole width. */
  wide?: boolean
}

/** 基础信息 under the manual's names, in its order. */
export function basicFacts({ name, scope, materials }: Organisation): Fact[] {
  return [
    { name: '机构名称', value: name },
    { name: '法定代表人', value: materials?.legalRepresentative.name ?? '' },
    { name: '区域', value: regionText(materials?.regionCodes ?? []) },
    { name: '详细地址', value: materials?.address ?? '' },
    { name: '营业执照登记机关', value: materials?.registrationAuthority ?? '' },
    {
      name: '服务类型',
      value: (materials?.serviceTypes ?? []).map((type) => SERVICE_TYPE_LABELS[type]).join('、'),
    },
    { name: '联系人', value: materials?.publicContact ?? '' },
    { name: '联系电话', value: materials?.publicPhone ?? '' },
    { name: '服务范围', value: scope, wide: true },
  ]
}

/** A phone or ID number as it may be shown; one that comes masked stays as it is. */
export function masked(number: string, mask: (full: string) => string = maskPhone): string {
  return number.includes('*') ? number : mask(number)
}
