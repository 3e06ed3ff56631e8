import { describe, expect, it } from 'vitest'
import { passedText } from '../../../../renderer/features/organisation/passed-text.ts'

const passed = { state: 'passed', decidedAt: '2026-11-22T02:00:00.000Z', reason: '' } as const

describe('how 实名认证 has passed', () => {
  it('says that the phone check spares the face', () => {
    expect(passedText({ ...passed, way: 'phone-check' })).toContain('已跳过人脸认证')
  })

  it('gives a face only the name its result may bear', () => {
    expect(passedText({ ...passed, way: 'pc-face', label: '本地核验' })).toBe(
      '法定代表人已通过 PC 人脸认证（本地核验）。',
    )
    expect(passedText({ ...passed, way: null })).toBe('法定代表人实名认证已通过。')
  })
})
