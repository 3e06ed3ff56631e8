import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'

/** The system's menu bar. What the product does stands in the page's own menus; here is only what every program has. */
export function installMenu(options: { logDirectory: string; checkForUpdates: (() => void) | null }): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    { id: 'file', label: '文件', submenu: [{ id: 'quit', role: 'quit', label: '退出' }] },
    { id: 'edit', label: '编辑', submenu: editItems() },
    { id: 'view', label: '视图', submenu: viewItems() },
    {
      id: 'window',
      label: '窗口',
      submenu: [
        { role: 'minimize', label: '最小化' },
        { role: 'close', label: '关闭窗口' },
      ],
    },
    { id: 'help', label: '帮助', submenu: helpItems(options) },
  ]
  // macOS takes the first menu for the application's own.
  const ownMenu: MenuItemConstructorOptions = {
    label: app.getName(),
    submenu: [
      { role: 'hide', label: '隐藏' },
      { role: 'quit', label: '退出' },
    ],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(isMac ? [ownMenu, ...template] : template))
}

function editItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: '撤销' },
    { role: 'redo', label: '重做' },
    { type: 'separator' },
    { role: 'cut', label: '剪切' },
    { role: 'copy', label: '复制' },
    { role: 'paste', label: '粘贴' },
    { role: 'selectAll', label: '全选' },
  ]
}

function viewItems(): MenuItemConstructorOptions[] {
  return [
    { id: 'reload', role: 'reload', label: '重新加载' },
    { type: 'separator' },
    { role: 'zoomIn', label: '放大' },
    { role: 'zoomOut', label: '缩小' },
    { role: 'resetZoom', label: '实际大小' },
    { role: 'togglefullscreen', label: '全屏' },
  ]
}

function helpItems(options: {
  logDirectory: string
  checkForUpdates: (() => void) | null
}): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [
    { id: 'logs', label: '打开日志目录', click: () => void shell.openPath(options.logDirectory) },
    { id: 'version', label: `版本 ${app.getVersion()}`, enabled: false },
  ]
  if (options.checkForUpdates)
    items.unshift({ id: 'updates', label: '检查更新', click: options.checkForUpdates })
  return items
}
