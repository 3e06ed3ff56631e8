import { Menu, nativeImage, Tray, type BrowserWindow } from 'electron'
import { SyncStatus } from '../../domain/sync/sync-contract.ts'
import type { Agent } from '../agent/agent.ts'
import { describeSync } from './describe-sync.ts'

/** An icon beside the clock that tells the state of synchronisation and brings the window back. */
export function showTray(options: {
  icon: string
  agent: Pick<Agent, 'on'>
  window: () => BrowserWindow | null
  quit: () => void
}): Tray {
  const tray = new Tray(nativeImage.createFromPath(options.icon).resize({ width: 16, height: 16 }))
  const show = () => {
    const window = options.window()
    if (window?.isMinimized()) window.restore()
    window?.show()
  }
  tray.setToolTip(NAME)
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: '打开', click: show },
      { label: '退出', click: options.quit },
    ]),
  )
  tray.on('click', show)
  options.agent.on((name, event) => {
    if (name === 'sync.status') tray.setToolTip(`${NAME}\n${describeSync(SyncStatus.parse(event))}`)
  })
  return tray
}

const NAME = '消防技术服务机构客户端'
