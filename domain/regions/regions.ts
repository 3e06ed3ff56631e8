import data from './region-data.json' with { type: 'json' }

/** A division of the mainland by its six-digit code of GB/T 2260. */
export interface Region {
  code: string
  name: string
}

/** A node as cascaders want it; a leaf has no `children`. */
export interface RegionNode {
  value: string
  label: string
  children?: RegionNode[]
}

/** Kept with every record that holds region codes, so that a later change of the map stays readable. */
export const REGION_DATA_VERSION: string = data.version

const PROVINCES: Region[] = Object.entries(data.provinces).map(([prefix, name]) => ({
  code: `${prefix}0000`,
  name,
}))
const CITIES = parse(data.cities)
const COUNTIES = parse(data.counties)
const NAMES = new Map(
  [...PROVINCES, ...[...CITIES.values(), ...COUNTIES.values()].flat()].map(({ code, name }) => [code, name]),
)

/** The lists of the data file: the key's first two digits are the province, each entry is the code's other four and the name. */
function parse(lists: Record<string, string>): Map<string, Region[]> {
  return new Map(
    Object.entries(lists).map(([key, list]) => [
      key.padEnd(6, '0'),
      list.split(',').map((text) => ({ code: key.slice(0, 2) + text.slice(0, 4), name: text.slice(4) })),
    ]),
  )
}

/** The 31 provincial divisions in which a 营业执照 is issued. */
export function provinces(): Region[] {
  return PROVINCES
}

export function isProvince(code: string): boolean {
  return PROVINCES.some((province) => province.code === code)
}

/** Cities of a province, and the divisions that it governs without a city between (仙桃, 济源, 石河子 …). */
export function citiesOf(provinceCode: string): Region[] {
  return CITIES.get(provinceCode) ?? []
}

/** Empty for 东莞, 中山, 嘉峪关, 儋州 and what a province governs itself: there a region has two levels. */
export function countiesOf(cityCode: string): Region[] {
  return COUNTIES.get(cityCode) ?? []
}

/** The division's own name, `江宁区`; null for a code that is not of this map. */
export function regionName(code: string): string | null {
  return NAMES.get(code) ?? null
}

/** All names from the province down, `江苏省南京市江宁区`; a municipality is named once. Unknown codes stand as they are. */
export function regionText(codes: readonly string[]): string {
  const names = codes.map((code) => regionName(code) ?? code)
  return names.filter((name, index) => name !== names[index - 1]).join('')
}

/** True for 省, 市, 区 codes that lie in each other, down to the last level that exists there. */
export function isCompleteRegion(codes: readonly string[]): boolean {
  const [province = '', city = '', county, ...rest] = codes
  if (rest.length > 0 || !includes(citiesOf(province), city)) return false
  const counties = countiesOf(city)
  return counties.length === 0 ? county === undefined : includes(counties, county ?? '')
}

const includes = (regions: readonly Region[], code: string) => regions.some((region) => region.code === code)

/** The whole map for a cascader; `provinceCode` keeps only that province. */
export function regionTree(provinceCode?: string): RegionNode[] {
  return PROVINCES.filter(({ code }) => provinceCode === undefined || code === provinceCode).map((province) =>
    node(
      province,
      citiesOf(province.code).map((city) =>
        node(
          city,
          countiesOf(city.code).map((county) => node(county, [])),
        ),
      ),
    ),
  )
}

function node({ code, name }: Region, children: RegionNode[]): RegionNode {
  return children.length > 0 ? { value: code, label: name, children } : { value: code, label: name }
}
