import { contextBridge, ipcRenderer } from 'electron'
import type { DesktopBridge, DesktopCall } from '../core/desktop-bridge.ts'

const call = (name: DesktopCall, input?: unknown) => ipcRenderer.invoke(`desktop:${name}`, input)

const bridge: DesktopBridge = {
  about: () => call('about'),
  notify: (notification) => call('notify', notification),
  openExternal: (address) => call('openExternal', address),
  chooseFolder: (question) => call('chooseFolder', question),
  setBadge: (badge) => call('setBadge', badge),
  setAppearance: (appearance) => call('setAppearance', appearance),
  findOffices: () => call('findOffices'),
  meetOffice: (address) => call('meetOffice', address),
  joinOffice: (question) => call('joinOffice', question),
  office: () => call('office'),
  hostIsAt: (address) => call('hostIsAt', address),
  leaveOffice: () => call('leaveOffice'),
  openCopy: (address) => call('openCopy', address),
  onNavigate: (listener) => {
    // The event object stays here: it would hand the page a way to send messages of its own.
    const forward = (_event: unknown, path: string) => listener(path)
    ipcRenderer.on('desktop:navigate', forward)
    return () => void ipcRenderer.off('desktop:navigate', forward)
  },
}

contextBridge.exposeInMainWorld('samphan', bridge)
