import type { MenuItemConstructorOptions, WebContents } from 'electron'
import type { Settings } from '../../../core/contract/ipc'
import { menuWords } from './words'
import { nextZoom } from './zoom'

export interface MenuActions {
  /** Whether the developer tools may be opened. */
  readonly developerTools: boolean
  change(changes: Partial<Settings>): void
  /** Says which version this is. */
  about(): void
  /** Loads the page anew. */
  reload(): void
  /** Asks the page to present, or to leave that. */
  present(): void
  /** The page in front, if there is one. */
  page(): Pick<WebContents, 'getZoomFactor' | 'setZoomFactor'> | null
}

/**
 * The whole menu for these settings. Every item but the settings' has its role's meaning or its usual keys.
 */
export function menuTemplate(
  settings: Settings,
  { developerTools, about, change, reload, present, page }: MenuActions,
): MenuItemConstructorOptions[] {
  const words = menuWords[settings.locale]

  const zoom = (direction: 1 | -1) => () => {
    const contents = page()
    contents?.setZoomFactor(nextZoom(contents.getZoomFactor(), direction))
  }
  const theme = (name: Settings['theme']): MenuItemConstructorOptions => ({
    label: words[name],
    type: 'radio',
    checked: settings.theme === name,
    click: () => change({ theme: name }),
  })
  const language = (locale: Settings['locale'], label: string): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: settings.locale === locale,
    click: () => change({ locale }),
  })

  return [
    {
      label: words.file,
      submenu: [
        { label: words.close, role: 'close' },
        { label: words.quit, role: 'quit' },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { label: words.undo, role: 'undo' },
        { label: words.redo, role: 'redo' },
        { type: 'separator' },
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.zoomIn, accelerator: 'CommandOrControl+Plus', click: zoom(1) },
        // The same without the shift key, as on most keyboards plus is shift and equals.
        { label: words.zoomIn, accelerator: 'CommandOrControl+=', visible: false, click: zoom(1) },
        { label: words.zoomOut, accelerator: 'CommandOrControl+-', click: zoom(-1) },
        { label: words.resetZoom, accelerator: 'CommandOrControl+0', click: () => page()?.setZoomFactor(1) },
        { type: 'separator' },
        { label: words.fullScreen, role: 'togglefullscreen' },
        // The page has the key, also where it comes from a clicker: the menu only says it.
        { label: words.present, accelerator: 'F5', registerAccelerator: false, click: present },
        { type: 'separator' },
        { label: words.language, submenu: [language('en', 'English'), language('zh-CN', '简体中文')] },
        { label: words.theme, submenu: [theme('system'), theme('light'), theme('dark')] },
        {
          label: words.characterKeys,
          type: 'checkbox',
          checked: settings.characterKeys,
          click: () => change({ characterKeys: !settings.characterKeys }),
        },
        { type: 'separator' },
        { label: words.reload, accelerator: 'CommandOrControl+R', click: reload },
        {
          label: words.developerTools,
          role: 'toggleDevTools',
          visible: developerTools,
          enabled: developerTools,
        },
      ],
    },
    {
      label: words.window,
      submenu: [
        { label: words.minimize, role: 'minimize' },
        { label: words.close, role: 'close' },
      ],
    },
    { label: words.help, submenu: [{ label: words.about, click: about }] },
  ]
}
