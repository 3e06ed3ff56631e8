/** 2,000 operators in one organisation: what the pages that show them put into the document, and what 200 dialogs leave behind. */
import type { CDPSession, Page } from '@playwright/test'
import type { OperatorBatch, OperatorEntry } from '../../domain/people/people-contract.ts'
import { OFFICE } from '../support/journey/furnished-office.ts'
import { openPage } from '../support/journey/open-page.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { madeCitizenId } from '../support/made-identifiers.ts'
import { test, expect } from '../support/shells.ts'

const OPERATORS = 2000
/** ui.md §6. */
const ELEMENTS_MAX = 4000
const DIALOGS = 200
/** By then code is compiled and caches are filled; what comes later is a leak. */
const WARM_UP = 40
/**
 * What V8 keeps of its own (feedback, compiled code, timers) grows by some 800 KB over these 160 dialogs; the limit still sees 5 KB that each leaves
 * behind. Nodes and listeners do not move at all: the limits see a single one that every other dialog, of those that add or those that change, leaves.
 */
const GROWTH_BYTES_MAX = 1_500_000
const GROWTH_NODES_MAX = 60
const GROWTH_LISTENERS_MAX = 60

test('2,000 operators stay within the budget of elements, and 200 dialogs opened and closed leave the heap flat', async ({
  shell,
  server,
}) => {
  test.setTimeout(600_000)
  const { page } = shell
  await completeOrganisation(shell, server, OFFICE)
  const entries = Array.from({ length: OPERATORS }, (_, index) => entryOf(index))
  expect((await ask<OperatorBatch>(shell, 'people.saveOperators', { entries })).added).toBe(OPERATORS)
  await page.reload()

  await test.step('elements', async () => {
    for (const [path, title] of [
      ['self-entry/operators', '消防设施操作员'],
      ['people/operators', '消防设施操作员管理'],
    ] as const) {
      await openPage(page, `/${path}`, title)
      await expect(page.getByRole('row').nth(5)).toBeVisible()
      const elements = await page.evaluate(() => document.querySelectorAll('*').length)
      expect.soft(elements, title).toBeLessThanOrEqual(ELEMENTS_MAX)
    }
  })

  await test.step('heap', async () => {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    await openAndClose(page, WARM_UP)
    const before = await measure(devtools)
    await openAndClose(page, (DIALOGS - WARM_UP) / 2)
    const between = await measure(devtools)
    await openAndClose(page, (DIALOGS - WARM_UP) / 2)
    const after = await measure(devtools)
    const what = JSON.stringify([before, between, after])
    expect.soft(after.bytes - before.bytes, what).toBeLessThan(GROWTH_BYTES_MAX)
    expect.soft(after.nodes - before.nodes, what).toBeLessThan(GROWTH_NODES_MAX)
    expect.soft(after.listeners - before.listeners, what).toBeLessThan(GROWTH_LISTENERS_MAX)
  })
})

/** 添加操作员 and 修改操作员 in turn. */
async function openAndClose(page: Page, times: number): Promise<void> {
  const add = page.getByRole('button', { name: '添加操作员', exact: true })
  const change = page.getByRole('button', { name: /^修改 / }).first()
  const dialog = page.getByRole('dialog')
  for (let time = 0; time < times; time += 1) {
    const opener = time % 2 === 0 ? add : change
    await opener.press('Enter')
    await expect(dialog.locator('input:focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
}

interface Heap {
  bytes: number
  nodes: number
  listeners: number
}

async function measure(devtools: CDPSession): Promise<Heap> {
  // What the first round frees by finalisers is collected by the second.
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') }
}

function entryOf(index: number): OperatorEntry {
  const number = String(index).padStart(5, '0')
  const [level, digit] = index % 2 === 1 ? (['five', 5] as const) : (['three', 3] as const)
  return {
    operatorId: null,
    fields: {
      name: `${'苗罗徐彭林章陈吴'.charAt(index % 8)}${'佳志小建雨海然晓'.charAt((index >> 3) % 8)}${'远明国桐燕华欣宁'.charAt((index >> 6) % 8)}`,
      idNumber: madeCitizenId(`${1965 + (index % 40)}0615`, 100 + Math.floor(index / 40)),
      mobile: `138001${number}`,
      certificateNumber: `2612003200${String(digit)}${number}`,
      level,
      direction: level === 'three' ? 'maintenance' : 'none',
    },
  }
}
