import { LANGUAGE_QUESTIONS, type SpokenLanguage } from '../../../domain/printing/language-question.ts'

const ANSWER_TIMEOUT_MS = 300

/** Puts one question; null when no whole answer came in time. */
export type Ask = (
  question: Uint8Array,
  isWhole: (answer: Uint8Array) => boolean,
  timeoutMs: number,
) => Promise<Uint8Array | null>

/** Asks a printer what it speaks; null when it answers nothing recognisable. Never call it while a job is under way on the same connection. */
export async function askLanguage(ask: Ask): Promise<SpokenLanguage | null> {
  for (const { request, isWhole, read } of LANGUAGE_QUESTIONS) {
    const answer = await ask(request, isWhole, ANSWER_TIMEOUT_MS)
    const spoken = answer && read(answer)
    if (spoken) return spoken
  }
  return null
}
