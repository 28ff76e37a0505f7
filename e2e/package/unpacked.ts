import type { ElectronApplication } from '@playwright/test'
import { _electron } from '@playwright/test'
import { join } from 'node:path'
import { LabApp } from '../app'
import { expect } from '../fixtures'

/** Where the packages lie unpacked, in the test flavour; and the release as it is handed out. */
const { tarball, deb, release } = JSON.parse(
  process.env['UNROLL_UNPACKED'] ?? '{"tarball":"","deb":"","release":""}',
) as Record<'tarball' | 'deb' | 'release', string>

export const RELEASE = release
export const FLAVOURS = { 'tar.gz': tarball, '.deb': deb } as const

export const executable = (folder: string) => join(folder, 'unroll')
export const commandLine = (folder: string) => join(folder, 'bin', 'unroll')

/** As a fresh account has it: a home of its own, and only what every program needs of the environment. */
export function plainEnvironment(home: string): Record<string, string> {
  const { PATH = '', DISPLAY = '' } = process.env
  return { PATH, DISPLAY, HOME: home, UNROLL_TEST: '1' }
}

/** Starts an unpacked app as a desktop would, but for what a machine without a graphics card needs. */
export function launchUnpacked(
  folder: string,
  home: string,
  args: readonly string[] = [],
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: executable(folder),
    cwd: home,
    args: ['--disable-gpu', '--no-sandbox', '--lang=en-US', ...args],
    env: plainEnvironment(home),
  })
}

export async function openUnpacked(electron: ElectronApplication): Promise<LabApp> {
  const app = new LabApp(electron, await electron.firstWindow())
  await expect(app.button('Start')).toBeVisible({ timeout: 60_000 })
  return app
}
