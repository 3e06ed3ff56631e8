import { expect } from '@playwright/test'
import type { Shell } from './shell-host.ts'

/** Starting a program on a busy machine takes its time. */
const START_TIMEOUT_MS = 30_000

/** Resolves once the renderer has drawn something: a page without its bundle or with a broken bridge stays empty. */
export const expectShown = (shell: Shell) =>
  expect(shell.page.locator('#app')).not.toBeEmpty({ timeout: START_TIMEOUT_MS })
