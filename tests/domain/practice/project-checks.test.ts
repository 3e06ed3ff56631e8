import { describe, expect, it } from 'vitest'
import {
  checkConclusion,
  checkProject,
  type ConclusionFields,
  normaliseProject,
  type Team,
} from '../../../domain/practice/project-checks.ts'
import type { ProjectFields } from '../../../domain/practice/project.ts'

const TODAY = '2026-11-22'
const TEAM: Team = {
  engineers: [
    { id: 'first', level: 'first', state: 'normal', validUntil: '2028-06-30' },
    { id: 'second', level: 'second', state: 'normal', validUntil: '2026-11-22' },
    { id: 'left', level: 'first', state: 'left', validUntil: '2028-06-30' },
    { id: 'lapsed', level: 'first', state: 'normal', validUntil: '2026-11-21' },
  ],
  operatorIds: ['operator'],
}
const PROJECT: ProjectFields = {
  contractNumber: 'HT-2026-001',
  contractName: '天元大厦维护保养合同',
  clientName: '天元大厦物业',
  regionCodes: ['320000', '320100', '320115'],
  address: '天元东路 8 号',
  type: 'maintenance',
  technicalLeaderId: 'first',
  projectLeaderId: 'second',
  memberIds: ['operator', 'first'],
  plannedFrom: '2026-11-01',
  plannedTo: '2026-11-01',
  buildings: [{ id: 'b1', name: 'A 座' }],
  systems: [],
}
const CONCLUSION: ConclusionFields = {
  number: 'JL-1',
  finishedOn: '2026-11-20',
  documentSha256: 'd'.repeat(64),
  technicalLeaderId: 'first',
  projectLeaderId: 'second',
}

describe('checkProject', () => {
  it('finds nothing in a project that is right, on the last day of a leader’s registration too', () => {
    expect(checkProject(PROJECT, TEAM, TODAY)).toEqual({})
  })

  it.each<[keyof ProjectFields, unknown, RegExp]>([
    ['contractNumber', '', /请填写合同编号/],
    ['clientName', '甲', /服务对象名称应为 2 至 100 个字，现在是 1 个字/],
    ['regionCodes', ['320000'], /区、县一级/],
    ['technicalLeaderId', 'second', /技术负责人应为一级/],
    ['technicalLeaderId', '', /请选择技术负责人/],
    ['technicalLeaderId', 'left', /已离开本机构/],
    ['projectLeaderId', 'lapsed', /注册有效期至 2026-11-21，已过期/],
    ['projectLeaderId', 'stranger', /应从本机构的注册消防工程师中选择/],
    ['memberIds', ['left'], /不在本机构/],
    ['plannedFrom', '2026-02-30', /应为存在的日期/],
    ['plannedTo', '2026-10-31', /不能早于计划开始日期 2026-11-01/],
    ['buildings', [{ id: 'b1', name: '' }], /请填写每一项建筑的名称/],
    [
      'systems',
      [
        { id: '1', name: '喷淋' },
        { id: '2', name: '喷淋' },
      ],
      /有重复/,
    ],
  ])('says of %s %j what to do', (field, value, message) => {
    const messages = checkProject({ ...PROJECT, [field]: value }, TEAM, TODAY)
    expect(Object.keys(messages)).toEqual([field])
    expect(messages[field]).toMatch(message)
  })
})

describe('checkConclusion', () => {
  it('finds nothing in a conclusion that is right', () => {
    expect(checkConclusion(CONCLUSION, PROJECT, TEAM, TODAY)).toEqual({})
  })

  it.each<[keyof ConclusionFields, string, RegExp]>([
    ['number', '', /请填写结论性文件编号/],
    ['finishedOn', '2026-11-23', /不能晚于今天 2026-11-22/],
    ['finishedOn', '2026-10-31', /不能早于计划开始日期 2026-11-01/],
    ['technicalLeaderId', 'second', /应为一级/],
  ])('says of %s %j what to do', (field, value, message) => {
    const messages = checkConclusion({ ...CONCLUSION, [field]: value }, PROJECT, TEAM, TODAY)
    expect(messages[field]).toMatch(message)
  })
})

describe('normaliseProject', () => {
  it('trims, shrinks blanks and names each member once', () => {
    const untidy = { ...PROJECT, contractName: ' 合同　一 ', memberIds: ['operator', 'operator'] }
    expect(normaliseProject(untidy)).toMatchObject({ contractName: '合同 一', memberIds: ['operator'] })
  })
})
