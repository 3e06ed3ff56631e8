import { expect, type Page } from '@playwright/test'
import type { RunningServer } from '../running-server.ts'
import { dayFromToday } from './days.ts'
import { fill } from './form-filling.ts'

/** The slider-and-code part of a page, of several the one that is named: unlocks, sends as soon as the number may have another message, types what arrived. */
export async function unlockAndReceive(
  page: Page,
  server: RunningServer,
  part: { group?: string; mobile: string; field: string },
): Promise<void> {
  const group =
    part.group === undefined ? page.getByRole('main') : page.getByRole('group', { name: part.group })
  const slider = group.getByRole('slider')
  await expect(async () => {
    await slider.press('End')
    await expect(slider).toHaveAttribute('aria-valuetext', /已解锁/)
    await group.getByRole('button', { name: /发送短信/ }).click()
    await expect(group.getByText('短信验证码已发送')).toBeVisible({ timeout: 2000 })
  }).toPass({ intervals: [15_000], timeout: 90_000 })
  await fill(page, { [part.field]: await server.smsCode(part.mobile) })
}

/** 录入处罚 as far as the button. */
export async function fillPenalty(page: Page, organisation: string): Promise<void> {
  const box = page.getByRole('combobox', { name: '机构', exact: true })
  await box.pressSequentially(organisation.slice(0, 4))
  await page.getByRole('option', { name: organisation }).click()
  await fill(page, {
    处罚决定书文号: '宁消行罚决字〔2026〕第0012号',
    违法行为: '未按照国家标准开展消防设施维护保养',
    处罚内容: '警告，并处罚款人民币 8000 元',
  })
  await page.getByRole('combobox', { name: '处罚日期' }).fill(dayFromToday(-3))
  await page.keyboard.press('Enter')
  await page.getByLabel('处罚依据').fill('《中华人民共和国消防法》第六十九条')
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox', { name: '罚款' }).check({ force: true })
  await fill(page, { '金额（元）': '8000' })
}
