import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Unit and contract tests. Journeys are Playwright's (build/playwright.config.ts). */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/{domain,electron,server,contracts,build}/**/*.test.ts', 'tests/*.test.ts'],
          globalSetup: ['tests/support/postgres-gate.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'renderer',
          include: ['tests/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          pool: 'forks',
          maxWorkers: 2,
        },
      },
    ],
  },
})
