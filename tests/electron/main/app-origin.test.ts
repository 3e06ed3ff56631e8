import { describe, expect, it } from 'vitest'
import { isOurUrl } from '../../../electron/main/app-origin.ts'

describe('isOurUrl', () => {
  it.each(['app://bundle/', 'app://bundle/index.html#/sign-in'])('accepts %s', (url) => {
    expect(isOurUrl(url)).toBe(true)
  })

  it.each([
    'app://bundle.evil/',
    'app://bundle',
    'https://bundle/',
    'app://bundle@evil/',
    'file:///app://bundle/',
    '',
  ])('refuses %s', (url) => {
    expect(isOurUrl(url)).toBe(false)
  })
})
