import { expect, test as base } from '@playwright/test'
import { findElectron } from '../../build/find-electron.ts'
import { startServer, type RunningServer } from './running-server.ts'
import { openShell, type Shell, type ShellName, type ShellOptions } from './shell-host.ts'
import { startVirtualPrinter, type VirtualPrinter } from './virtual-printer/virtual-printer.ts'

export interface ShellFixtureOptions {
  shellName: ShellName
  /** Command-line options of vprinter.py; null starts no printer. */
  printerOptions: string[] | null
}
export interface ShellFixtures {
  server: RunningServer
  /** Null unless `printerOptions` are set; every shell of the test sees it. */
  printer: VirtualPrinter | null
  /** Opens another workstation: an engineer's, the authority's. Closed at the end of the test. */
  openWorkstation: (options?: Partial<Pick<ShellOptions, 'name' | 'env'>>) => Promise<Shell>
  /** The workstation of the test's main person, in the shell of the Playwright project. */
  shell: Shell
}

/** Playwright's test with a true server, a true agent and the project's shell, each test with data of its own. */
export const test = base.extend<ShellFixtures & ShellFixtureOptions>({
  shellName: ['browser', { option: true }],
  printerOptions: [null, { option: true }],
  server: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.stop()
  },
  printer: async ({ printerOptions }, use) => {
    const printer = printerOptions ? await startVirtualPrinter(printerOptions) : null
    await use(printer)
    await printer?.stop()
  },
  openWorkstation: async ({ server, printer, browser, shellName }, use) => {
    const shells: Shell[] = []
    await use(async (options = {}) => {
      const env = { ...printer?.env, ...options.env }
      const shell = await openShell({ server, browser, name: options.name ?? shellName, env })
      shells.push(shell)
      return shell
    })
    for (const shell of shells) await shell.close()
  },
  shell: async ({ openWorkstation, shellName }, use, testInfo) => {
    skipWithoutElectron(shellName)
    testInfo.annotations.push({ type: 'shell', description: shellName })
    await use(await openWorkstation())
  },
})

/** Real Electron is not everywhere; where it must be there (REQUIRE_ELECTRON=1), its absence fails. */
function skipWithoutElectron(name: ShellName): void {
  if (name !== 'electron') return
  const found = findElectron()
  if (!('missing' in found)) return
  if (process.env['REQUIRE_ELECTRON'] === '1') throw new Error(found.missing)
  test.skip(true, `没有真正的 Electron：${found.missing}`)
}

export { expect }
