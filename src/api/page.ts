import { readFileSync } from 'node:fs'

/** One static file of the page. */
interface PageFile {
  readonly type: string
  readonly content: string
}

/** The page's static files by path, and what a browser sees for a moment after a login link. */
export interface Page {
  readonly files: ReadonlyMap<string, PageFile>
  readonly loggedIn: string
}

/** Nothing from elsewhere runs, loads, frames or receives anything. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin'
} as const

const LOGGED_IN = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/">
<title>Bourse</title></head><body><p>Logged in. <a href="/">Open the page</a></p></body></html>`

const SCRIPTS = [
  'page.js',
  'api.js',
  'amount.js',
  'confirm.js',
  'dom.js',
  'send.js',
  'time.js',
  'trade-card.js',
  'view.js'
] as const

const FILES: readonly (readonly [path: string, name: string, type: string])[] = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/page.css', 'page.css', 'text/css; charset=utf-8'],
  ...SCRIPTS.map((name) => [`/${name}`, name, 'text/javascript; charset=utf-8'] as const),
  ['/icon.svg', 'icon.svg', 'image/svg+xml']
]

/** Reads the page's files from the folder beside this module. */
export function loadPage(): Page {
  const files = FILES.map(([path, name, type]) => {
    const content = readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
    return [path, { type, content }] as const
  })
  return { files: new Map(files), loggedIn: LOGGED_IN }
}
