/** Start-up of the Electron shell, in reading order. Everything that matters is the agent's. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { createAgent, type Agent } from '../agent/agent.ts'
import { runPrintersCommandLine } from '../agent/printing/command-line/printers-command-line.ts'
import { serveAgentOverIpc } from './agent-ipc.ts'
import { declareAppScheme, serveRenderer } from './app-protocol.ts'
import { createElectronHost } from './electron-host.ts'
import { installMenu } from './menu.ts'
import { guardNavigation } from './navigation-guard.ts'
import { limitPermissions } from './permissions.ts'
import { findServerAddress } from './server-address.ts'
import { showTray } from './tray.ts'
import { watchForUpdates } from './updates.ts'
import { openMainWindow } from './window.ts'

const FOLDER = 'fire-service-client'
const inBundle = (path: string) => join(app.getAppPath(), path)
const mainWindow = () => BrowserWindow.getAllWindows()[0] ?? null

app.enableSandbox()
// A folder name without Chinese characters: some drivers and tools on Windows cannot read others.
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), FOLDER))
declareAppScheme()
guardNavigation()

const printersAt = process.argv.indexOf('printers')
if (printersAt > 0) {
  // For support, beside a client that runs or not: it touches nothing of the client's.
  runPrintersCommandLine(process.argv.slice(printersAt + 1), 'fire-service-client printers').then(
    (exitCode) => {
      app.exit(exitCode)
    },
    giveUp,
  )
} else if (app.requestSingleInstanceLock()) {
  // Two agents over one database would send everything twice.
  app.on('second-instance', showWindow)
  // Not awaited at top level: Electron becomes ready only after this module has been run.
  app.whenReady().then(start).catch(giveUp)
} else {
  app.quit()
}

async function start(): Promise<void> {
  const serverUrl = findServerAddress()
  if (!serverUrl)
    throw new Error(
      `没有设置同步服务器地址：请把地址写入 ${join(app.getPath('userData'), 'server-url.txt')} 后重新打开`,
    )
  const host = createElectronHost(serverUrl)
  const agent = await createAgent(host)
  stopAgentBeforeQuit(agent)
  serveRenderer(inBundle('out/renderer'))
  limitPermissions()
  serveAgentOverIpc(agent, host.log)
  const checkForUpdates = watchForUpdates({ log: host.log, window: mainWindow })
  installMenu({ logDirectory: join(host.dataDir, 'logs'), checkForUpdates })
  const icon = inBundle('build/icons/icon.png')
  const window = { preload: inBundle('out/preload/preload.cjs'), icon, log: host.log }
  await openMainWindow(window)
  showTray({ icon, agent, window: mainWindow, quit: () => app.quit() })
  app.on('activate', () => {
    if (!mainWindow()) void openMainWindow(window)
  })
  console.log('READY app://bundle/index.html')
}

function showWindow(): void {
  const window = mainWindow()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** Lets the agent finish what it is writing before the process ends. */
function stopAgentBeforeQuit(agent: Agent): void {
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void agent.stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}

function giveUp(error: unknown): void {
  dialog.showErrorBox(
    '消防技术服务机构客户端无法启动',
    error instanceof Error ? error.message : String(error),
  )
  app.exit(1)
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
