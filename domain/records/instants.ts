import { z } from 'zod'

/** A day in the organisation's calendar, `YYYY-MM-DD`; Chinese law counts validity in whole days. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD')
/** An instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime()
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const RecordId = z.string().regex(/^[0-9a-z-]{8,40}$/i)
