import { z } from 'zod'
import { Failure, type Result } from '../../domain/contracts/failure.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import {
  FaceChallenge,
  FaceSessionState,
  PhoneOpened,
  phonePaths,
} from '../../domain/verification/face-contract.ts'
import type { FaceDoor } from '../shared/face-capture/face-door.ts'

export interface PhoneDoor extends FaceDoor {
  open: () => Promise<Result<PhoneOpened>>
  /** One picture instead of the prompts: it goes to people. */
  submitPhoto: (sealedBase64: string) => Promise<Result<FaceSessionState>>
}

const Given = z.object({ ok: z.literal(true), value: z.unknown() })
const Refused = z.object({ ok: z.literal(false), failure: Failure })
const REQUEST_TIMEOUT_MS = 30_000

/** The phone's way to the server: POST under /verify/<token>. `nonce` proves from `open` on that it is the phone that scanned. */
export function createPhoneDoor(token: string): PhoneDoor {
  let nonce = ''
  return {
    open: async () => {
      const opened = await post(phonePaths.open(token), {}, PhoneOpened)
      if (opened.ok) nonce = opened.value.nonce
      return opened
    },
    start: (cameraLabel) =>
      post(
        phonePaths.confirm(token),
        { nonce, consentVersion: FACE_CONSENT.version, cameraLabel: cameraLabel.slice(0, 200) },
        FaceChallenge,
      ),
    submit: (_challenge, sealedBase64) =>
      post(phonePaths.submit(token), { nonce, sealedBase64 }, FaceSessionState),
    submitPhoto: (sealedBase64) => post(phonePaths.photo(token), { nonce, sealedBase64 }, FaceSessionState),
    abandon: (_challenge, reason) => post(phonePaths.abandon(token), { nonce, reason }, FaceSessionState),
    cancel: () => void post(phonePaths.abandon(token), { nonce, reason: 'face-lost' }, FaceSessionState),
    state: (_challenge, knownVersion) =>
      post(phonePaths.state(token), { nonce, knownVersion }, FaceSessionState),
  }
}

async function post<Value extends z.ZodType>(
  path: string,
  body: unknown,
  value: Value,
): Promise<Result<z.output<Value>>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    const answer: unknown = await response.json()
    const given = Given.safeParse(answer)
    const taken = value.safeParse(given.data?.value)
    if (given.success && taken.success) return { ok: true, value: taken.data }
    const refused = Refused.safeParse(answer)
    return { ok: false, failure: refused.success ? refused.data.failure : { code: 'server-answer-unusable' } }
  } catch {
    // No network, a time-out, or an answer that is no JSON: the phone can only try again.
    return { ok: false, failure: { code: 'server-unreachable', message: '连接不到服务器，请检查手机的网络' } }
  }
}
