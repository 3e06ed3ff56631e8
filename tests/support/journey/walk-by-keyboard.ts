import type { Page } from '@playwright/test'

/** More stops than any screen has: whoever has not come round by then is in a trap. */
const MOST_STOPS = 160

export interface Walk {
  stops: number
  cameRound: boolean
  /** Controls that Tab never came to. */
  missed: string[]
  /** Where the focus could not be seen: outside the window, or the look did not change. */
  unseen: string[]
  /** Grids in which Tab stops more than once: inside one the arrow keys walk. */
  crowdedGrids: string[]
}

/** Presses Tab from the top of the page until the focus is there again. Leaves the focus at the top. */
export async function walkByKeyboard(page: Page): Promise<Walk> {
  await page.evaluate(beginWalk)
  let stops = 1
  let step = await page.evaluate(takeStep)
  const unseen: string[] = []
  while (stops < MOST_STOPS) {
    if (step.outside) unseen.push(`${step.name} lies outside the window`)
    await page.keyboard.press('Tab')
    step = await page.evaluate(takeStep)
    if (step.unmarked !== null) unseen.push(`${step.unmarked} does not look focused`)
    if (step.atTop) break
    stops += 1
  }
  const [missed, crowdedGrids] = [await page.evaluate(missedControls), await page.evaluate(findCrowdedGrids)]
  return { stops, cameRound: step.atTop, missed, unseen, crowdedGrids }
}

/** What one walk keeps in the page. */
interface WalkState {
  top: Element | null
  reached: Set<Element>
  /** The element in focus, and how it looked. */
  last: { element: Element; look: string } | null
}
type WalkedWindow = Window & { walk?: WalkState }

// The functions below run in the page, each by itself: what they share is in `window.walk`.

function beginWalk(): void {
  const still = new CSSStyleSheet()
  still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
  document.adoptedStyleSheets = [still]
  const top = [...document.querySelectorAll<HTMLElement>('a[href], button, input')].find(
    (element) => element.tabIndex >= 0 && element.getClientRects().length > 0,
  )
  const walked: WalkedWindow = window
  walked.walk = { top: top ?? null, reached: new Set(), last: null }
  top?.focus()
}

function takeStep(): { name: string; atTop: boolean; outside: boolean; unmarked: string | null } {
  const walked: WalkedWindow = window
  const { walk } = walked
  if (!walk) throw new Error('the walk has not begun')
  const nameOf = (element: Element) => {
    const text = element.getAttribute('aria-label') ?? element.textContent.trim()
    return `${element.tagName.toLowerCase()}.${element.getAttribute('class')?.split(' ')[0] ?? ''} ${text.slice(0, 24)}`
  }
  // Where a control is drawn by its neighbours (Element Plus's radio buttons), they show the focus.
  const lookOf = (element: Element) => {
    const parent = element.parentElement
    const around = [element, ...(parent?.children ?? []), parent, parent?.parentElement]
    return around
      .slice(0, 12)
      .map((part) => {
        if (!part) return ''
        const style = getComputedStyle(part)
        return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.left].join(
          ' ',
        )
      })
      .join('|')
  }
  const last = walk.last
  const unmarked =
    last?.element.isConnected && lookOf(last.element) === last.look ? nameOf(last.element) : null
  const element = document.activeElement ?? document.body
  walk.last = element === document.body ? null : { element, look: lookOf(element) }
  const atTop = element === walk.top && walk.reached.size > 0
  walk.reached.add(element)
  const own = element.getBoundingClientRect()
  const box = own.width < 3 ? (element.parentElement ?? element).getBoundingClientRect() : own
  const inside = box.left >= -1 && box.top >= -1 && box.left < innerWidth && box.top < innerHeight
  const whole = box.right <= innerWidth + 1 && (box.bottom <= innerHeight + 1 || box.height > innerHeight / 2)
  return { name: nameOf(element), atTop, outside: element !== document.body && !(inside && whole), unmarked }
}

function missedControls(): string[] {
  const walked: WalkedWindow = window
  const reached = walked.walk?.reached ?? new Set<Element>()
  const wanted = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]'
  return [...document.querySelectorAll<HTMLElement>(wanted)].flatMap((element) => {
    const shown = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
    const ofRadioGroup = element instanceof HTMLInputElement && element.type === 'radio'
    if (!shown || element.tabIndex < 0 || ofRadioGroup || reached.has(element)) return []
    return [
      `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent.trim()}`,
    ]
  })
}

function findCrowdedGrids(): string[] {
  const walked: WalkedWindow = window
  const reached = [...(walked.walk?.reached ?? [])]
  return [...document.querySelectorAll('[role="grid"]')].flatMap((grid) => {
    const stops = reached.filter((element) => grid.contains(element)).length
    return stops > 1 ? [`${grid.getAttribute('aria-label') ?? 'grid'}: ${stops} stops`] : []
  })
}
