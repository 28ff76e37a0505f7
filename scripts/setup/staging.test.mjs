// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stageFolder } from './staging.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

test('the folder appears complete, with nothing beside it', async () => {
  const folder = temporaryFolder()
  const target = join(folder, 'deep', 'runtime')
  await stageFolder(target, async (made) => {
    writeFiles(made, { a: '1' })
    expect(existsSync(target)).toBe(false)
  })
  expect(readFileSync(join(target, 'a'), 'utf8')).toBe('1')
  expect(readdirSync(join(folder, 'deep'))).toEqual(['runtime'])
})

test('an error on the way leaves nothing', async () => {
  const folder = temporaryFolder()
  const attempt = stageFolder(join(folder, 'runtime'), async (made) => {
    writeFiles(made, { half: 'x' })
    throw new Error('the line broke')
  })
  await expect(attempt).rejects.toThrow('the line broke')
  expect(readdirSync(folder)).toEqual([])
})

test('an error on the way keeps the older folder', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { 'runtime/old': '' })
  await expect(stageFolder(join(folder, 'runtime'), () => Promise.reject(new Error('no')))).rejects.toThrow()
  expect(readdirSync(join(folder, 'runtime'))).toEqual(['old'])
})

test('an older folder is replaced as a whole', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { 'runtime/old': '' })
  await stageFolder(join(folder, 'runtime'), async (made) => writeFiles(made, { new: '' }))
  expect(readdirSync(join(folder, 'runtime'))).toEqual(['new'])
  expect(readdirSync(folder)).toEqual(['runtime'])
})

/** Starts a staging that never ends, in a process of its own. @param {string} folder */
async function endlessStaging(folder) {
  const script = `
    import { writeFileSync } from 'node:fs'
    import { stageFolder } from ${JSON.stringify(new URL('./staging.mjs', import.meta.url).href)}
    await stageFolder(${JSON.stringify(join(folder, 'runtime'))}, async (made) => {
      writeFileSync(made + '/half', 'x')
      process.stdout.write('filling')
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test.each([
  { signal: /** @type {const} */ ('SIGINT'), code: 130 },
  { signal: /** @type {const} */ ('SIGTERM'), code: 143 },
])('$signal on the way leaves nothing', async ({ signal, code }) => {
  const folder = temporaryFolder()
  const child = await endlessStaging(folder)
  child.kill(signal)
  expect((await once(child, 'exit'))[0]).toBe(code)
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed process left is removed by the next one, and what a living one makes is not', async () => {
  const folder = temporaryFolder()
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  writeFiles(folder, {
    [`.runtime.${gone}.abc/made/half`]: '',
    [`.runtime.${process.ppid}.abc/made/half`]: '',
  })
  await stageFolder(join(folder, 'runtime'), async (made) => writeFiles(made, { a: '' }))
  expect(readdirSync(folder).sort()).toEqual([`.runtime.${process.ppid}.abc`, 'runtime'])
})
