/** Every story of the component gallery in both themes: photographed, and nothing for axe to find. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { photograph } from '../support/journey/photograph.ts'
import { ROOT } from '../support/running-server.ts'

const STORIES = readdirSync(join(ROOT, 'renderer/gallery/stories')).map((file) =>
  file.replace(/Story\.vue$/, ''),
)
const THEMES = ['light', 'dark'] as const

let server: PreviewServer
let address = ''

test.beforeAll(async () => {
  test.setTimeout(240_000)
  const config = join(ROOT, 'build/vite.gallery.config.ts')
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    config,
    '--logLevel',
    'warn',
  ])
  // Vite calls the process it runs in a production one; servers of later journeys are started from it.
  const { NODE_ENV } = process.env
  server = await preview({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: { outDir: 'node_modules/.cache/gallery' },
    preview: { host: '127.0.0.1', port: 0 },
  })
  if (NODE_ENV === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = NODE_ENV
  address = server.resolvedUrls?.local[0] ?? ''
})
test.afterAll(() => server.close())

for (const story of STORIES) {
  test(`the story ${story} is fit to be seen in both themes`, async ({ page }) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    for (const theme of THEMES) {
      await open(page, story, theme)
      await photograph(page, `gallery-${story}-${theme}`)
    }
    expect(complaints).toEqual([])
  })
}

async function open(page: Page, story: string, theme: (typeof THEMES)[number]): Promise<void> {
  await page.goto(`${address}#/`)
  await page.evaluate(
    (chosen) => localStorage.setItem('appearance', JSON.stringify({ theme: chosen })),
    theme,
  )
  await page.goto(`${address}?${theme}#/${story}`)
  await expect(page.getByRole('heading', { level: 1, includeHidden: true }).first()).toBeAttached()
  await page.waitForLoadState('networkidle')
}
