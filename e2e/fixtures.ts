import { execFile } from 'node:child_process'
import type { ElectronApplication } from '@playwright/test'
import { _electron, test as base, expect } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabApp } from './app'

interface Fixtures {
  /** A fresh folder for settings; removed afterwards. */
  userData: string
  /** What the window complained about: console errors, uncaught errors, refused content. Must stay empty. */
  complaints: string[]
  /** The app with its window open; closed afterwards. */
  app: LabApp
}

export const PROJECT = join(import.meta.dirname, '..')

/** Each worker has a display of its own, where there are several: all that it starts is shown there. */
const displays = process.env['UNROLL_TEST_DISPLAYS']?.split(' ') ?? []
const display = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]
if (display) process.env['DISPLAY'] = display

/** Electron's executable. */
export const ELECTRON = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '', 'electron')

export interface LaunchOptions {
  readonly switches?: readonly string[]
  /** What is run instead of Electron's executable, with its arguments. */
  readonly executablePath?: string
}

/** Starts the built app; as root, Playwright itself adds `--no-sandbox`. */
export function launch(
  userData: string,
  { switches = [], ...options }: LaunchOptions = {},
): Promise<ElectronApplication> {
  return _electron.launch({
    ...options,
    cwd: PROJECT,
    args: ['.', `--user-data-dir=${userData}`, '--disable-gpu', '--lang=en-US', ...switches],
    env: { ...(process.env as Record<string, string>), UNROLL_TEST: '1' },
  })
}

/** Runs the app without a driver until it ends by itself. */
export function runApp(userData: string): Promise<{ code: number; output: string }> {
  const args = ['.', `--user-data-dir=${userData}`, '--disable-gpu', '--no-sandbox']
  return new Promise((resolve) => {
    execFile(ELECTRON, args, { cwd: PROJECT }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

/** The window of a started app, ready to be used. A start is given a minute: a busy machine may need one. */
export async function openLab(electron: ElectronApplication): Promise<LabApp> {
  const app = new LabApp(electron, await electron.firstWindow())
  await expect(app.button('Start')).toBeVisible({ timeout: 60_000 })
  return app
}

export const test = base.extend<Fixtures>({
  userData: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'unroll-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  complaints: async ({ browserName: _ }, use) => {
    const complaints: string[] = []
    await use(complaints)
    expect(complaints, 'the window has nothing to complain about').toEqual([])
  },
  app: async ({ complaints, userData }, use) => {
    const electron = await launch(userData)
    const page = await electron.firstWindow()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await use(await openLab(electron))
    await electron.close()
  },
})

export { expect }
