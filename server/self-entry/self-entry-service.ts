import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { evaluateConditions } from '../../domain/conditions/evaluate-conditions.ts'
import type { Evaluation } from '../../domain/conditions/evaluation.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { SelfEntry, SelfEntryRevision } from '../../domain/self-entry/self-entry.ts'
import { sameValue } from '../../domain/sync/merge.ts'
import type { Tables } from '../database/tables.ts'
import type { Feeds } from '../records/feeds.ts'
import type { AfterChange, StoredRecord } from '../records/mutation-handler.ts'
import { putNotice } from '../records/notices.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import { SERVER_ITSELF } from '../records/record-store.ts'
import { conditionInput, takeSnapshot } from './evaluation-input.ts'
import { publish } from './publication.ts'

type Cause = SelfEntryRevision['cause']
type Snapshot = SelfEntryRevision['snapshot']

interface Step {
  cause: Cause
  letterSha256: string
  changeNote: string
}

export interface SelfEntryService {
  /** Records a submission whether or not the conditions hold; null while there are no materials to submit. */
  submit: (
    context: OrganisationContext,
    submission: { letterSha256: string; changeNote: string },
  ) => Promise<StoredRecord<'self-entry'> | null>
  /** Judges a submitted self-entry again; does nothing before the first submission. */
  reevaluate: AfterChange
  letterArrived: (context: Omit<OrganisationContext, 'accountId'>, sha256: string) => Promise<void>
  /** Judges all of them, once a day: certificates lapse without anybody doing anything. */
  reevaluateAllDaily: () => Promise<void>
}

const AUTOMATIC_NOTES: Record<Exclude<Cause, 'submission'>, string> = {
  'people-changed': '执业人员变化，系统自动重新核对从业条件',
  'organisation-changed': '机构信息变化，系统自动重新核对从业条件',
  'time-passed': '有效期变化，系统自动重新核对从业条件',
}

export function createSelfEntryService(dependencies: {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
}): SelfEntryService {
  let judgedOn: string | null = null

  const reevaluate: AfterChange = async (context, cause) => {
    const current = await context.records.get('self-entry', context.organisationId)
    if (!current) return
    const { letterSha256 } = current.body
    await judge(context, current, { cause, letterSha256, changeNote: AUTOMATIC_NOTES[cause] })
  }

  return {
    reevaluate,
    async submit(context, { letterSha256, changeNote }) {
      const current = await context.records.get('self-entry', context.organisationId)
      const note = changeNote || (current ? '机构修改录入信息' : '机构首次录入信息')
      return judge(context, current, { cause: 'submission', letterSha256, changeNote: note })
    },
    async letterArrived(context, sha256) {
      const current = await context.records.get('self-entry', context.organisationId)
      if (current?.body.letterSha256 !== sha256) return
      await judge({ ...context, accountId: null }, current, {
        cause: 'submission',
        letterSha256: sha256,
        changeNote: '承诺书上传完成',
      })
    },
    async reevaluateAllDaily() {
      const today = chinaDay(dependencies.now().getTime())
      if (judgedOn === today) return
      await reevaluateAll(dependencies, reevaluate)
      judgedOn = today
    },
  }
}

/** One transaction for each organisation: none waits for the others, and a broken one stops none. */
async function reevaluateAll(
  { db, feeds, now }: { db: Kysely<Tables>; feeds: Feeds; now: () => Date },
  reevaluate: AfterChange,
): Promise<void> {
  const rows = await db
    .selectFrom('record')
    .select('organisation_id')
    .where('type', '=', 'self-entry')
    .where('deleted', '=', 0)
    .execute()
  const failures: unknown[] = []
  for (const { organisation_id: organisationId } of rows) {
    const turn = feeds.transaction(async (trx, openFeed) => {
      const records = await openFeed(organisationId, SERVER_ITSELF)
      await reevaluate({ db: trx, records, organisationId, now: now(), accountId: null }, 'time-passed')
    })
    await turn.catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some self-entries could not be judged')
}

/**
 * Decides the effect from the server's own data. A revision is written for every submission, and otherwise only when the effect or its reasons
 * changed; the counts and the published row follow every change.
 */
async function judge(
  context: OrganisationContext,
  current: StoredRecord<'self-entry'> | null,
  step: Step,
): Promise<StoredRecord<'self-entry'> | null> {
  const snapshot = await takeSnapshot(context, step.letterSha256)
  if (!snapshot) return null
  const evaluation = evaluateConditions(await conditionInput(context, snapshot))
  const at = context.now.toISOString()
  const before = current?.body ?? null
  const effectiveSince = evaluation.effective ? (before?.effectiveSince ?? at) : null
  await publish(context, snapshot, effectiveSince)
  const isNews = step.cause === 'submission' || hasChanged(before, evaluation)
  const revision = (before?.revision ?? 0) + (isNews ? 1 : 0)
  const next: SelfEntry = {
    letterSha256: step.letterSha256,
    revision,
    submittedAt: step.cause === 'submission' ? at : (before?.submittedAt ?? at),
    effective: evaluation.effective,
    effectiveSince,
    evaluation,
  }
  if (isNews) await putRevision(context, step, revision, evaluation, snapshot)
  if (before && sameValue(before, next)) return current
  const record = await context.records.put(
    'self-entry',
    context.organisationId,
    next,
    `self-entry.${step.cause}`,
  )
  await tell(context, before, evaluation, step.cause)
  return record
}

function hasChanged(before: SelfEntry | null, evaluation: Evaluation): boolean {
  return (
    before?.effective !== evaluation.effective || !sameValue(before.evaluation.reasons, evaluation.reasons)
  )
}

async function putRevision(
  context: OrganisationContext,
  { cause, changeNote }: Step,
  number: number,
  evaluation: Evaluation,
  snapshot: Snapshot,
): Promise<void> {
  const body: SelfEntryRevision = {
    number,
    cause,
    changeNote,
    at: context.now.toISOString(),
    byAccountId: context.accountId,
    effective: evaluation.effective,
    evaluation,
    snapshot,
  }
  await context.records.put('self-entry-revision', randomUUID(), body, `self-entry.${cause}`)
}

async function tell(
  context: OrganisationContext,
  before: SelfEntry | null,
  { effective, reasons }: Evaluation,
  cause: Cause,
): Promise<void> {
  const place = 'self-entry' as const
  const wasEffective = before?.effective ?? false
  if (effective && !wasEffective) {
    await putNotice(context, { text: '自主录入已生效，并在信息公开中展示', kind: 'good', place })
  } else if (!effective && wasEffective) {
    const text = `自主录入不再满足从业条件：${reasons.join('、')}，已停止公开`
    await putNotice(context, { text, kind: 'attention', place })
  } else if (!effective && cause === 'submission') {
    const text = `自主录入已提交，暂不满足从业条件：${reasons.join('、')}；满足后自动生效并公开`
    await putNotice(context, { text, kind: 'information', place })
  }
}
