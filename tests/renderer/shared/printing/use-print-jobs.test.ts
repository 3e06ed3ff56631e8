import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import type { PrintJob, PrintJobState } from '../../../../domain/printing/print-job.ts'
import { bridge } from '../../../support/installed-bridge.ts'
import { usePrintJobs } from '../../../../renderer/shared/printing/use-print-jobs.ts'

function job(id: string, state: PrintJobState): PrintJob {
  return {
    id,
    printerId: 'usb:1',
    printerName: 'TSC TE210',
    title: '维保标签',
    labelId: null,
    copies: 1,
    state,
    message: null,
    bytesTotal: 10,
    bytesSent: 0,
    createdAt: '2026-11-22T00:00:00.000Z',
    finishedAt: null,
  }
}

describe('the print queue on a page', () => {
  it('does not go back to what an answer says that an event has overtaken', async () => {
    bridge.answer('printing.listJobs', [job('a', 'needs-attention'), job('b', 'waiting')])
    const queue = effectScope().run(() => usePrintJobs()) ?? expect.fail()
    await flushPromises()
    const states = () => queue.jobs.value.map(({ id, state }) => `${id} ${state}`).sort()
    expect(states()).toEqual(['a needs-attention', 'b waiting'])
    bridge.answer('printing.retryJob', () => {
      for (const state of ['waiting', 'sending', 'confirmed'] as const)
        bridge.announce('printing.job', job('a', state))
      return job('a', 'waiting')
    })
    await queue.retry('a')
    expect(states()).toEqual(['a confirmed', 'b waiting'])
    bridge.answer('printing.listJobs', () => {
      bridge.announce('printing.job', job('b', 'sent'))
      return [job('a', 'confirmed'), job('b', 'sending')]
    })
    await queue.refresh()
    expect(states()).toEqual(['a confirmed', 'b sent'])
    bridge.answer('printing.listJobs', [job('a', 'confirmed'), job('b', 'confirmed')])
    await queue.refresh()
    expect(states()).toEqual(['a confirmed', 'b confirmed'])
  })
})
