import {
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
} from '../people/levels.ts'
import { maskPersonalNumber } from '../identifiers/mask.ts'
import { z } from 'zod'
import type { SelfEntryRevision } from './self-entry.ts'
import { basicFacts, masked } from './basic-facts.ts'

type Snapshot = SelfEntryRevision['snapshot']
type Operator = Snapshot['operators'][number]
type Engineer = Snapshot['engineers'][number]

/** The four sections of 自主录入, in the manual's order. */
export const CHANGE_SECTIONS = {
  basics: '基础信息',
  engineers: '注册消防工程师',
  operators: '消防设施操作员',
  letter: '附件信息',
} as const

/** One difference between two entries; an empty side means that it was not there. */
export const Change = z.object({
  section: z.enum(['basics', 'engineers', 'operators', 'letter']),
  field: z.string(),
  before: z.string(),
  after: z.string(),
})
export type Change = z.infer<typeof Change>
type Difference = Omit<Change, 'section'>

/**
 * What one entry changed against another, in the order of the sections. Give it full numbers: it finds every changed digit, and answers them masked.
 */
export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const inSection = (section: Change['section'], changes: Difference[]) =>
    changes.map((change) => ({ section, ...change }))
  return [
    ...inSection('basics', basicChanges(before, after)),
    ...inSection(
      'engineers',
      peopleChanges('注册消防工程师', before.engineers, after.engineers, engineerFacts),
    ),
    ...inSection('operators', peopleChanges('操作员', before.operators, after.operators, operatorFacts)),
    ...inSection(
      'letter',
      before.letterSha256 === after.letterSha256
        ? []
        : [{ field: '承诺书', before: '原承诺书', after: '更换为新的承诺书' }],
    ),
  ]
}

function basicChanges(before: Snapshot, after: Snapshot): Difference[] {
  const former = new Map(basicFacts(before.organisation).map(({ name, value }) => [name, value]))
  return basicFacts(after.organisation)
    .map(({ name, value }) => ({ field: name, before: former.get(name) ?? '', after: value }))
    .filter((change) => change.before !== change.after)
}

/** Compared as it is, shown masked. */
type Facts = Record<string, { is: string; shown?: string }>

const plain = (is: string) => ({ is })
const phone = (is: string) => ({ is, shown: masked(is) })
const idNumber = (is: string) => ({ is, shown: masked(is, maskPersonalNumber) })

function engineerFacts(engineer: Engineer): Facts {
  return {
    姓名: plain(engineer.name),
    电话: phone(engineer.mobile),
    职位: plain(ENGINEER_POSITION_LABELS[engineer.position]),
    注册有效期: plain(engineer.validUntil),
    实名认证: plain(engineer.verified ? '已认证' : '未认证'),
  }
}

function operatorFacts(operator: Operator): Facts {
  return {
    姓名: plain(operator.name),
    手机号码: phone(operator.mobile),
    身份证号: idNumber(operator.idNumber),
    证书编号: plain(operator.certificateNumber),
    职业资格等级: plain(OPERATOR_LEVEL_LABELS[operator.level]),
    职业方向: plain(OPERATOR_DIRECTION_LABELS[operator.direction]),
  }
}

function peopleChanges<Person extends { id: string; name: string }>(
  role: string,
  before: readonly Person[],
  after: readonly Person[],
  factsOf: (person: Person) => Facts,
): Difference[] {
  const former = new Map(before.map((person) => [person.id, person]))
  const now = new Set(after.map(({ id }) => id))
  const names = (people: readonly Person[]) => people.map(({ name }) => name).join('、')
  const added = after.filter(({ id }) => !former.has(id))
  const removed = before.filter(({ id }) => !now.has(id))
  return [
    ...(added.length > 0
      ? [{ field: `新增${role} ${added.length} 人`, before: '', after: names(added) }]
      : []),
    ...(removed.length > 0
      ? [{ field: `减少${role} ${removed.length} 人`, before: names(removed), after: '' }]
      : []),
    ...after.flatMap((person) => {
      const old = former.get(person.id)
      return old ? personChanges(person.name, factsOf(old), factsOf(person)) : []
    }),
  ]
}

function personChanges(name: string, before: Facts, after: Facts): Difference[] {
  return Object.entries(after).flatMap(([fact, value]) => {
    const old = before[fact]
    if (!old || old.is === value.is) return []
    const shown = value.shown ?? value.is
    // Two numbers that look the same when masked: the words have to say that they are not.
    const after = shown === old.shown ? `${shown}（遮住的数字有修改）` : shown
    return [{ field: `${name} · ${fact}`, before: old.shown ?? old.is, after }]
  })
}
