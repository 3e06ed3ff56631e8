import type { Device } from 'usb'
import { isDisconnection, usbFailure } from './usb-errors.ts'
import type { UsbSession } from './usb-session.ts'
import { bulkTransfer, clearHalt, isStall } from './usb-transfer.ts'

const DRAIN_TIMEOUT_MS = 20
/** A printer that answers is waited for so long when its last answer did not come: late, it would pass for the next question's. */
const OWED_TIMEOUT_MS = 1000
/** One that has answered every question has nothing more to say: between the labels of a batch each moment counts. */
const SETTLED_TIMEOUT_MS = 2
const ANSWER_BYTES = 512

/** What is known of each printer's answers since it was plugged in. */
const habits = new WeakMap<Device, { answers: boolean; owes: boolean }>()

/**
 * Puts one question to a printer; null when no whole answer came in time or the printer cannot answer at all. Reads happen only here, after a question,
 * because continuous reading makes some firmware lose jobs (CUPS quirk `unidir`). Throws FailureError when the printer is gone.
 */
export async function askUsb(
  session: UsbSession,
  question: Uint8Array,
  isWhole: (answer: Uint8Array) => boolean,
  timeoutMs: number,
): Promise<Buffer | null> {
  if (!session.in) return null
  // An answer that came too late for the question before must not pass for this one's.
  const habit = habits.get(session.device) ?? { answers: false, owes: false }
  habits.set(session.device, habit)
  const timeoutOfDrainMs = habit.owes ? OWED_TIMEOUT_MS : SETTLED_TIMEOUT_MS
  await bulkTransfer(session.in, Buffer.alloc(ANSWER_BYTES), {
    timeoutMs: habit.answers ? timeoutOfDrainMs : DRAIN_TIMEOUT_MS,
  })
  const asked = await bulkTransfer(session.out, Buffer.from(question), { timeoutMs })
  if (asked.error) {
    if (isDisconnection(asked.error)) throw usbFailure(asked.error)
    if (isStall(asked.error)) await clearHalt(session.out)
    return null
  }
  habit.owes = true
  const answer = await readAnswer(session, isWhole, timeoutMs)
  // The rest of a part that came in time may still come.
  if (answer.length > 0) Object.assign(habit, { answers: true, owes: !isWhole(answer) })
  return answer.length > 0 ? answer : null
}

async function readAnswer(
  session: UsbSession,
  isWhole: (answer: Uint8Array) => boolean,
  timeoutMs: number,
): Promise<Buffer> {
  let answer: Buffer = Buffer.alloc(0)
  const deadline = Date.now() + timeoutMs
  while (session.in && !isWhole(answer) && Date.now() < deadline) {
    const end = await bulkTransfer(session.in, Buffer.alloc(ANSWER_BYTES), {
      timeoutMs: Math.max(1, deadline - Date.now()),
    })
    if (end.error && isDisconnection(end.error)) throw usbFailure(end.error)
    if (end.error && isStall(end.error)) await clearHalt(session.in)
    answer = Buffer.concat([answer, end.buffer.subarray(0, end.actualBytes)])
    if (end.error) break
  }
  return answer
}
