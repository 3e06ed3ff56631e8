import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { AgentBridge } from '../../domain/contracts/bridge.ts'

const bridge: AgentBridge = {
  shell: 'electron',
  call: (method, input) => ipcRenderer.invoke('agent:call', method, input),
  on: (listener) => {
    const forward = (_: IpcRendererEvent, name: string, event: unknown) => listener(name, event)
    ipcRenderer.on('agent:event', forward)
    return () => void ipcRenderer.off('agent:event', forward)
  },
}

contextBridge.exposeInMainWorld('agent', bridge)
