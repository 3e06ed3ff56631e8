import type { MobileRecovery } from '../../domain/accounts/accounts-contract.ts'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { normaliseCreditCode } from '../../domain/identifiers/credit-code.ts'
import { normaliseCode } from '../../domain/identifiers/fold-width.ts'
import { normalisePersonName } from '../../domain/identifiers/person-name.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import { checkSmsCode, normaliseSmsCode } from '../../domain/organisation/registration-checks.ts'
import { createRecordReader } from '../records/record-store.ts'
import { moveAccount, type AccountChangeDependencies } from './account-change-service.ts'
import { findAccountOfOrganisation, type AccountRow } from './account-repository.ts'
import { taken } from './registration-service.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const TRIES_PER_DAY = 5

/**
 * 更换手机号 where the old number is lost: what is said of the legal representative must be what his passed verification rests on, and his own number
 * must have received the code. One answer for everything that does not fit, so that nothing can be found out by trying.
 */
export function createMobileRecovery(dependencies: AccountChangeDependencies) {
  const { smsCodes, limits, personalHash } = dependencies
  return async (request: MobileRecovery): Promise<void> => {
    const asked = normalise(request)
    refuseProblems({
      representativeMobile: checkMobile(asked.representativeMobile),
      representativeSmsCode: checkSmsCode(asked.representativeSmsCode),
      mobile: checkMobile(asked.mobile),
      smsCode: checkSmsCode(asked.smsCode),
    })
    const representativeCode = await smsCodes
      .check(asked.representativeMobile, 'representative', asked.representativeSmsCode)
      .catch((error: unknown) => {
        throw atRepresentativeField(error)
      })
    const codeId = await smsCodes.check(asked.mobile, 'new-mobile', asked.smsCode)
    // Only who received both codes uses up a try: credit codes are public, and nobody may shut an organisation out.
    await limits.take({
      key: personalHash('mobile-recovery', asked.creditCode),
      atMost: TRIES_PER_DAY,
      windowMs: DAY_MS,
      message: `更换手机号每天最多申请 ${TRIES_PER_DAY} 次，请明天再试，或持营业执照联系当地消防救援机构`,
    })
    const account = await accountOfRepresentative(dependencies, asked)
    if (!account) {
      throw new FailureError('wrong-credentials', {
        message:
          '填写的机构和法定代表人信息与已通过实名认证的材料不一致，请核对；仍不能办理的，请持营业执照联系当地消防救援机构',
      })
    }
    if (account.mobile === asked.mobile) throw taken(['mobile'])
    await moveAccount(dependencies, {
      account,
      mobile: asked.mobile,
      codeIds: [representativeCode, codeId],
      except: '',
      way: 'representative',
    })
  }
}

function normalise(request: MobileRecovery): MobileRecovery {
  return {
    creditCode: normaliseCreditCode(request.creditCode),
    representativeName: normalisePersonName(request.representativeName),
    documentNumber: normaliseCode(request.documentNumber),
    representativeMobile: normaliseMobile(request.representativeMobile),
    representativeSmsCode: normaliseSmsCode(request.representativeSmsCode),
    mobile: normaliseMobile(request.mobile),
    smsCode: normaliseSmsCode(request.smsCode),
  }
}

async function accountOfRepresentative(
  { db }: AccountChangeDependencies,
  asked: MobileRecovery,
): Promise<AccountRow | null> {
  const organisation = await db
    .selectFrom('organisation')
    .select('id')
    .where('credit_code', '=', asked.creditCode)
    .executeTakeFirst()
  if (!organisation) return null
  const record = await createRecordReader(db, organisation.id).get('organisation', organisation.id)
  const representative = record?.body.materials?.legalRepresentative
  if (!representative || record.body.verification.state !== 'passed') return null
  const isHe =
    representative.name === asked.representativeName &&
    representative.documentNumber === asked.documentNumber &&
    representative.mobile === asked.representativeMobile
  return isHe ? ((await findAccountOfOrganisation(db, organisation.id)) ?? null) : null
}

function atRepresentativeField(error: unknown): unknown {
  if (!(error instanceof FailureError)) return error
  const { code, ...details } = error.failure
  const fields = (details.fields ?? []).map((field) => ({ ...field, path: 'representativeSmsCode' }))
  return new FailureError(code, { ...details, fields })
}
