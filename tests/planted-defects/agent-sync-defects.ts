import type { Defect } from './defect.ts'

const EXCHANGE = { files: ['tests/electron/agent/sync/exchange.test.ts'] }
const PUSH = { files: ['tests/electron/agent/sync/push.test.ts'] }
const VAULT = { files: ['tests/electron/agent/attachments/vault.test.ts'] }

export const AGENT_SYNC_DEFECTS: readonly Defect[] = [
  {
    name: 'round-of-one-session',
    removes: 'a round ends with the session that began it',
    file: 'electron/agent/sync/sync-service.ts',
    from: '        turn.ending.abort()\n',
    to: '',
    tests: { files: ['tests/electron/agent/sync/sync-service.test.ts'], titles: 'I18' },
  },
  {
    name: 'epoch',
    removes: 'a page of another epoch is not taken',
    file: 'electron/agent/sync/pull.ts',
    from: "return epoch !== null && body.epoch !== epoch ? 'restored' : body",
    to: 'return body',
    tests: EXCHANGE,
  },
  {
    name: 'renumbering',
    removes: 'content whose number is taken gets the next free one',
    file: 'electron/agent/sync/push.ts',
    from: 'if (mismatchFrom !== undefined && expected !== undefined) {',
    to: 'if (mismatchFrom === -1 && expected !== undefined) {',
    tests: { ...PUSH, titles: 'backup' },
  },
  {
    name: 'snapshot',
    removes: 'a reset by the server is followed by reading the whole feed',
    file: 'electron/agent/sync/pull.ts',
    from: 'if (page.reset) {',
    to: 'if (page.reset && snapshots < 0) {',
    tests: { files: ['tests/electron/agent/sync/pull.test.ts'] },
  },
  {
    name: 'shape-of-success',
    removes: 'success is recognised by its shape: any 200 counts',
    file: 'electron/agent/sync/push.ts',
    from: 'const answer = z.union([PushResponse, PushRefusal])',
    to: `const answer = z.union([PushResponse, PushRefusal, z.any().transform(() => ({ epoch: workspace.position().epoch ?? '', lastSeq: upTo, results: mutations.map(({ seq }) => ({ seq, status: 'applied' as const, rev: 1 })) }))])`,
    tests: EXCHANGE,
    inTorture: true,
  },
  {
    name: 'answer-names-number',
    removes: 'a change counts as answered only when the answer names its number',
    file: 'electron/agent/sync/push.ts',
    from: 'const results = answer.results.filter(({ seq }) => numbers.has(seq))',
    to: "const results = [...numbers].map((seq) => answer.results.find((one) => one.seq === seq) ?? { seq, status: 'applied' as const, rev: 1 })",
    tests: { ...PUSH, titles: 'settles only the numbers' },
  },
  {
    name: 'files-before-names',
    removes: 'a change waits for the files that it names',
    file: 'electron/agent/sync/push.ts',
    from: 'if (!isReady(mutation)) break',
    to: '',
    tests: EXCHANGE,
  },
  {
    name: 'trying-again',
    removes: 'trying again never ends: here after five failures',
    file: 'electron/agent/sync/sync-loop.ts',
    from: 'if (!wentWell || !isPoked())',
    to: 'if (failures < 5 && (!wentWell || !isPoked()))',
    tests: { files: ['tests/electron/agent/sync/sync-loop.test.ts'] },
  },
  {
    name: 'verified-by-server',
    removes: 'a file counts as uploaded only when the server says that it holds it',
    file: 'electron/agent/attachments/upload-queue.ts',
    from: 'if (await isAtServer(parts, owner, file.sha256)) verified()\n  else {',
    to: 'if (isHere) verified()\n  else {',
    tests: {
      files: ['tests/electron/agent/attachments/upload-queue.test.ts'],
      titles: 'takes nothing for uploaded',
    },
  },
  {
    name: 'fsync',
    removes: 'fsync before the rename in the workstation’s file store',
    file: 'electron/agent/attachments/vault.ts',
    from: '      for (const part of parts) await handle.writeFile(part)\n      await handle.sync()\n',
    to: '      for (const part of parts) await handle.writeFile(part)\n',
    tests: VAULT,
  },
  {
    name: 'fsync-of-folder',
    removes: 'fsync of the folder after the rename in the workstation’s file store',
    file: 'electron/agent/attachments/vault.ts',
    from: '  await syncFolder(folder)\n}',
    to: '}',
    tests: VAULT,
  },
]
