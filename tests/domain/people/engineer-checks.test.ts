import { describe, expect, it } from 'vitest'
import {
  checkEngineer,
  checkEngineerPosition,
  engineerWarnings,
  normaliseEngineer,
  warnProjectLeader,
} from '../../../domain/people/engineer-checks.ts'

const TODAY = '2025-11-22'
const engineer = {
  name: '雷明',
  mobile: '13800138000',
  idNumber: '11010119900307803X',
  qualificationNumber: 'ZG20190001',
  managementNumber: '20191104432019001',
  level: 'first',
  validUntil: '2027-06-30',
} as const

describe('engineer checks', () => {
  it('accept an engineer in whom nothing is wrong, without a warning', () => {
    expect(checkEngineer(engineer, TODAY)).toEqual({})
    expect(engineerWarnings(engineer, TODAY)).toEqual([])
  })

  it('normalise every field as people type it', () => {
    expect(normaliseEngineer({ ...engineer, name: '雷 明', qualificationNumber: ' ZG 2019-0001' })).toEqual(
      engineer,
    )
  })

  it('ask for one of the two certificate numbers', () => {
    expect(checkEngineer({ ...engineer, qualificationNumber: '' }, TODAY)).toEqual({})
    expect(checkEngineer({ ...engineer, managementNumber: '' }, TODAY)).toEqual({})
    expect(checkEngineer({ ...engineer, qualificationNumber: '', managementNumber: '' }, TODAY)).toEqual({
      qualificationNumber: '请填写资格证书编号或证书管理号',
    })
    expect(checkEngineer({ ...engineer, managementNumber: '证1' }, TODAY)).toHaveProperty('managementNumber')
  })

  it('refuse a registration that is over, missing or no date', () => {
    expect(checkEngineer({ ...engineer, validUntil: TODAY }, TODAY)).toEqual({})
    expect(checkEngineer({ ...engineer, validUntil: '2025-11-21' }, TODAY).validUntil).toContain('已过期')
    expect(checkEngineer({ ...engineer, validUntil: '2026-02-30' }, TODAY).validUntil).toContain('YYYY-MM-DD')
    expect(checkEngineer({ ...engineer, validUntil: '' }, TODAY).validUntil).toBe('请填写注册有效期')
  })

  it('ask for the level', () => {
    expect(checkEngineer({ ...engineer, level: null }, TODAY)).toEqual({ level: '请选择级别' })
  })

  it('refuse somebody under 18', () => {
    expect(checkEngineer(engineer, '2008-03-06').idNumber).toContain('17 周岁')
  })

  it('warn from the seventieth birthday on', () => {
    expect(engineerWarnings({ ...engineer, validUntil: '2060-03-07' }, '2060-03-06')).toEqual([])
    expect(engineerWarnings({ ...engineer, validUntil: '2060-03-07' }, '2060-03-07')[0]).toContain('70 周岁')
  })

  it('warn of a registration longer than three years', () => {
    expect(engineerWarnings({ ...engineer, validUntil: '2028-11-22' }, TODAY)).toEqual([])
    expect(engineerWarnings({ ...engineer, validUntil: '2028-11-23' }, TODAY)[0]).toContain('超过 3 年')
  })

  it('let one engineer of the first level be technical leader', () => {
    const others = [{ position: 'ordinary' }, { position: 'project-leader' }] as const
    expect(checkEngineerPosition({ level: 'first', position: 'technical-leader' }, others)).toBeNull()
    expect(checkEngineerPosition({ level: 'second', position: 'technical-leader' }, others)).toContain(
      '应为一级',
    )
    expect(
      checkEngineerPosition({ level: 'first', position: 'technical-leader' }, [
        { position: 'technical-leader' },
      ]),
    ).toContain('只能设一名')
    expect(
      checkEngineerPosition({ level: 'second', position: 'project-leader' }, [
        { position: 'technical-leader' },
      ]),
    ).toBeNull()
  })

  it('warn of a leader of the second level on a large building', () => {
    expect(warnProjectLeader('second', 40_000)).toEqual([])
    expect(warnProjectLeader('second', 40_001)[0]).toContain('40001')
    expect(warnProjectLeader('first', 200_000)).toEqual([])
  })
})
