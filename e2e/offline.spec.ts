import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LaunchOptions } from './fixtures'
import { ELECTRON, expect, launch, openLab, test } from './fixtures'

/** A start, a text that could be checked for its spelling, a short run, and the end. */
async function useApp(userData: string, options: LaunchOptions): Promise<void> {
  const electron = await launch(userData, options)
  const app = await openLab(electron)
  await app.field('Hidden size').pressSequentially('words')
  await app.startRun({ 'Hidden size': 4, Updates: 20 })
  await expect(app.status).toContainText('Done')
  await electron.close()
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly { readonly type: number }[]
}

test("Chromium's record of the network has no request, no name that is looked up and no connection", async ({
  userData,
}) => {
  const file = join(userData, 'net.json')
  await useApp(userData, { switches: [`--log-net-log=${file}`] })
  const { constants, events } = JSON.parse(await readFile(file, 'utf8')) as NetLog
  const names = new Map(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]))
  const recorded = new Set(events.map(({ type }) => names.get(type) ?? ''))
  expect(recorded.size).toBeGreaterThan(0)
  const isTraffic = (name: string) => /URL_REQUEST|HOST_RESOLVER|DNS_TRANSACTION|_CONNECT|SOCKET/.test(name)
  expect([...recorded].filter(isTraffic)).toEqual([])
})

test('the system is asked for no connection to another machine', async ({ userData }) => {
  test.slow() // every traced call stops its thread twice
  const strace = ['-f', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o']
  const hasStrace = spawnSync('strace', [...strace, '/dev/null', 'true']).status === 0
  test.skip(!hasStrace, 'strace is not installed here, or may not trace')
  const calls = join(userData, 'calls')
  const wrapper = join(userData, 'traced')
  const traced = `exec strace ${strace.join(' ')} '${calls}' '${ELECTRON}' "$@"`
  await writeFile(wrapper, `#!/bin/sh\n${traced}\n`, { mode: 0o755 })
  await useApp(userData, { executablePath: wrapper })
  const lines = (await readFile(calls, 'utf8')).split('\n')
  expect(lines.length).toBeGreaterThan(10)
  const leaves = (line: string) => /\b(connect|sendto|sendmsg|sendmmsg)\(.*AF_INET/.test(line)
  expect(lines.filter(leaves)).toEqual([])
})
