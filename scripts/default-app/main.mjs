// @ts-check
// The first program of the staged Electron runtime: it starts the app whose folder or file stands in argv.
// Electron's own runtime brings one like it; this one goes into resources/default_app.asar.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const USAGE = `Usage: electron [-r MODULE]... [OPTIONS] PATH

PATH is an app's folder (with a package.json) or its main file.
  -r, --require MODULE   load MODULE first; may be given more than once
  -v, --version          print Electron's version
  -h, --help             print this text
`

/** @param {readonly string[]} argv */
function parse(argv) {
  /** @type {{ modules: string[], path: string | null, print: string | null }} */
  const options = { modules: [], path: null, print: null }
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? ''
    if (argument === '-v' || argument === '--version') options.print = `v${process.versions.electron}\n`
    else if (argument === '-h' || argument === '--help') options.print = USAGE
    else if (argument === '-r' || argument === '--require') options.modules.push(argv[++i] ?? '')
    else if (argument.startsWith('--require=')) options.modules.push(argument.slice('--require='.length))
    else if (!argument.startsWith('-')) {
      // Whatever follows the path belongs to the app.
      options.path = argument
      break
    }
  }
  return options
}

/**
 * Where the app starts, and its description when it is a folder with a package.json.
 * @param {string} path
 * @returns {{ folder: string, main: string, description: Record<string, string> | null }}
 */
function locate(path) {
  if (!existsSync(path)) throw new Error(`there is no app at ${path}`)
  if (!statSync(path).isDirectory()) return { folder: dirname(path), main: path, description: null }
  const file = join(path, 'package.json')
  const description = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  // Node's own resolution of a folder: `main` with or without its extension, else index.js.
  return { folder: path, main: createRequire(join(path, 'index.js')).resolve(path), description }
}

/** @param {ReturnType<typeof locate>} found */
async function start({ folder, main, description }) {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  const name = description?.productName ?? description?.name
  if (name) app.setName(name)
  // Undocumented but what Electron's own first program calls: getVersion() and getAppPath() must speak of the
  // app.
  const { setVersion, setAppPath } =
    /** @type {{ setVersion(v: string): void, setAppPath(p: string): void }} */ (/** @type {unknown} */ (app))
  if (description?.version) setVersion.call(app, description.version)
  setAppPath.call(app, folder)
  await import(pathToFileURL(main).href)
}

const options = parse(process.argv.slice(1))
const requireFrom = createRequire(join(process.cwd(), 'index.js'))
for (const module of options.modules) requireFrom(module)

if (options.print !== null || options.path === null) {
  process.stdout.write(options.print ?? USAGE)
  process.exit(options.print === null ? 1 : 0)
}
try {
  await start(locate(resolve(options.path)))
} catch (error) {
  process.stderr.write(
    `electron: cannot start ${options.path}: ${error instanceof Error ? error.stack : error}\n`,
  )
  process.exit(1)
}
