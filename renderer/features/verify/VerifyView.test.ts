import { afterEach, describe, expect, it } from 'vitest'
import { checkHomework } from '../../../core/check/homeworkCheck'
import { compareRtrl } from '../../../core/check/rtrlComparison'
import { alikeSlips, checkSlip } from '../../../core/check/slipCheck'
import { checkUpdate, traceUpdate } from '../../../core/check/updateCheck'
import type { RequestName } from '../../../core/contract/channels'
import type { ParsedRequestOf } from '../../../core/contract/ipc'
import { reason } from '../../../core/contract/reasons'
import { fail, succeed } from '../../../core/contract/result'
import { selfTestNames } from '../../../core/contract/selfTest'
import { slipNames } from '../../../core/contract/verify'
import { slips } from '../../../core/homework/plantedSlips'
import { listing } from '../../../core/homework/program'
import { MemoryHost } from '../../client/memoryHost.testing'
import { useMicroscopeStore } from '../../stores/microscope'
import { mountPanel, settle, type MountedPanel } from '../../testing/mountPanel.testing'
import VerifyView from './VerifyView.vue'

/** What the main process computes, computed here. */
const computed: Partial<Record<RequestName, (payload: never) => unknown>> = {
  'verify:homework': ({ part }: ParsedRequestOf<'verify:homework'>) => checkHomework(part),
  'verify:gradient': ({ experiment, most }: ParsedRequestOf<'verify:gradient'>) =>
    checkUpdate(experiment, { most }),
  'verify:trace': ({ experiment }: ParsedRequestOf<'verify:trace'>) => traceUpdate(experiment),
  'verify:program': () => listing(),
  'verify:slip': ({ slip, ...sizes }: ParsedRequestOf<'verify:slip'>) => checkSlip(slipNames[slip]!, sizes),
  'verify:guess'({ slip, guess }: ParsedRequestOf<'verify:guess'>) {
    const name = slipNames[slip]!
    return { isRight: guess === name, slip: name, ...slips[name], alike: alikeSlips(name) }
  },
  'verify:rtrl': (sizes: ParsedRequestOf<'verify:rtrl'>) => compareRtrl(sizes),
  'verify:references': () => ['parity/none.safetensors'],
}

function createHost(): MemoryHost {
  const host = new MemoryHost()
  const request = { ...host.bridge.request }
  for (const [name, compute] of Object.entries(computed)) {
    request[name as RequestName] = (payload) => Promise.resolve(succeed(compute(payload as never)))
  }
  request['verify:reference'] = request['verify:referenceFile'] = () =>
    Promise.resolve(
      fail(
        'unreadableFile',
        reason('inFile', { path: 'a', why: reason('tensorsShort', { bytes: 5, least: 8 }) }),
      ),
    )
  request['verify:selfTest'] = () => {
    const lines = selfTestNames.map((name) => ({
      ...{ name, ok: name !== 'threads', numCompared: 3, seconds: 0.1 },
      worst: name === 'homework' ? { error: 1e-13, bound: 1e-12 } : null,
      failures: name === 'threads' ? ['float64 losses[1]: 2 for 1'] : [],
    }))
    // The others are still on their way when the answer comes.
    for (const line of lines.slice(0, 3)) host.emit('verify:tested', { line })
    return Promise.resolve(succeed({ ok: false, lines, version: '1', engine: ['node 24'], cpu: 'a' }))
  }
  Object.assign(host, { bridge: { ...host.bridge, request } })
  return host
}

let panel: MountedPanel
afterEach(() => panel.close())

async function openSection(name: string): Promise<void> {
  panel = await mountPanel(VerifyView, {}, { host: createHost() })
  await settle()
  panel.getByRole('radio', { name }).click()
  await settle()
}
const rows = () => panel.getAllByRole('row').map((row) => row.textContent)

describe('the place Verify', () => {
  it('shows the homework’s numbers beside the file’s, and a number opens its formula', async () => {
    await openSection('Homework')
    expect(panel.root.textContent).toContain('All 90 numbers agree.')
    await panel.press('a_next')
    await panel.press('a_next[0, 0]')
    expect(useMicroscopeStore().step?.id).toBe('forward.0.0')
  })

  it('says of a file that is none why', async () => {
    await openSection('PyTorch files')
    expect(panel.getByRole('alert').textContent).toContain('a: the file has 5 bytes, expected at least 8')
  })

  it('checks the gradients of the Lab’s form, and opens the worst element in the Microscope', async () => {
    await openSection('Gradient check')
    await panel.type('Elements of each tensor', '50')
    await panel.press('Check gradients')
    await settle()
    expect(panel.root.textContent).toContain('All gradients agree with the differences')
    panel.getByRole('button', { name: /^weight_hh_l0\[/ }).click()
    await settle()
    expect(useMicroscopeStore().source).toBe('check')
    expect(useMicroscopeStore().step?.phase).toBe('gradients')
  })

  it('shows which tensors a planted bug makes wrong, and answers a guess with the line', async () => {
    await openSection('Find the bug')
    expect(rows().filter((row) => row?.includes('differs'))).toEqual([expect.stringContaining('dWaa')])
    await panel.type('Which line is wrong, and how?', 'meanOverBatch')
    await panel.press('That is my answer')
    await settle()
    expect(panel.root.textContent).toContain('No: it is another one')
    expect(panel.root.textContent).toContain('dWaa += dz @ a[t].T')
  })

  it('compares RTRL with BPTT, and refuses a size with its field, value and range', async () => {
    await openSection('RTRL and BPTT')
    expect(panel.root.textContent).toContain('The same gradient')
    await panel.type('Units H', '99')
    await settle()
    expect(panel.getByRole('alert').textContent).toBe('Units H is 99: expected a whole number from 1 to 24')
  })

  it('lists what the self-test checks, with what does not hold', async () => {
    await openSection('Self-test')
    await panel.press('Start the self-test')
    await settle()
    expect(panel.root.textContent).toContain('Something does not hold')
    expect(rows().find((row) => row?.includes('Two threads'))).toContain('float64 losses[1]: 2 for 1')
  })

  it.each(['Homework', 'Gradient check', 'Find the bug', 'RTRL and BPTT', 'Self-test'])(
    'has its words in Chinese: %s',
    async (name) => {
      await openSection(name)
      panel.speak('zh-CN')
      await settle()
      expect(panel.root.textContent).not.toMatch(/verify\.|Tolerance/)
    },
  )
})
