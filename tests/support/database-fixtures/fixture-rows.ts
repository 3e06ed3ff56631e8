/** What stands in the fixtures, by the version that brought the table. A later version adds columns to a table by giving its own rows for it. */
export type FixtureRow = Record<string, string | number | null | Buffer>

export const FIXTURE_KEY = 'f1'.repeat(32)
const AT = '2026-11-01T08:30:00.000Z'
const LATER = '2026-11-02T09:00:00.000Z'
const SHA = 'a'.repeat(64)
const CLIENT = '6b1f5a0e-6a31-4b7e-9a55-0d6f3c1b2a10'
const OPERATOR = { name: '林建国', idNumber: '110105199001010117', mobile: '13812345671' }
const text = (value: unknown) => JSON.stringify(value)

const outbox = (seq: number, state: string, changes: FixtureRow = {}): FixtureRow => ({
  workspace_id: 1,
  seq,
  name: 'operator.save',
  version: 1,
  record_type: 'operator',
  record_id: `operator-${String(seq)}`,
  base_rev: 0,
  title: '添加操作员',
  set_fields: text({ ...OPERATOR, name: `第${String(seq)}人` }),
  base_fields: text({ mobile: '13812345670' }),
  blobs: text([SHA]),
  patch_before: null,
  patch: text(OPERATOR),
  stays_visible: 1,
  created_at: AT,
  state,
  attempts: 2,
  message: null,
  result_rev: null,
  answered_at: null,
  ...changes,
})

export const FIXTURE_ROWS: readonly Record<string, FixtureRow[]>[] = [
  {
    meta: [{ key: 'vault-key', value: 'e4'.repeat(32) }],
    session: [
      {
        account_id: 'account-1',
        mobile: '13812345671',
        body: text({ accountId: 'account-1', organisationId: 'organisation-1', displayName: '甲公司' }),
        verifier: 'scrypt$made-up',
        is_current: 1,
        signed_in_at: AT,
      },
    ],
    draft: [
      {
        scope: 'account-1',
        form: 'project',
        subject: 'new',
        id: 'draft-1',
        title: '执业项目',
        content: text({ name: '大厦', note: '写到一半，“引号”与换行\n都在' }),
        saved_at: LATER,
      },
    ],
    workspace: [
      {
        id: 1,
        account_id: 'account-1',
        organisation_id: 'organisation-1',
        client_id: CLIENT,
        epoch: 'epoch-1',
        cursor: 41,
        last_seq: 4,
        last_confirmed_at: AT,
      },
    ],
    record: [
      {
        workspace_id: 1,
        type: 'operator',
        id: 'operator-1',
        base_rev: 3,
        base_body: text(OPERATOR),
        body: text({ ...OPERATOR, name: '林建民' }),
        deleted: 0,
      },
      {
        workspace_id: 1,
        type: 'operator',
        id: 'operator-9',
        base_rev: 5,
        base_body: text(OPERATOR),
        body: null,
        deleted: 1,
      },
    ],
    outbox: [
      outbox(1, 'acked', { result_rev: 3, answered_at: LATER }),
      outbox(2, 'parked', { message: '证书号已有人使用', answered_at: LATER }),
      outbox(3, 'discarded', { patch: null, answered_at: LATER }),
      outbox(4, 'pending', { patch_before: text({ name: '林建国' }), patch: text({ name: '林建民' }) }),
    ],
    conflict: [
      {
        workspace_id: 1,
        record_type: 'operator',
        record_id: 'operator-1',
        field: 'mobile',
        seq: 1,
        mine: text('13812345672'),
        base: text('13812345671'),
        at_rev: 3,
        resolved_by: null,
      },
    ],
    attachment: [
      {
        workspace_id: 1,
        sha256: SHA,
        size_bytes: 123_456,
        media_type: 'application/pdf',
        purpose: 'letter',
        page_count: 2,
        state: 'uploading',
        wanted: 1,
        uploaded_bytes: 65_536,
        tus_url: 'http://127.0.0.1/files/1',
        refusal: null,
        added_at: AT,
      },
    ],
    recorded_print: [{ job_id: 'job-0', recorded_at: AT }],
  },
  {
    label_printer: [
      {
        id: 'usb:1:2',
        transport: 'usb',
        maker: 'Gprinter',
        model: 'GP-3120TU',
        serial: 'X1',
        language: 'tspl',
        settings: text({ darkness: 8 }),
        paused: 1,
        unfinished_bytes: 77,
        first_seen_at: AT,
      },
    ],
    print_job: [
      {
        number: 1,
        id: 'job-1',
        printer_id: 'usb:1:2',
        title: '维保标签',
        label_id: 'label-1',
        copies: 2,
        paper: text({ widthMm: 60, heightMm: 40 }),
        bits: Buffer.from([1, 2, 3, 254]),
        state: 'needs-attention',
        message: '缺纸',
        bytes_total: 900,
        bytes_sent: 450,
        created_at: AT,
        finished_at: null,
      },
    ],
  },
  {
    outbox: [
      outbox(5, 'pending', {
        origin_client: '0d7a3c52-2f1c-4f0b-8a8e-3d0b7f6f0c11',
        origin_seq: 17,
        tried_at: LATER,
      }),
    ],
    workspace: [
      {
        id: 2,
        account_id: 'account-2',
        organisation_id: 'organisation-1',
        client_id: 'aa1f5a0e-6a31-4b7e-9a55-0d6f3c1b2a10',
        epoch: null,
        cursor: 0,
        last_seq: 0,
        last_confirmed_at: null,
        snapshot_head: 99,
        revoked_at: LATER,
      },
    ],
    conflict: [
      {
        workspace_id: 1,
        record_type: 'operator',
        record_id: 'operator-1',
        field: 'name',
        seq: 1,
        mine: text('林建民'),
        base: text('林建国'),
        at_rev: 3,
        resolved_by: 4,
        kept_at: AT,
        choice: 'mine',
        theirs: text('林建'),
      },
    ],
    attachment: [
      {
        workspace_id: 1,
        sha256: 'b'.repeat(64),
        size_bytes: 9,
        media_type: 'image/png',
        purpose: 'letter',
        page_count: null,
        state: 'verified',
        added_at: AT,
        priority: 3,
      },
    ],
  },
  {
    discarded_draft: [
      {
        id: 'draft-0',
        scope: 'account-1',
        form: 'operator',
        subject: 'new-2',
        title: '消防设施操作员',
        content: text({ name: '不要了' }),
        saved_at: AT,
        discarded_at: LATER,
      },
    ],
  },
  {
    label_printer: [
      {
        id: 'network:192.168.1.100:9100',
        transport: 'network',
        maker: '',
        model: '网络打印机',
        serial: null,
        language: 'zpl',
        settings: null,
        paused: 0,
        unfinished_bytes: 0,
        first_seen_at: AT,
        name: '前台',
        host: '192.168.1.100',
        port: 9100,
        dpi: 300,
        removed_at: LATER,
      },
    ],
  },
  {
    print_order: [
      {
        job_id: 'job-1',
        label_id: 'label-1',
        kind: 'reprint',
        ordered_by: text({ name: '安盾', account: '138****5671', role: 'organisation' }),
        template: null,
        ordered_at: AT,
      },
    ],
    label_design: [
      { fingerprint: '0123456789abcdef', revision: 2, design: text({ elements: [] }), kept_at: AT },
    ],
    recorded_print: [{ job_id: 'job-1', recorded_at: LATER, finished_at: AT }],
  },
]
