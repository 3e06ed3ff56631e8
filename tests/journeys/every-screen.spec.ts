/** Every screen of an organisation in full use, at the sizes of real workstations and in both themes. Its other states stand in the files beside. */
import { furnishOffice, OFFICE_ENGINEER } from '../support/journey/furnished-office.ts'
import { complaintsOf, lookAtScreens } from '../support/journey/screen-checks.ts'
import {
  AUTHORITY_SCREENS,
  ENGINEER_SCREENS,
  FRONT_SCREENS,
  OFFICE_SCREENS,
  recordScreens,
} from '../support/journey/screens.ts'
import { ask } from '../support/journey/through-the-agent.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })

test('every screen of an organisation at work fits the window, passes axe in light and dark, and breaks no policy', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(900_000)
  const other = await openWorkstation()
  const complaints = [complaintsOf(shell.page), complaintsOf(other.page)]
  await lookAtScreens(other.page, FRONT_SCREENS, { state: 'front' })
  const office = await furnishOffice(server, { office: shell, other })
  await lookAtScreens(shell.page, { ...OFFICE_SCREENS, ...recordScreens(office) }, { state: 'filled' })

  await test.step('the authority and an engineer', async () => {
    await other.page.reload()
    await lookAtScreens(other.page, AUTHORITY_SCREENS, { state: 'authority' })
    await ask(other, 'accounts.signOut')
    const { mobile, password } = OFFICE_ENGINEER
    await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
    await other.page.reload()
    await lookAtScreens(other.page, ENGINEER_SCREENS, { state: 'engineer' })
  })
  expect(complaints.flat()).toEqual([])
})
