import type { Page } from '@playwright/test'
import type { Failure } from '../../../domain/contracts/failure.ts'

/** The agent of the browser shell, which refuses every question of a page while `failing` is set. */
export interface FailingAgent {
  failing: boolean
  /** The methods refused so far; to be emptied by whoever asks about one screen. */
  refused: string[]
}

const REFUSAL: Failure = { code: 'internal' }
/** What the window around the pages asks by itself at any time. */
const OF_THE_WINDOW = new Set(['notices.list', 'organisation.current', 'sync.status'])

export async function letAgentFail(page: Page): Promise<FailingAgent> {
  const agent: FailingAgent = { failing: false, refused: [] }
  await page.route(/\/agent\/(?!events$)/, async (route) => {
    const method = new URL(route.request().url()).pathname.replace('/agent/', '')
    if (!agent.failing || OF_THE_WINDOW.has(method)) return route.fallback()
    agent.refused.push(method)
    return route.fulfill({ json: { ok: false, failure: REFUSAL } })
  })
  return agent
}
