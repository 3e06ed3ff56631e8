import { type Fields, sameValue } from '../../domain/sync/merge.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'

/** The model of what one accepted mutation does to a record: written anew and naively, so that a mistake in the product's merge shows. null: not foreseen here. */
export function foldOne(state: Fields | null, stateRev: number, mutation: Mutation): Fields | null {
  switch (mutation.name) {
    case 'operator.save':
    case 'project.save':
      return saved(state, stateRev, mutation)
    case 'operator.remove':
      return state && { ...state, removedAt: 'some time' }
    case 'operator.restore':
      return state && { ...state, removedAt: null }
    case 'project.conclude':
      return state && { ...state, conclusion: { ...mutation.set, enteredAt: 'some time' } }
    case 'engineer.set-position':
      return state && { ...state, ...mutation.set }
    default:
      return null
  }
}

function saved(state: Fields | null, stateRev: number, mutation: Mutation): Fields {
  if (state === null) return mutation.set
  const result = { ...state }
  for (const [field, mine] of Object.entries(mutation.set)) {
    const theirs = state[field]
    const known = mutation.baseRev !== stateRev && field in mutation.base
    const base = known ? mutation.base[field] : theirs
    if (sameValue(base, mine) || sameValue(mine, theirs)) continue
    if (sameValue(base, theirs)) result[field] = mine
    else if (Array.isArray(mine) && field !== 'regionCodes' && field !== 'memberIds') {
      // Safe: the other lists of these records are lists of items.
      result[field] = items(base as Item[], mine as Item[], theirs as Item[])
    }
  }
  return result
}

interface Item extends Fields {
  id: string
  name: string
}

function items(base: Item[], mine: Item[], theirs: Item[]): Item[] {
  const find = (list: Item[], id: string) => list.find((item) => item.id === id)
  const result: Item[] = []
  for (const other of theirs) {
    const own = find(mine, other.id)
    const before = find(base, other.id)
    if (own) {
      const takesMine = before ? before.name === other.name : false
      result.push(takesMine ? own : other)
    } else if (!before || before.name !== other.name) result.push(other)
  }
  for (const own of mine) {
    if (find(theirs, own.id)) continue
    const before = find(base, own.id)
    if (!before || before.name !== own.name) result.push(own)
  }
  return result
}

const TIMES = new Set(['removedAt', 'enteredAt'])
/** Set by the server from other records. */
const DERIVED = new Set(['listedElsewhere', 'sex'])

/** Whether the server's body is what the model says, in the fields that the model knows; of times only whether there is one. */
export function agrees(model: Fields, body: Fields): boolean {
  return Object.entries(model).every(([field, value]) => {
    const found = body[field]
    if (DERIVED.has(field)) return true
    if (TIMES.has(field)) return (value === null) === (found === null)
    if (field !== 'conclusion' || value === null) return sameValue(value, found)
    // Safe: a conclusion is an object in both.
    return typeof found === 'object' && found !== null && agrees(value as Fields, found as Fields)
  })
}
