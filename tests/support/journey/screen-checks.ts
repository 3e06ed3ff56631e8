import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { ROOT } from '../running-server.ts'
import type { Screens } from './screens.ts'

/** 1366×768 at 125 %, 1080p at 150 %, a large one, the office's screen. */
const SIZES = [
  [1093, 574],
  [1280, 672],
  [1920, 1080],
  [1366, 768],
] as const
/** The budget of ui.md §6. */
const ELEMENTS_MAX = 4000
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Kept in docs/screenshots when UPDATE_SCREENSHOTS=1, as those of `photograph` are. */
const README_PICTURES = new Set([
  'filled-self-entry-operators-light',
  'filled-self-entry-review-light',
  'filled-people-operators-dark',
  'filled-label-templates-id-light',
  'filled-sync-conflicts-operator-id-light',
])
type Theme = 'light' | 'dark'

export interface LookOptions {
  /** In the pictures' names: empty, offline … */
  state: string
  /** Of one path each, where something else than the page's own reading is waited for. */
  ready?: (page: Page, path: string) => Promise<void>
  /** Of one path each, what else is asked of the screen after it was looked at. */
  after?: (page: Page, path: string) => Promise<void>
}

/** Opens each screen and asks of it, in this state, what must hold of every screen: it fits at the four sizes, and axe finds nothing in either theme. */
export async function lookAtScreens(page: Page, screens: Screens, options: LookOptions): Promise<void> {
  for (const [path, title] of Object.entries(screens)) {
    const heading = page.getByRole('heading', { level: 1 }).first()
    await expect(heading).toBeVisible()
    await page.evaluate((hash) => (location.hash = hash), `#/${path}`)
    await expect.soft(heading).toContainText(title)
    await expect.soft(page.getByRole('progressbar'), `${title} has loaded`).toHaveCount(0)
    await options.ready?.(page, path)
    await expectEverySize(page, `${title} (${options.state})`)
    const elements = await page.evaluate(() => document.querySelectorAll('*').length)
    expect.soft(elements, `elements of ${title}`).toBeLessThanOrEqual(ELEMENTS_MAX)
    await expectBothThemes(page, `${options.state}-${nameOf(path)}`)
    await options.after?.(page, path)
  }
}

/** Personal to one run are the records' ids: a picture keeps its name without them. */
const nameOf = (path: string) =>
  path
    .replace(/[?].*$/, '')
    .replaceAll(/[0-9a-f-]{32,}/g, 'id')
    .replaceAll('/', '-') || 'front'

/** No scrolling sideways, and the one primary action within the window. */
export async function expectEverySize(page: Page, what: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    const { beyond, hidden } = await page.evaluate(measureLayout)
    expect.soft(beyond, `${what} at ${width}×${height} needs no scrolling sideways`).toBe(0)
    expect.soft(hidden, `${what} at ${width}×${height} shows its primary action`).toEqual([])
  }
}

/** axe in full in the light theme, and of the dark one what depends on colours; a picture of each. */
export async function expectBothThemes(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await expectNoViolation(page, 'light', name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveClass(/dark/)
  await expectNoViolation(page, 'dark', name)
  await page.emulateMedia({ colorScheme: 'light' })
}

async function expectNoViolation(page: Page, theme: Theme, name: string): Promise<void> {
  const forReadme = process.env['UPDATE_SCREENSHOTS'] === '1' && README_PICTURES.has(`${name}-${theme}`)
  const folder = forReadme ? 'docs/screenshots' : 'test-results/screens'
  const path = join(ROOT, folder, `${name}-${theme}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  // No frames here: the legacy mode asks the page alone, without a second one for the sums.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (
    theme === 'light' ? axe.withTags(AXE_TAGS) : axe.withRules(['color-contrast'])
  ).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
  )
  expect.soft(found, `axe on ${name}, ${theme}`).toEqual([])
}

/** Runs in the page. */
function measureLayout(): { beyond: number; hidden: string[] } {
  const wide = [document.documentElement, ...document.querySelectorAll('main, main > *, .el-dialog')]
  const beyond = Math.max(...wide.map((element) => element.scrollWidth - element.clientWidth))
  const place = document.querySelector('.el-dialog') ?? document
  const hidden = [...place.querySelectorAll('.button.primary')].flatMap((button) => {
    const { left, top, right, bottom, width } = button.getBoundingClientRect()
    const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
    return width === 0 || within ? [] : [button.textContent.trim()]
  })
  return { beyond, hidden }
}

/** What the page complains of in its console, policy violations among it. */
export function complaintsOf(page: Page, forgive: (text: string) => boolean = () => false): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !forgive(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}
