import { describe, expect, it } from 'vitest'
import {
  CAMERA_TROUBLE_WORDS,
  CAMERA_TROUBLES,
  cameraTroubleOf,
} from '../../../../renderer/shared/face-capture/camera-trouble.ts'

const rejection = (name: string, message = '') => new DOMException(message, name)

describe('a camera that does not open', () => {
  it.each([
    ['NotFoundError', '', 0, 'no-camera'],
    ['NotFoundError', '', 1, 'no-microphone'],
    ['NotAllowedError', 'Permission denied', 1, 'refused-by-application'],
    ['NotAllowedError', 'Permission denied by system', 1, 'refused-by-system'],
    ['NotReadableError', '', 1, 'busy'],
    ['OverconstrainedError', '', 1, 'not-supported'],
    ['SecurityError', '', 1, 'not-secure'],
  ])('%s (%s) with %i cameras is %s', (name, message, cameras, trouble) => {
    expect(cameraTroubleOf(rejection(name, message), cameras)).toBe(trouble)
  })

  it('has one reason and one advice for every trouble', () => {
    for (const trouble of CAMERA_TROUBLES) {
      const { title, advice } = CAMERA_TROUBLE_WORDS[trouble]
      expect(title).not.toMatch(/[您！!]/)
      expect(advice).toMatch(/请/)
    }
  })
})
