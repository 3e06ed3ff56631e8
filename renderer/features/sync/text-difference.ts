/** A piece of a text; `changed` where the other text has something else. */
export interface Piece {
  text: string
  changed: boolean
}

/** Longer texts are compared by their beginning and end only: the table below grows with the product of both lengths. */
const TABLE_MAX = 250_000

/** The two texts in pieces, those marked that the other one does not have. Characters outside the basic plane stay whole. */
export function markDifference(one: string, other: string): { one: Piece[]; other: Piece[] } {
  const left = Array.from(one)
  const right = Array.from(other)
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1
  let end = 0
  const room = Math.min(left.length, right.length) - start
  while (end < room && left.at(-1 - end) === right.at(-1 - end)) end += 1
  const middleLeft = left.slice(start, left.length - end)
  const middleRight = right.slice(start, right.length - end)
  const common = commonCharacters(middleLeft, middleRight)
  const framed = (characters: string[], middle: string[], kept: ReadonlySet<number>): Piece[] =>
    joined([
      { text: characters.slice(0, start).join(''), changed: false },
      ...middle.map((text, index) => ({ text, changed: !kept.has(index) })),
      { text: characters.slice(characters.length - end).join(''), changed: false },
    ])
  return { one: framed(left, middleLeft, common.left), other: framed(right, middleRight, common.right) }
}

/** Places of a longest common subsequence in both. */
function commonCharacters(left: string[], right: string[]): { left: Set<number>; right: Set<number> } {
  const kept = { left: new Set<number>(), right: new Set<number>() }
  const columns = right.length + 1
  if (left.length * right.length > TABLE_MAX) return kept
  const lengths = new Uint16Array((left.length + 1) * columns)
  const at = (row: number, column: number) => lengths[row * columns + column] ?? 0
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * columns + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  let row = 0
  let column = 0
  while (row < left.length && column < right.length) {
    if (left[row] === right[column]) {
      kept.left.add(row)
      kept.right.add(column)
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return kept
}

function joined(pieces: readonly Piece[]): Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1)
    if (piece.text === '') return all
    if (last?.changed !== piece.changed) return [...all, { ...piece }]
    last.text += piece.text
    return all
  }, [])
}
