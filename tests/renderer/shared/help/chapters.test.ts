import { describe, expect, it } from 'vitest'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import { chapterOf, HELP_CHAPTERS, searchChapters } from '../../../../renderer/shared/help/chapters.ts'

describe('the help', () => {
  it('has the chapter of the page, the nearest one where several fit', () => {
    expect(chapterOf('/self-entry/history')?.number).toBe('2.3.4')
    expect(chapterOf('/self-entry/letter')?.number).toBe('2.3.1')
    expect(chapterOf('/practice/17/staff')?.number).toBe('3.1')
    expect(chapterOf('/practices')).toBeNull()
  })

  it('has something to say on every page that stands in a left list', () => {
    const pages = createAppRouter()
      .getRoutes()
      .filter(({ path, meta }) => meta.entry && path !== '/help')
    expect(pages.filter(({ path }) => chapterOf(path) === null).map(({ path }) => path)).toEqual([])
  })

  it('is found by all the words that are asked for', () => {
    expect(searchChapters('更换人员').map(({ number }) => number)).toContain('3.1')
    expect(searchChapters('承诺书 签字').map(({ number }) => number)).toEqual(['2.3.1'])
    expect(searchChapters('')).toHaveLength(HELP_CHAPTERS.length)
    expect(searchChapters('没有这个词')).toEqual([])
  })
})
