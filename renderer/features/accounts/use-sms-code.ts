import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { goesToOwnNumber, type SmsPurpose } from '../../../domain/accounts/accounts-contract.ts'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { checkMobile, normaliseMobile } from '../../../domain/identifiers/phone.ts'
import { agent } from '../../agent/agent.ts'
import { failureText } from '../../agent/failure-messages.ts'

export interface SmsCode {
  /** What SlideToUnlock calls at its end; false leaves it locked. */
  unlock: () => Promise<boolean>
  /** Sends once per unlocking: the proof behind it is spent. */
  send: () => Promise<void>
  unlocked: ComputedRef<boolean>
  sending: Ref<boolean>
  /** Seconds until the next message may be asked for; 0 when it may. */
  waitSeconds: Ref<number>
  problem: Ref<string | null>
  /** Said once a message is on its way. */
  notice: Ref<string | null>
}

/** 拖动滑块解锁发送短信 and 发送短信 for one phone number; `locked` is called when the slider has to go back to its start. */
export function useSmsCode(options: {
  mobile: () => string
  purpose: SmsPurpose
  locked: () => void
  /** Shows what is wrong with a field where the field is; false when nothing there can show it. */
  refused: (failure: Failure) => boolean
}): SmsCode {
  const proof = ref<string | null>(null)
  const sending = ref(false)
  const waitSeconds = ref(0)
  const problem = ref<string | null>(null)
  const notice = ref<string | null>(null)
  const mobile = computed(() => normaliseMobile(options.mobile()))
  let timer: ReturnType<typeof setInterval> | undefined

  async function unlock(): Promise<boolean> {
    problem.value = goesToOwnNumber(options.purpose) ? null : checkMobile(mobile.value)
    if (problem.value) return false
    const asked = mobile.value
    const result = await agent.accounts.unlockSms({ mobile: asked, purpose: options.purpose })
    if (!result.ok) {
      report(result.failure)
      return false
    }
    // A proof is bound to the number it was asked for.
    if (asked !== mobile.value) return false
    proof.value = result.value.proof
    return true
  }

  async function send(): Promise<void> {
    if (sending.value || waitSeconds.value > 0) return
    if (proof.value === null) {
      problem.value = '请先拖动滑块，解锁后再发送短信'
      return
    }
    sending.value = true
    problem.value = null
    const result = await agent.accounts.sendSmsCode({
      mobile: mobile.value,
      purpose: options.purpose,
      proof: proof.value,
    })
    sending.value = false
    lock()
    if (result.ok) {
      notice.value = `短信验证码已发送，${Math.round(result.value.expiresInSeconds / 60)} 分钟内有效`
      wait(result.value.resendAfterSeconds)
    } else {
      notice.value = null
      report(result.failure)
      if (result.failure.retryAfterSeconds !== undefined) wait(result.failure.retryAfterSeconds)
    }
  }

  function report(failure: Failure): void {
    if (!options.refused(failure)) problem.value = wordsFor(failure)
  }

  function lock(): void {
    proof.value = null
    options.locked()
  }

  function wait(seconds: number): void {
    clearInterval(timer)
    waitSeconds.value = Math.ceil(seconds)
    if (seconds <= 0) return
    timer = setInterval(() => {
      waitSeconds.value -= 1
      if (waitSeconds.value <= 0) clearInterval(timer)
    }, 1000)
  }

  watch(mobile, () => {
    // The waiting time is the former number's; the server knows those of each.
    wait(0)
    notice.value = null
    problem.value = null
    lock()
  })
  onScopeDispose(() => clearInterval(timer))
  return {
    unlock,
    send,
    unlocked: computed(() => proof.value !== null),
    sending,
    waitSeconds,
    problem,
    notice,
  }
}

function wordsFor(failure: Failure): string {
  return failure.fields?.[0]?.message ?? failureText(failure)
}
