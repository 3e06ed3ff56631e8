import type { Verification } from '../../domain/verification/verification.ts'
import type { Limits } from '../http/limits.ts'
import { audit } from '../records/audit-log.ts'
import type { IdentityProvider, IdentityQuestion } from './identity-provider.ts'
import { createManualReview, type ManualReview, type ManualReviewDependencies } from './manual-review.ts'

export interface VerificationDependencies extends ManualReviewDependencies {
  identityProvider: IdentityProvider
  limits: Pick<Limits, 'take'>
}

export interface VerificationService {
  /**
   * 姓名+证件号+手机号 of one person; `subject` (`organisation:<id>`, `account:<id>`) is who pays for it. Fails `too-many-requests` after ten
   * in a day: each question costs, and guessing must not pay.
   */
  checkPerson: (subject: string, question: IdentityQuestion) => Promise<Verification>
  manualReview: ManualReview
}

const CHECKS_PER_DAY = 10
const DAY_MS = 24 * 60 * 60 * 1000

/** 实名认证: by the phone check, or by the eyes of the fire authority where that does not pass. */
export function createVerificationService(dependencies: VerificationDependencies): VerificationService {
  return {
    checkPerson: (subject, question) => checkPerson(dependencies, subject, question),
    manualReview: createManualReview(dependencies),
  }
}

async function checkPerson(
  { db, now, identityProvider, limits }: VerificationDependencies,
  subject: string,
  { name, documentKind, documentNumber, mobile }: IdentityQuestion,
): Promise<Verification> {
  await limits.take({
    key: `identity-check:${subject}`,
    atMost: CHECKS_PER_DAY,
    windowMs: DAY_MS,
    message: `实名认证每天最多提交 ${CHECKS_PER_DAY} 次，请明天再试，或申请人工审核`,
  })
  const answer = await identityProvider.check({ name, documentKind, documentNumber, mobile })
  const at = now()
  await db.transaction().execute((trx) =>
    audit(trx, {
      at,
      accountId: null,
      organisationId: null,
      action: 'identity.check',
      subject,
      details: { answer },
    }),
  )
  const way = 'phone-check' as const
  switch (answer) {
    case 'match':
      return { state: 'passed', way, decidedAt: at.toISOString(), reason: '' }
    case 'mismatch':
      return {
        state: 'failed',
        way,
        decidedAt: at.toISOString(),
        reason: '姓名、证件号与手机号核验不一致，请核对后重新提交，或申请人工审核',
      }
    case 'unavailable':
      return {
        state: 'service-unavailable',
        way,
        decidedAt: null,
        reason: '实名认证服务暂时没有应答，资料已保存，请稍后重新提交，或申请人工审核',
      }
  }
}
