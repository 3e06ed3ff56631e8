import { app, dialog, type BrowserWindow } from 'electron'
import electronUpdater from 'electron-updater'
import type { AgentLog } from '../agent/host.ts'

const CHECK_EVERY_MS = 4 * 60 * 60_000

/**
 * Looks for a new version at the address that packaging wrote into app-update.yml; downloads it quietly, asks before restarting, installs at the next quit otherwise.
 * Answers the function behind 检查更新, or null where the program does not run from a package.
 */
export function watchForUpdates(options: {
  log: AgentLog
  window: () => BrowserWindow | null
}): (() => void) | null {
  if (!app.isPackaged) return null
  const { autoUpdater } = electronUpdater
  autoUpdater.logger = null
  autoUpdater.allowDowngrade = false
  autoUpdater.on('error', (error) => options.log.warn('update check failed', { error: error.message }))
  autoUpdater.on('update-downloaded', ({ version }) => void offerRestart(version, options.window()))
  // Failures reach the error event above; the promise's rejection is the same one.
  const check = () => void autoUpdater.checkForUpdates().catch(() => null)
  check()
  setInterval(check, CHECK_EVERY_MS).unref()
  return check
}

async function offerRestart(version: string, window: BrowserWindow | null): Promise<void> {
  const question = {
    type: 'info' as const,
    message: `新版本 ${version} 已下载`,
    detail: '现在重新启动即可更新；选择“稍后”，则在下次退出时更新。草稿和待同步的内容不受影响。',
    buttons: ['重新启动并更新', '稍后'],
    cancelId: 1,
    defaultId: 1,
  }
  const { response } = await (window
    ? dialog.showMessageBox(window, question)
    : dialog.showMessageBox(question))
  if (response === 0) electronUpdater.autoUpdater.quitAndInstall()
}
