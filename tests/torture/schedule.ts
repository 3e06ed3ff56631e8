import fc from 'fast-check'
import type { FaultKind } from '../support/fault-proxy.ts'
import { FAULT_KINDS } from '../support/fault-proxy.ts'

/** A kill in the middle of a step: of the workstation that acts, or of the server while it answers. */
export interface Kill {
  whom: 'station' | 'server'
  /** `request` and `answer` count what passes between the two; `answer` of the server is after its commit and before its reply. */
  moment: 'statement' | 'before-commit' | 'after-commit' | 'request' | 'answer' | 'after-answer'
  count: number
}

export const OPERATOR_EDITS = ['name', 'mobile', 'certificateNumber', 'level', 'direction'] as const
export const PROJECT_EDITS = ['contractName', 'clientName', 'address', 'plannedTo'] as const
export const BUILDING_EDITS = ['add', 'rename', 'remove'] as const

interface Acting {
  /** The workstation, modulo their number. */
  at: number
  kill?: Kill | undefined
}
/** One step of a schedule: plain data, so that a failing one can be printed and run again. `pick` chooses among what the workstation shows. */
export type Step =
  | ({ do: 'add-operator'; person: number } & Acting)
  | ({ do: 'edit-operator'; pick: number; field: (typeof OPERATOR_EDITS)[number] } & Acting)
  | ({ do: 'remove-operator' | 'restore-operator'; pick: number } & Acting)
  | ({ do: 'add-project'; contract: number } & Acting)
  | ({ do: 'edit-project'; pick: number; field: (typeof PROJECT_EDITS)[number] } & Acting)
  | ({ do: 'edit-building'; pick: number; edit: (typeof BUILDING_EDITS)[number]; item: number } & Acting)
  | ({ do: 'conclude-project'; pick: number } & Acting)
  | ({ do: 'set-position'; pick: number; position: 'ordinary' | 'project-leader' } & Acting)
  | ({ do: 'save-draft'; pick: number } & Acting)
  | ({ do: 'sync'; faults: (FaultKind | null)[] } & Acting)
  | { do: 'sync-together' }
  | ({ do: 'restart-station' } & Acting)
  | { do: 'restart-server' }
  | { do: 'back-up-server' }
  | { do: 'restore-server' }
  | ({ do: 'set-clock'; years: number } & Acting)
  | { do: 'time-passes'; hours: number }
  | ({ do: 'switch-user' } & Acting)
  | ({ do: 'fill-disk' | 'free-disk' } & Acting)
  | ({ do: 'give-up-refused' | 'offer-refused-again' | 'restore-refused'; pick: number } & Acting)
  | ({ do: 'decide-conflict'; pick: number; choice: 'mine' | 'theirs' } & Acting)
  | ({ do: 'undo-decision'; pick: number } & Acting)
  /** The disk of a workstation as it was at its last backup; of another one for a clone. */
  | ({ do: 'back-up-station' | 'restore-station' } & Acting)
  | ({ do: 'clone-station'; from: number } & Acting)
  /** Everything unsent goes to another workstation in a file. */
  | ({ do: 'hand-over'; to: number } & Acting)
  | ({ do: 'revoke'; other: number } & Acting)
  | { do: 'delete-at-server'; pick: number }

export interface ScheduleOptions {
  /** Only these kinds of fault; all where it is left out. */
  faults?: readonly FaultKind[] | undefined
  /** Steps at most. */
  steps?: number | undefined
  /** Kinds of step left out, for looking at one thing. */
  without?: readonly Step['do'][] | undefined
}

