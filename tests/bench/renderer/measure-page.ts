import type { Browser, CDPSession, Page } from '@playwright/test'

/** What one contender's page cost in one run. Milliseconds are CPU of the page's main thread, not wall time. */
export interface PageCost {
  contender: string
  usableMs: number
  fillMs: number
  searchKeyMs: number
  scrollMs: number
  domNodes: number
  heapMb: number
}

const ROWS = 2_000
const LAST_SHOWN_AT_TOP = 'button[aria-label^="修改 "]'
const SEARCH = '1380'
const JUMPS = 20
const JUMP_PX = 700
/** Certificate of the row a few below the last jump's end, in view with rows of 40 px. */
const SHOWN_AFTER_JUMPS = 'No20260356'
const VIEWPORT = { width: 1366, height: 768 }

/** `address` is the contender's page; every figure is taken in a page that was just opened. */
export async function measurePage(browser: Browser, contender: string, address: string): Promise<PageCost> {
  const full = await openMeasured(browser, `${address}?rows=${ROWS}`)
  const usableMs = await full.threadMs()
  const { domNodes, heapMb } = await full.size()
  const searchKeyMs = await searchKeyCost(full)
  await full.page.close()

  const scrolled = await openMeasured(browser, `${address}?rows=${ROWS}`)
  const scrollMs = await scrolled.cost(() => scrollThrough(scrolled.page))
  await scrolled.page.close()

  const empty = await openMeasured(browser, `${address}?rows=0`)
  const fillMs = await empty.cost(() => empty.page.evaluate((count) => window.bench.setCount(count), ROWS))
  await empty.page.locator(LAST_SHOWN_AT_TOP).first().waitFor()
  await empty.page.close()
  return { contender, usableMs, fillMs, searchKeyMs, scrollMs, domNodes, heapMb }
}

interface Measured {
  page: Page
  /** CPU of the main thread since the page was opened. */
  threadMs: () => Promise<number>
  cost: (work: () => Promise<unknown>) => Promise<number>
  size: () => Promise<{ domNodes: number; heapMb: number }>
}

async function openMeasured(browser: Browser, url: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: VIEWPORT })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const beforeMs = await threadMs(session)
  await page.goto(url)
  if (!url.endsWith('rows=0')) await page.locator(LAST_SHOWN_AT_TOP).first().waitFor()
  await settle(page)
  return {
    page,
    threadMs: async () => (await threadMs(session)) - beforeMs,
    cost: async (work) => {
      const startedMs = await threadMs(session)
      await work()
      await settle(page)
      return (await threadMs(session)) - startedMs
    },
    size: async () => {
      await session.send('HeapProfiler.collectGarbage')
      const metrics = await metricsOf(session)
      const domNodes = await page.evaluate(() => document.querySelectorAll('*').length)
      return { domNodes, heapMb: (metrics.get('JSHeapUsedSize') ?? 0) / 1024 ** 2 }
    },
  }
}

/** The mean over typing a number and taking it away again, key by key; every key changes which people are shown. */
async function searchKeyCost({ page, cost }: Measured): Promise<number> {
  await page.getByLabel('查询操作员').focus()
  const keys = [...SEARCH.split(''), ...Array.from(SEARCH, () => 'Backspace')]
  const totalMs = await cost(async () => {
    for (const key of keys) {
      await page.keyboard.press(key)
      await settle(page)
    }
  })
  return totalMs / keys.length
}

/** Steps through the list as a reader with the wheel does, one jump a painted frame. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(
    async ({ jumps, jumpPx }) => {
      // Hidden is Element Plus's way: it draws its own scroll bar and follows the scroll event all the same.
      const scroller = [...document.querySelectorAll<HTMLElement>('.table *')].find(
        (element) =>
          element.scrollHeight > element.clientHeight + 10_000 &&
          ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowY),
      )
      if (!scroller) throw new Error('nothing scrolls here')
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      for (let jump = 1; jump <= jumps; jump += 1) {
        scroller.scrollTop = jump * jumpPx
        await frame()
        await frame()
      }
    },
    { jumps: JUMPS, jumpPx: JUMP_PX },
  )
  await page.getByText(SHOWN_AFTER_JUMPS, { exact: true }).first().waitFor()
}

/** Until what was asked for is drawn and nothing is left to do. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() => setTimeout(() => requestIdleCallback(() => resolve()), 50)),
        )
      }),
  )
}

async function threadMs(session: CDPSession): Promise<number> {
  return ((await metricsOf(session)).get('ThreadTime') ?? Number.NaN) * 1000
}

async function metricsOf(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}
