/** Undo and redo over values that are never changed in place. */
export type EditHistory<T> = {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What the last edit was part of: a drag, or typing in one field. */
  readonly gesture: string | null
}

export function beginHistory<T>(present: T): EditHistory<T> {
  return { past: [], present, future: [], gesture: null }
}

/** Edits of one gesture are undone together; `null` is a gesture of its own. An edit that changes nothing is none. */
export function recordEdit<T>(
  history: EditHistory<T>,
  next: T,
  gesture: string | null = null,
): EditHistory<T> {
  if (next === history.present) return history
  const isSameGesture = gesture !== null && gesture === history.gesture
  return {
    past: isSameGesture ? history.past : [...history.past, history.present],
    present: next,
    future: [],
    gesture,
  }
}

/** What follows is a new gesture, even under the same name. */
export function endGesture<T>(history: EditHistory<T>): EditHistory<T> {
  return history.gesture === null ? history : { ...history, gesture: null }
}

export function undoEdit<T>(history: EditHistory<T>): EditHistory<T> {
  const { past, present, future } = history
  if (past.length === 0) return history
  // Safe: not empty.
  const before = past[past.length - 1] as T
  return { past: past.slice(0, -1), present: before, future: [present, ...future], gesture: null }
}

export function redoEdit<T>(history: EditHistory<T>): EditHistory<T> {
  const { past, present, future } = history
  if (future.length === 0) return history
  // Safe: not empty.
  const after = future[0] as T
  return { past: [...past, present], present: after, future: future.slice(1), gesture: null }
}
