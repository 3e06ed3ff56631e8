import type { Result } from '../../domain/contracts/failure.ts'

/** 4×3 grey pixels, as a picture that the agent keeps. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAFElEQVR4nGO8desWAzJgQuFR' +
  'nQ8A5bUCvx4iAjsAAAAASUVORK5CYII='

const HISTORY = [
  {
    rev: 3,
    at: '2026-11-20T02:24:00.000Z',
    cause: 'change',
    account: '139****0307',
    workstation: '前台',
    clientId: null,
    changedFields: ['mobile', 'level'],
    deleted: false,
  },
]

const ANSWERS: Record<string, unknown> = {
  'drafts.open': null,
  'drafts.list': [],
  'drafts.save': {
    id: 'draft-1',
    form: 'operator-import',
    subject: 'story',
    title: '',
    content: {},
    savedAt: '2026-11-22T02:24:00.000Z',
  },
  'attachments.info': {
    sha256: 'a'.repeat(64),
    sizeBytes: 482_133,
    mediaType: 'image/png',
    purpose: 'licence-picture',
    pageCount: null,
    uploadedBytes: 482_133,
    state: 'verified',
  },
  'attachments.read': { dataBase64: PICTURE, sizeBytes: 1, mediaType: 'image/png' },
  'people.matchOperators': [],
  'workstations.history': HISTORY,
}

/** What stories ask is answered from here; everything else as on a workstation without a connection. */
window.agent = {
  shell: 'browser',
  call: (method): Promise<Result<unknown>> =>
    Promise.resolve(
      method in ANSWERS
        ? { ok: true, value: ANSWERS[method] }
        : { ok: false, failure: { code: 'server-unreachable' } },
    ),
  on: () => () => undefined,
}
