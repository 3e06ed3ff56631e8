import { areaList } from '@vant/area-data'
import { describe, expect, it } from 'vitest'
import {
  citiesOf,
  countiesOf,
  isCompleteRegion,
  isProvince,
  provinces,
  REGION_DATA_VERSION,
  regionName,
  regionText,
  regionTree,
} from '../../../domain/regions/regions.ts'

describe('regions', () => {
  it('have the 31 provinces of the mainland', () => {
    expect(provinces()).toHaveLength(31)
    expect(isProvince('320000')).toBe(true)
    expect(isProvince('320100')).toBe(false)
    expect(isProvince('810000')).toBe(false)
    expect(REGION_DATA_VERSION).toMatch(/^area-data-\d/)
  })

  it('lead from a province to its cities and counties', () => {
    expect(citiesOf('320000').map(({ name }) => name)).toContain('南京市')
    expect(countiesOf('320100').map(({ name }) => name)).toContain('江宁区')
    expect(regionName('320115')).toBe('江宁区')
    expect(regionName('999999')).toBeNull()
    expect(citiesOf('999999')).toEqual([])
  })

  it('put divisions governed by the province beside its cities, without a heading between', () => {
    expect(citiesOf('420000')).toContainEqual({ code: '429004', name: '仙桃市' })
    expect(citiesOf('500000')).toEqual([{ code: '500100', name: '重庆市' }])
    expect(countiesOf('500100')).toContainEqual({ code: '500229', name: '城口县' })
  })

  it('know no pseudo codes', () => {
    const all = provinces().flatMap((province) => citiesOf(province.code))
    const names = [...all, ...all.flatMap((city) => countiesOf(city.code))].map(({ name }) => name)
    expect(names.filter((name) => /^(市辖区|县|其他)$|直辖|开发区$|工业园/.test(name))).toEqual([])
    expect(names.length).toBeGreaterThan(3000)
  })

  it('keep the names and codes of the source', () => {
    const source = { ...areaList.city_list, ...areaList.county_list }
    for (const city of provinces().flatMap(({ code }) => citiesOf(code))) {
      for (const region of [city, ...countiesOf(city.code)]) expect(source[region.code]).toBe(region.name)
    }
  })

  it('are complete at the last level that exists', () => {
    expect(isCompleteRegion(['320000', '320100', '320115'])).toBe(true)
    expect(isCompleteRegion(['320000', '320100'])).toBe(false)
    expect(isCompleteRegion(['320000'])).toBe(false)
    expect(isCompleteRegion([])).toBe(false)
  })

  it.each([
    ['东莞市', '440000', '441900'],
    ['中山市', '440000', '442000'],
    ['嘉峪关市', '620000', '620200'],
    ['儋州市', '460000', '460400'],
    ['济源市', '410000', '419001'],
    ['石河子市', '650000', '659001'],
  ])('have two levels in %s', (name, province, city) => {
    expect(regionName(city)).toBe(name)
    expect(isCompleteRegion([province, city])).toBe(true)
    expect(isCompleteRegion([province, city, '441901'])).toBe(false)
  })

  it('refuse codes that do not lie in each other', () => {
    expect(isCompleteRegion(['320000', '330100', '330102'])).toBe(false)
    expect(isCompleteRegion(['320000', '320100', '330102'])).toBe(false)
    expect(isCompleteRegion(['320000', '320100', '320115', '320115'])).toBe(false)
  })

  it('read as one address, a municipality named once', () => {
    expect(regionText(['320000', '320100', '320115'])).toBe('江苏省南京市江宁区')
    expect(regionText(['110000', '110100', '110101'])).toBe('北京市东城区')
    expect(regionText(['420000', '429004'])).toBe('湖北省仙桃市')
    expect(regionText(['320000', '320999'])).toBe('江苏省320999')
  })

  it('make a tree whose every leaf is a complete region', () => {
    const [jiangsu, ...others] = regionTree('320000')
    expect(others).toEqual([])
    expect(jiangsu?.label).toBe('江苏省')
    for (const province of regionTree()) {
      for (const city of province.children ?? []) {
        const ends = city.children?.map((county) => [province.value, city.value, county.value]) ?? [
          [province.value, city.value],
        ]
        for (const codes of ends) expect(isCompleteRegion(codes)).toBe(true)
      }
    }
  })
})
