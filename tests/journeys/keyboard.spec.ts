/** The screens before signing in, by the keyboard alone: Tab comes to every control and round again, and one always sees where one is. Dialogs: every-screen-dialogs.spec.ts. */
import { openPage } from '../support/journey/open-page.ts'
import { FRONT_SCREENS } from '../support/journey/screens.ts'
import { walkByKeyboard } from '../support/journey/walk-by-keyboard.ts'
import { test, expect } from '../support/shells.ts'

test('Tab walks every screen before signing in round without a trap, and the focus is always to be seen', async ({
  shell,
}) => {
  const { page } = shell
  for (const [path, title] of Object.entries(FRONT_SCREENS)) {
    await openPage(page, `/${path}`, title)
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    const { stops, ...faults } = await walkByKeyboard(page)
    expect.soft(faults, title).toEqual({ cameRound: true, missed: [], unseen: [] })
    expect.soft(stops, `${title} has controls`).toBeGreaterThan(1)
  }
})
