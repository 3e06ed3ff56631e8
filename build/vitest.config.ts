import { existsSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/**
 * Hundreds of small databases each sync to the disk at every save; in memory that costs nothing and means the same to everything but a power cut, which no
 * test has. What is counted there (fsync) is counted as calls.
 */
const MEMORY = '/dev/shm'
const env: Record<string, string> = existsSync(MEMORY) ? { TMPDIR: MEMORY } : {}

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
          env,
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
