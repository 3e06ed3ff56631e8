import { expect, type Page } from '@playwright/test'
import type { RunningServer } from '../running-server.ts'

/** Fills text fields by the manual's own field names. */
export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await page.getByRole('textbox', { name, exact: true }).fill(value)
  }
}

/** Opens a list by its field name and takes the entry with these words, or the one that matches. */
export async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  const box = page.getByRole('combobox', { name: field, exact: true })
  // By keyboard, as a clerk does: Element Plus lays its placeholder over the input, so that a click on the input itself never lands.
  await box.press('Enter')
  await expect(box).toHaveAttribute('aria-expanded', 'true')
  // The list of the field before may still be fading out: only this field's own entries count.
  const list = page.locator(`[id="${(await box.getAttribute('aria-controls')) ?? ''}"]`)
  await list.getByRole('option', { name: option, exact: true }).click()
}

/** 拖动滑块解锁发送短信 by keyboard, 发送短信, and the code as it arrives at this number. */
export async function receiveSmsCode(page: Page, server: RunningServer, mobile: string): Promise<void> {
  await page.getByRole('slider', { name: '拖动滑块解锁发送短信' }).press('End')
  await expect(page.getByRole('slider', { name: '拖动滑块解锁发送短信' })).toHaveAttribute(
    'aria-valuetext',
    /已解锁/,
  )
  await page.getByRole('button', { name: '发送短信' }).click()
  await fill(page, { 短信验证码: await server.smsCode(mobile) })
}
