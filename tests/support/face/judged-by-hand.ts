import type { FaceJudge, FaceVerdict } from '../../../server/verification/face-judge.ts'
import type { FaceJudgement, FaceQuestion } from '../../../server/verification/face-judgement.ts'

/** A judge whose verdicts the test gives: what is judged by pictures has tests of its own. */
export interface JudgedByHand extends FaceJudge {
  asked: FaceQuestion[]
  next: 'pass' | 'review' | 'fail' | 'too-long' | 'unavailable' | 'busy'
  available: boolean
}

export function judgedByHand(): JudgedByHand {
  const judge: JudgedByHand = {
    asked: [],
    next: 'pass',
    available: true,
    judge(question) {
      if (judge.next === 'busy') return null
      judge.asked.push(question)
      return Promise.resolve(verdict(judge.next))
    },
    isAvailable: () => Promise.resolve(judge.available),
    close: () => undefined,
  }
  return judge
}

function verdict(next: Exclude<JudgedByHand['next'], 'busy'>): FaceVerdict {
  if (next === 'too-long' || next === 'unavailable') return { kind: next }
  const reasons = { pass: null, review: 'near-the-person', fail: 'not-the-person' } as const
  const reason = reasons[next]
  const judgement: FaceJudgement = {
    decision: next,
    band: next,
    reason,
    findings: reason ? [reason] : [],
    portraitJpeg: Buffer.from('PORTRAIT-MARKER'),
    versions: { human: 'test' },
  }
  return { kind: 'judged', judgement }
}
