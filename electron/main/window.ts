import { BrowserWindow } from 'electron'
import type { AgentLog } from '../agent/host.ts'
import { APP_ORIGIN } from './app-origin.ts'

/** Opens the main window and resolves once its page is loaded. A page that crashes is loaded again: its drafts are with the agent. */
export async function openMainWindow(options: {
  preload: string
  icon: string
  log: AgentLog
}): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 576,
    title: '消防技术服务机构客户端',
    icon: options.icon,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  })
  window.webContents.on('render-process-gone', (_, details) => {
    options.log.error('page gone', { reason: details.reason, exitCode: details.exitCode })
    if (details.reason !== 'clean-exit') window.webContents.reload()
  })
  window.webContents.on('preload-error', (_, path, error) =>
    options.log.error('preload failed', { path, error: error.message }),
  )
  await window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}
