import { describe, expect, it } from 'vitest'
import type { PageLabel } from '../../../../domain/print-gateway/gateway-messages.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { createPageJobs } from '../../../../electron/agent/print-gateway/page-jobs.ts'

const PAGE = 'https://oa.example.com'
const LABEL: PageLabel = {
  printerId: 'usb:1',
  title: '设备 07',
  copies: 1,
  widthDots: 4000,
  heightDots: 4000,
  bits: 'A'.repeat(1000),
}

describe('labels that web pages ask for', () => {
  it('keep no picture once they are in the queue, refused or too old', () => {
    let now = Date.parse('2026-03-01T08:00:00Z')
    const sent: PageLabel[] = []
    const jobs = createPageJobs({
      now: () => new Date(now),
      enqueue: (jobId, _origin, label) => {
        sent.push(label)
        // Safe: the jobs use the id only.
        return { id: jobId } as PrintJob
      },
      findJob: () => null,
      refused: { has: () => false, note: () => undefined },
      printerName: () => '一楼前台',
    })
    const ask = (needsYes: boolean) => {
      jobs.submit(PAGE, LABEL, needsYes)
      return jobs.requests().at(-1)?.id ?? ''
    }
    ask(false)
    expect(sent.map(({ bits }) => bits.length)).toEqual([1000])
    expect(jobs.pictureBytes()).toBe(0)
    const accepted = ask(true)
    expect(jobs.pictureBytes()).toBe(1000)
    jobs.answer(accepted, true)
    expect(sent[1]?.bits).toHaveLength(1000)
    jobs.answer(ask(true), false)
    ask(true)
    jobs.refuseAll(PAGE)
    expect(jobs.pictureBytes()).toBe(0)
    ask(true)
    now += 11 * 60_000
    ask(true)
    expect(jobs.pictureBytes()).toBe(1000)
  })
})
