import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../domain/accounts/accounts-contract.ts'
import { createPasswordConfirmation } from '../../../../electron/agent/accounts/confirm-password.ts'
import { makeVerifier } from '../../../../electron/agent/accounts/password-verifier.ts'
import { createSessionRepository } from '../../../../electron/agent/accounts/session-repository.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const SESSION: Session = {
  accountId: 'account-1',
  role: 'organisation',
  account: '138****5671',
  displayName: '南京安盾',
  organisationId: 'organisation-1',
  regionCode: null,
  offline: false,
}

async function setUp(password: string | null) {
  const { db, host } = await testWorkspace()
  const verifier = password === null ? null : await makeVerifier(password)
  createSessionRepository(db).put(SESSION, '13812345671', verifier, host.now().toISOString())
  return createPasswordConfirmation({ db, session: () => SESSION, now: () => host.now() })
}

describe('the password asked for again', () => {
  it('is that of whoever is signed in', async () => {
    const confirm = await setUp('right_2026')
    await expect(confirm('right_2026')).resolves.toBeUndefined()
    await expect(confirm('wrong_2026')).rejects.toMatchObject({ failure: { code: 'wrong-credentials' } })
  })

  it('cannot be guessed for long', async () => {
    const confirm = await setUp('right_2026')
    for (let guess = 0; guess < 5; guess += 1) await confirm(`wrong_${String(guess)}`).catch(() => undefined)
    await expect(confirm('right_2026')).rejects.toMatchObject({ failure: { code: 'account-locked' } })
  })

  it('says what to do where nobody has typed it here', async () => {
    const confirm = await setUp(null)
    await expect(confirm('right_2026')).rejects.toThrow('用密码登录')
  })
})
