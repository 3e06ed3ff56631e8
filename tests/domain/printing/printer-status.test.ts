import { describe, expect, it } from 'vitest'
import {
  acceptsJobs,
  PRINTER_STATE_MESSAGES,
  PRINTER_STATES,
  printerStatus,
} from '../../../domain/printing/printer-status.ts'

describe('a printer status', () => {
  it('shows the most pressing of several conditions', () => {
    expect(printerStatus(['printing', 'paper-out', 'head-open']).state).toBe('head-open')
    expect(printerStatus([])).toEqual({
      state: 'ready',
      conditions: ['ready'],
      detail: '',
      labelsRemaining: null,
    })
  })

  it('says what to do in every state that stops a job', () => {
    for (const state of PRINTER_STATES) {
      expect(PRINTER_STATE_MESSAGES[state].message).not.toBe('')
      expect(PRINTER_STATE_MESSAGES[state].action === '').toBe(acceptsJobs(state))
    }
  })
})