/** Arbitraries of single steps, the frequent ones several times. */
export function stepArbitraries(options: ScheduleOptions = {}): fc.Arbitrary<Step>[] {
  const at = fc.nat({ max: 3 })
  const pick = fc.nat({ max: 7 })
  const kinds = options.faults ?? FAULT_KINDS
  const fault = fc.option(fc.constantFrom(...kinds), { freq: 2 })
  const faults = fc.oneof(
    { weight: 2, arbitrary: fc.constant<(FaultKind | null)[]>([]) },
    { weight: 3, arbitrary: fc.array(fault, { minLength: 1, maxLength: 5 }) },
  )
  const acting = { at, kill: fc.constant(undefined) }
  const mayDie = { at, kill: fc.option(killArbitrary(), { nil: undefined, freq: 3 }) }
  const is = <const Kind extends Step['do']>(kind: Kind) => fc.constant(kind)
  const weighted: [number, fc.Arbitrary<Step>][] = [
    [4, fc.record({ do: is('add-operator'), person: fc.nat({ max: 7 }), ...mayDie })],
    [6, fc.record({ do: is('edit-operator'), pick, field: fc.constantFrom(...OPERATOR_EDITS), ...mayDie })],
    [1, fc.record({ do: is('remove-operator'), pick, ...mayDie })],
    [1, fc.record({ do: is('restore-operator'), pick, ...acting })],
    [2, fc.record({ do: is('add-project'), contract: fc.nat({ max: 4 }), ...mayDie })],
    [2, fc.record({ do: is('edit-project'), pick, field: fc.constantFrom(...PROJECT_EDITS), ...mayDie })],
    [
      4,
      fc.record({
        do: is('edit-building'),
        pick,
        edit: fc.constantFrom(...BUILDING_EDITS),
        item: fc.nat({ max: 3 }),
        ...acting,
      }),
    ],
    [2, fc.record({ do: is('conclude-project'), pick, ...mayDie })],
    [
      1,
      fc.record({
        do: is('set-position'),
        pick,
        position: fc.constantFrom('ordinary', 'project-leader'),
        ...acting,
      }),
    ],
    [1, fc.record({ do: is('save-draft'), pick, ...mayDie })],
    [12, fc.record({ do: is('sync'), faults, ...mayDie })],
    [2, fc.record({ do: is('sync-together') })],
    [1, fc.record({ do: is('restart-station'), ...acting })],
    [1, fc.record({ do: is('restart-server') })],
    [1, fc.record({ do: is('back-up-server') })],
    [1, fc.record({ do: is('restore-server') })],
    [1, fc.record({ do: is('set-clock'), years: fc.constantFrom(-10, -1, 0, 1, 10), ...acting })],
    [1, fc.record({ do: is('time-passes'), hours: fc.constantFrom(1, 24, 24 * 35) })],
    [1, fc.record({ do: is('switch-user'), ...acting })],
    [1, fc.record({ do: is('fill-disk'), ...acting })],
    [1, fc.record({ do: is('free-disk'), ...acting })],
    [1, fc.record({ do: is('give-up-refused'), pick, ...acting })],
    [1, fc.record({ do: is('offer-refused-again'), pick, ...acting })],
    [1, fc.record({ do: is('restore-refused'), pick, ...acting })],
    [2, fc.record({ do: is('decide-conflict'), pick, choice: fc.constantFrom('mine', 'theirs'), ...mayDie })],
    [1, fc.record({ do: is('undo-decision'), pick, ...acting })],
    [1, fc.record({ do: is('back-up-station'), ...acting })],
    [1, fc.record({ do: is('restore-station'), ...acting })],
    [1, fc.record({ do: is('clone-station'), from: fc.nat({ max: 3 }), ...acting })],
    [1, fc.record({ do: is('hand-over'), to: fc.nat({ max: 3 }), ...mayDie })],
    [1, fc.record({ do: is('revoke'), other: fc.nat({ max: 12 }), ...acting })],
    [1, fc.record({ do: is('delete-at-server'), pick })],
  ]
  const all = weighted.map(([weight, arbitrary]) => ({ weight, arbitrary }))
  const without = options.without ?? []
  return [fc.oneof(...all).filter((step) => !without.includes(step.do))]
}

function killArbitrary(): fc.Arbitrary<Kill> {
  return fc.record({
    whom: fc.constantFrom('station', 'server'),
    moment: fc.constantFrom(
      'statement',
      'before-commit',
      'after-commit',
      'request',
      'answer',
      'after-answer',
    ),
    count: fc.integer({ min: 1, max: 8 }),
  })
}
