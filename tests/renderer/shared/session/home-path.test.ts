import { describe, expect, it } from 'vitest'
import { homePath } from '../../../../renderer/shared/session/home-path.ts'

describe('homePath', () => {
  it('leads to the entry while nobody is signed in', () => {
    expect(homePath(null, null)).toBe('/')
  })

  it.each([
    ['materials', '/registration/materials'],
    ['verification', '/registration/verification'],
    ['complete', '/home'],
  ] as const)('leads an organisation at the step %s to %s', (step, path) => {
    expect(homePath({ role: 'organisation' }, step)).toBe(path)
  })

  it('leads the other roles to their own pages', () => {
    expect(homePath({ role: 'engineer' }, null)).toBe('/engineer')
    expect(homePath({ role: 'authority' }, null)).toBe('/supervision')
  })
})
