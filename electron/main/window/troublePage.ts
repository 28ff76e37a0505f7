import type { Settings } from '../../../core/contract/ipc'

/** Why the window has nothing to show. */
export type Trouble =
  | { readonly kind: 'crashed'; readonly detail: string }
  | { readonly kind: 'missing'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }

interface Words {
  readonly titles: Readonly<Record<Trouble['kind'], string>>
  readonly texts: Readonly<Record<Trouble['kind'], string>>
  readonly reload: string
}

const WORDS: Readonly<Record<Settings['locale'], Words>> = {
  en: {
    titles: {
      crashed: 'The window crashed twice',
      missing: 'A part of Unroll is missing',
      unreachable: 'The window’s page cannot be loaded',
    },
    texts: {
      crashed:
        'Loading it again did not help. A run that is training goes on and will be shown again. ' +
        'If memory is short, close other programs first.',
      missing: 'The installation is incomplete or was not built. Build or install Unroll again, then reload.',
      unreachable: 'The page did not answer. Check what serves it, then reload.',
    },
    reload: 'Reload',
  },
  'zh-CN': {
    titles: {
      crashed: '窗口连续崩溃了两次',
      missing: 'Unroll 缺少一部分文件',
      unreachable: '窗口页面无法加载',
    },
    texts: {
      crashed:
        '重新加载也无济于事。正在进行的训练不受影响，页面恢复后会重新显示。如果内存不足，请先关闭其他程序。',
      missing: '安装不完整，或尚未构建。请重新构建或安装 Unroll，然后重新加载。',
      unreachable: '页面没有响应。请检查提供该页面的服务，然后重新加载。',
    },
    reload: '重新加载',
  },
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { display: grid; align-content: center; justify-items: center; gap: 1rem; min-height: 100vh; margin: 0;
    padding: 2rem; box-sizing: border-box; font: 1rem/1.5 system-ui, sans-serif; text-align: center; }
  h1, p { max-width: 38rem; margin: 0; }
  h1 { font-size: 1.5rem; }
  code { overflow-wrap: anywhere; opacity: 0.75; }
  a { padding: 0.4rem 1.2rem; border: 1px solid currentcolor; border-radius: 4px; color: inherit;
    text-decoration: none; }
`

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * The address of a page that stands for itself: it says what is wrong and links to the real page, as Reload.
 */
export function troublePage({ kind, detail }: Trouble, locale: Settings['locale'], pageUrl: string): string {
  const { titles, texts, reload } = WORDS[locale]
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Unroll</title><style>${STYLE}</style></head>
<body role="main"><h1>${titles[kind]}</h1><p>${texts[kind]}</p><p><code>${escape(detail)}</code></p>
<a href="${escape(pageUrl)}" role="button" autofocus>${reload}</a></body></html>`
  return `${TROUBLE_PREFIX}${encodeURIComponent(html)}`
}

const TROUBLE_PREFIX = 'data:text/html;charset=utf-8,'

export function isTroublePage(url: string): boolean {
  return url.startsWith(TROUBLE_PREFIX)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
}
