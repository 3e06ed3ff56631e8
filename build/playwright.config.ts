import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const root = join(import.meta.dirname, '..')
const electronSpecs = /shell(-electron)?\.spec\.ts$/

/** The option that tests/support/shells.ts declares. */
type ShellOption = { shellName: 'electron' | 'standin' | 'browser' }

/** One set of specs over the shells: all journeys in the browser shell, what concerns the shell itself also in Electron and its stand-in. */
export default defineConfig<ShellOption>({
  testDir: join(root, 'tests/journeys'),
  outputDir: join(root, 'test-results'),
  timeout: 120_000,
  expect: { timeout: 10_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : 'list',
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    viewport: { width: 1366, height: 768 },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
      ],
    },
  },
  projects: [
    { name: 'browser', testIgnore: /shell-electron\.spec\.ts$/, use: { shellName: 'browser' } },
    { name: 'standin', testMatch: electronSpecs, use: { shellName: 'standin' } },
    { name: 'electron', testMatch: electronSpecs, use: { shellName: 'electron' } },
  ],
})
