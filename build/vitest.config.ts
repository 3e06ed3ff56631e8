import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Unit and contract tests. Journeys are Playwright's (build/playwright.config.ts). */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // What a “process” that the torture run has killed still tries is nobody's error.
    onUnhandledError: (error) => error.name !== 'ProcessKilled',
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/{domain,electron,server,contracts,build,torture}/**/*.test.ts', 'tests/*.test.ts'],
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
