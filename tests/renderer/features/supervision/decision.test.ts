import { describe, expect, it } from 'vitest'
import { checkReason } from '../../../../renderer/features/supervision/decision.ts'

describe('checkReason', () => {
  it('lets an approval stand without a reason', () => {
    expect(checkReason('approve', '')).toBeNull()
  })
  it('asks for what has to be mended and why something is refused, blanks being no reason', () => {
    expect(checkReason('return', '  ')).toContain('补正')
    expect(checkReason('refuse', '\n')).toContain('不予注册')
    expect(checkReason('refuse', '证书不符')).toBeNull()
  })
})
