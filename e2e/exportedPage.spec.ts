import { _electron } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, PROJECT, test } from './fixtures'

/** A short run as a page, by the command line. */
function exportPage(folder: string): string {
  const unroll = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['out/main/cli.js', ...args], {
      cwd: PROJECT,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
  }
  const task = ['--task', 'copy', '--cell', 'gru', '--hidden-size', '8', '--updates', '120']
  unroll('train', ...task, '--out', join(folder, 'run'), '--json')
  unroll('export', join(folder, 'run'), '--to', 'html', '--out', join(folder, 'run.html'))
  return join(folder, 'run.html')
}

const languages = {
  'en-GB': { title: 'Copy memory · GRU', play: 'Play', loss: 'Loss', settings: 'Settings' },
  'zh-CN': { title: '复制记忆 · GRU', play: '播放', loss: '损失', settings: '设置' },
}

test('the page of a run replays it in a plain browser without a network, in both languages and themes', async ({
  userData,
}, info) => {
  const file = exportPage(userData)
  for (const [language, words] of Object.entries(languages)) {
    const electron = await _electron.launch({
      args: [
        ...[join(PROJECT, 'e2e/plainBrowser.mjs'), `--user-data-dir=${join(userData, language)}`],
        ...['--disable-gpu', `--lang=${language}`, pathToFileURL(file).href],
      ],
      env: { ...(process.env as Record<string, string>), LANGUAGE: language.replace('-', '_') },
    })
    const page = await electron.firstWindow()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.title)
    await expect(page.getByRole('heading', { name: words.settings })).toBeVisible()

    const backgrounds = new Set<string>()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      backgrounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      await page.screenshot({ path: info.outputPath(`${language}-${colorScheme}.png`), fullPage: true })
    }
    expect(backgrounds.size).toBe(2)

    const readouts = page.locator('#readouts')
    await expect(readouts).toContainText('120 / 120')
    await page.getByRole('slider').fill('0')
    await expect(readouts).toContainText('1 / 120')
    await page.getByRole('button', { name: words.play }).click()
    await expect(readouts).toContainText('120 / 120', { timeout: 20_000 })

    // What is Chinese is drawn with the font that came along.
    const loaded = await page.evaluate(async () => {
      await document.fonts.ready
      return [...document.fonts].filter(({ status }) => status === 'loaded').length
    })
    expect(loaded).toBeGreaterThan(language === 'zh-CN' ? 5 : 0)
    expect(complaints).toEqual([])
    expect(await electron.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)).toEqual(
      [],
    )
    // The page could not have asked either: its policy holds.
    const isRefused = await page.evaluate(() =>
      fetch('data:text/plain,x').then(
        () => false,
        () => true,
      ),
    )
    expect(isRefused).toBe(true)
    await electron.close()
  }
})
