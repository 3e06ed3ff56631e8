import { BrowserWindow, ipcMain, type WebFrameMain } from 'electron'
import type { Agent } from '../agent/agent.ts'
import type { AgentLog } from '../agent/host.ts'
import { isOurUrl } from './app-origin.ts'

/** The agent's door for our windows. Answers only the top frame of our own pages; everybody else gets an error and an entry in the log. */
export function serveAgentOverIpc(agent: Pick<Agent, 'call' | 'on'>, log: AgentLog): void {
  ipcMain.handle('agent:call', (event, method: unknown, input: unknown) => {
    if (!isOurTopFrame(event.senderFrame) || typeof method !== 'string') {
      log.warn('agent call refused: not the top frame of our own page')
      throw new Error('refused')
    }
    return agent.call(method, input)
  })
  agent.on((name, event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('agent:event', name, event)
  })
}

function isOurTopFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOurUrl(frame.url)
}
