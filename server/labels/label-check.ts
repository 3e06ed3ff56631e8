import type { Kysely } from 'kysely'
import { maskName } from '../../domain/identifiers/mask.ts'
import type { LabelCheck } from '../../domain/labels/label-check.ts'
import { parseLabelLink } from '../../domain/labels/label-code.ts'
import { parseLabelSerial } from '../../domain/labels/label-serial.ts'
import type { Tables } from '../database/tables.ts'
import { createRecordReader } from '../records/record-store.ts'
import { judgeLabelCode } from './label-verdict.ts'

/** Checks what somebody signed in has scanned (the label's link) or typed (its serial). */
export async function checkLabel(db: Kysely<Tables>, text: string, now: Date): Promise<LabelCheck> {
  const link = parseLabelLink(text)
  if (link) return checkCode(db, text.slice(text.indexOf('/l/') + 3).trim(), now)
  const serial = parseLabelSerial(text)?.serial
  return serial === undefined ? { state: 'unreadable', details: null } : checkSerial(db, serial, now)
}

/** A serial alone proves nothing of the paper it stands on: it finds the record, which then is judged by its own code. */
async function checkSerial(db: Kysely<Tables>, serial: string, now: Date): Promise<LabelCheck> {
  const row = await db.selectFrom('label').selectAll().where('serial', '=', serial).executeTakeFirst()
  const record = row && (await createRecordReader(db, row.organisation_id).get('label', row.record_id))
  if (!record) return { state: 'unknown-serial', details: null }
  return checkCode(db, `${record.body.payload}.${record.body.signature}`, now)
}

async function checkCode(db: Kysely<Tables>, code: string, now: Date): Promise<LabelCheck> {
  const verdict = await judgeLabelCode(db, code, now)
  if (!('serial' in verdict)) return { state: verdict.kind, details: null }
  const label = 'label' in verdict ? verdict.label : null
  return {
    state: verdict.kind,
    details: {
      organisationName: verdict.organisationName,
      serial: verdict.serial,
      maintainedOn: verdict.maintainedOn,
      nextDueOn: verdict.nextDueOn,
      building: label?.building ?? '',
      system: label?.system ?? '',
      projectLeader: label ? maskName(label.projectLeader) : '',
      withdrawnReason: label?.withdrawn?.reason ?? '',
    },
  }
}
