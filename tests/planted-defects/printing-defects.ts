import type { Defect } from './defect.ts'

const QUEUE = { files: ['tests/electron/agent/printing/print-queue.test.ts'] }
const SCHEDULES = { files: ['tests/contracts/print-faults.test.ts'], titles: 'over the real libusb' }
const RECORDER = { files: ['tests/electron/agent/labels/print-recorder.test.ts'] }

export const PRINTING_DEFECTS: readonly Defect[] = [
  {
    name: 'resent-after-stall',
    removes: 'a label whose bytes may have reached the printer is not sent again by itself',
    file: 'electron/agent/printing/print-lane.ts',
    from: 'if (writeError && !writeError.mayHaveReached) {',
    to: 'if (writeError) {',
    tests: SCHEDULES,
    inPrintTorture: true,
  },
  {
    name: 'resent-without-an-answer',
    removes: 'a label that was sent whole is not sent again because the printer does not answer',
    file: 'electron/agent/printing/unconfirmed-jobs.ts',
    from: "return { state: 'sent', message: NOT_REPORTED, finishedAt }",
    to: "return { state: 'waiting', message: null }",
    tests: QUEUE,
  },
  {
    name: 'lost-label',
    removes: 'a label whose printer reports trouble behind it is not called printed',
    file: 'electron/agent/printing/unconfirmed-jobs.ts',
    from: "    if (state === 'ready') return",
    to: '    if (state !== null) return',
    tests: SCHEDULES,
    inPrintTorture: true,
  },
  {
    name: 'print-registered-twice',
    removes: 'a print that was registered is not registered again',
    file: 'electron/agent/labels/print-recorder.ts',
    from: '      if (isRecorded(one.get(job.id), job)) return\n',
    to: '',
    tests: RECORDER,
  },
  {
    name: 'print-not-registered',
    removes: 'what finished before a kill is registered at the next start',
    file: 'electron/agent/labels/print-recorder.ts',
    from: '        if (job) record(job)\n',
    to: '',
    tests: RECORDER,
  },
]
