/** Every screen by the keyboard alone: Tab comes to every control and round again, and one always sees where one is. Dialogs: every-screen-dialogs.spec.ts. */
import type { Page } from '@playwright/test'
import { furnishOffice, OFFICE_ENGINEER } from '../support/journey/furnished-office.ts'
import { openPage } from '../support/journey/open-page.ts'
import {
  AUTHORITY_SCREENS,
  ENGINEER_SCREENS,
  FRONT_SCREENS,
  OFFICE_SCREENS,
  recordScreens,
  type Screens,
} from '../support/journey/screens.ts'
import { ask } from '../support/journey/through-the-agent.ts'
import { walkByKeyboard } from '../support/journey/walk-by-keyboard.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })

test('Tab walks every screen round without a trap, stops once in a grid, and the focus is always to be seen', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(900_000)
  const other = await openWorkstation()
  await walkScreens(other.page, FRONT_SCREENS)
  const office = await furnishOffice(server, { office: shell, other })
  await walkScreens(shell.page, { ...OFFICE_SCREENS, ...recordScreens(office) })
  await other.page.reload()
  await walkScreens(other.page, AUTHORITY_SCREENS)
  const { mobile, password } = OFFICE_ENGINEER
  await ask(other, 'accounts.signOut')
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await other.page.reload()
  await walkScreens(other.page, ENGINEER_SCREENS)
})

async function walkScreens(page: Page, screens: Screens): Promise<void> {
  for (const [path, title] of Object.entries(screens)) {
    await openPage(page, `/${path}`, title)
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    const { stops, ...faults } = await walkByKeyboard(page)
    expect.soft(faults, title).toEqual({ cameRound: true, missed: [], unseen: [], crowdedGrids: [] })
    expect.soft(stops, `${title} has controls`).toBeGreaterThan(1)
  }
}
