import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Appearance } from '../core/desktop-bridge.ts'
import { shellWords } from './shell-words.ts'

/** Sets the application menu in the person's language. Reloading is offered only while developing. */
export function setMenu(language: Appearance['language'], developing: boolean): void {
  const words = shellWords[language]
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    { type: 'separator' },
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'selectAll', label: words.selectAll },
  ]
  const view: MenuItemConstructorOptions[] = [
    ...(developing ? [{ role: 'reload', label: words.reload } as const, { role: 'toggleDevTools' } as const] : []),
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
    { role: 'togglefullscreen', label: words.fullScreen },
  ]
  const windowItems: MenuItemConstructorOptions[] = [
    { role: 'minimize', label: words.minimize },
    { role: 'close', label: words.close },
  ]
  const template: MenuItemConstructorOptions[] = [
    process.platform === 'darwin' ? { role: 'appMenu' } : { label: words.file, submenu: [{ role: 'quit', label: words.quit }] },
    { label: words.edit, submenu: edit },
    { label: words.view, submenu: view },
    { label: words.window, submenu: windowItems },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
