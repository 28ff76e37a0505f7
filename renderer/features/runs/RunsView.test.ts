import { reason } from '../../../core/contract/reasons'
import { failInWords } from '../../../core/contract/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import { MemoryHost } from '../../client/memoryHost.testing'
import { useBranchStore } from '../../stores/branch'
import { useExperimentStore } from '../../stores/experiment'
import { useKeptRunsStore } from '../../stores/keptRuns'
import { useRunsStore } from '../../stores/runs'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { keptRun } from '../../testing/keptRun.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import RunsView from './RunsView.vue'

const onLab = vi.fn()
let view: MountedPanel
let host: MemoryHost

async function open(...entries: MemoryHost['kept']): Promise<void> {
  host = new MemoryHost()
  host.kept = entries
  view = await mountPanel(RunsView, { onLab }, { host, prepare: () => useKeptRunsStore().load() })
}
/** The table changes at reading speed. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 2000 })

const rowNamed = (name: string) =>
  view.getByRole('rowheader', { name: new RegExp(name) }).closest<HTMLElement>('[role=row]')!
const cells = (name: string) =>
  Array.from(rowNamed(name).querySelectorAll('[role=gridcell]'), ({ textContent }) => textContent.trim())
const names = () =>
  Array.from(view.root.querySelectorAll('.run-row .open, .run-row .folder'), ({ textContent }) =>
    textContent.trim(),
  )
const fieldOf = (name: string) => view.getByLabelText<HTMLInputElement>(`Name of ${name}`)

/** Three runs: the newest is last. */
const three = [
  keptRun('a', { name: 'first', task: 'copy', cell: 'lstm', written: '2026-11-01T00:00:00.000Z' }),
  keptRun('b', { name: 'second', status: 'interrupted', updates: 500, written: '2026-11-02T00:00:00.000Z' }),
  keptRun('c', { name: 'third', status: 'diverged', lastLoss: NaN, written: '2026-11-03T00:00:00.000Z' }),
]

let restoreSize: () => void
beforeEach(() => {
  restoreSize = giveElementsSize(1200, 480)
  onLab.mockClear()
})
afterEach(() => {
  view.close()
  restoreSize()
  localStorage.clear()
})

describe('the table of runs', () => {
  it('says of each run how it stands and how far it came, the newest first', async () => {
    await open(...three)
    expect(names()).toEqual(['third', 'second', 'first'])
    expect(cells('second').slice(1, -1)).toEqual([
      'Interrupted',
      'Adding',
      'GRU',
      '3,489',
      '500 / 2,000',
      '0.00400',
      '0.00200',
      '13s',
      expect.stringContaining('Nov'),
    ])
    expect(cells('third')[6]).toBe('–')
    expect(view.getByText('3 runs')).toBeTruthy()
  })

  it('calls a run without a name by when it was begun', async () => {
    await open(keptRun('a', { created: '2025-11-28T09:05:07' }))
    expect(names()).toEqual(['Nov 28, 2025, 09:05:07'])
  })

  it('calls a run of a group by what is its own there', async () => {
    const group = {
      kind: 'sweep' as const,
      id: 's',
      name: '',
      fields: { 'optimizer.lr': 0.001, 'model.cell': 'gru' },
    }
    await open(keptRun('a', { group }))
    expect(names()).toEqual(['lr 0.001, gru'])
  })

  it('says what runs are and where they will lie, while there are none', async () => {
    await open()
    expect(view.root.textContent).toContain('No runs yet')
    expect(view.root.textContent).toContain('/data/runs')
    expect(view.queryByRole('grid')).toBeNull()
  })

  it('shows a folder that is no run with the sentence that says why, and what is damaged in one that is', async () => {
    const damaged = reason('damagedLog', { byte: 812, n: 3 })
    const why = reason('cannotRead', { path: 'junk/run.json', why: reason('noSuchFile') })
    await open(keptRun('a', { name: 'first', problems: [damaged] }), {
      ...{ runId: 'junk', folder: '/data/runs/junk', problem: why },
    })
    expect(rowNamed('junk').textContent).toContain('Unreadable')
    expect(rowNamed('junk').textContent).toContain('cannot read junk/run.json: there is no such file')
    expect(rowNamed('first').textContent).toContain('damaged from byte 812 on, after 3 whole updates')
    rowNamed('junk').focus()
    await settle()
    const details = view.getByRole('region', { name: 'Chosen run' })
    expect(details.textContent).toContain('/data/runs/junk')
    expect(details.textContent).toContain('there is no such file')
  })

  it('says of the chosen run which checkpoints are kept by which rule, branches at one and begins again', async () => {
    await open(keptRun('a', { name: 'first' }))
    host.checkpoints = [
      { update: 300, reasons: ['first'] },
      { update: 900, reasons: ['best'] },
      { update: 2000, reasons: ['newest'] },
    ]
    rowNamed('first').focus()
    await settle()
    const details = view.getByRole('region', { name: 'Chosen run' })
    expect(details.textContent).toContain('Checkpoints after updates300 (first), 900 (best), 2,000 (newest)')
    expect(details.textContent).toContain('fewer of the others the older they are')
    await view.type('After update', '900')
    await view.press('Branch from this run …')
    expect([useBranchStore().isOpen, useBranchStore().update]).toEqual([true, 900])
    await view.press('Rewind')
    expect(host.payloads('run:branch')).toMatchObject([{ parent: { id: 'a', update: 0 }, paused: true }])
    expect(onLab).toHaveBeenCalledTimes(2)
  })

  it('tells of the chosen run off which it branches, opens that, and sets another branch up in the Lab', async () => {
    const parent = { id: 'a', update: 300 }
    await open(keptRun('a', { name: 'first' }), keptRun('b', { name: 'second', parent }))
    rowNamed('second').focus()
    await settle()
    const details = () => view.getByRole('region', { name: 'Chosen run' })
    expect(details().textContent).toContain('Branched fromfirst, after update 300')
    await view.press('first')
    expect(useRunsStore().selectedId).toBe('a')
    await view.press('Branch from this run …')
    expect([useRunsStore().selectedId, useBranchStore().isOpen, useBranchStore().update]).toEqual([
      ...['b', true, 2000],
    ])
    expect(details().textContent).not.toContain('Checkpoints after updates')
    expect(onLab).toHaveBeenCalledTimes(2)
    await useKeptRunsStore().remove(useKeptRunsStore().rows.filter(({ runId }) => runId === 'a'))
    await soon(() => details().textContent).toContain('Branched froma (removed), after update 300')
  })

  it('says how many more are being read, also before there is one', async () => {
    await open()
    host.emit('kept:changed', { changed: [], removed: [], unread: 3 })
    await soon(() => view.root.querySelector('.count')?.textContent).toContain('3 more are being read')
    expect(view.root.textContent).not.toContain('No runs yet')
    host.emit('kept:changed', { changed: [keptRun('a', { name: 'a' })], removed: [], unread: 0 })
    await soon(names).toEqual(['a'])
    expect(view.root.querySelector('.count')!.textContent).toMatch(/^\s*1 run/)
  })

  it('follows runs that train, wait for their turn or are trained elsewhere', async () => {
    await open(keptRun('theirs', { name: 'theirs', status: 'running', isElsewhere: true }))
    host.mostTraining = 1
    const runs = useRunsStore()
    for (let i = 0; i < 3; i++) {
      await runs.start(defaultExperiment())
      await runs.deselect()
    }
    const entries = [1, 2, 3].map((n) =>
      keptRun(`run-${n}`, { name: `mine ${n}`, status: 'paused', updates: 0 }),
    )
    host.emit('kept:changed', { changed: entries, removed: [], unread: 0 })
    await soon(names).toHaveLength(4)
    expect(cells('theirs')[1]).toBe('Training elsewhere')
    expect(rowNamed('theirs').querySelectorAll('.acts button')).toHaveLength(0)
    expect([1, 2, 3].map((n) => cells(`mine ${n}`)[1])).toEqual([
      'Training',
      'Queued, no. 1',
      'Queued, no. 2',
    ])
    await view.press('Move up in the queue: mine 3')
    await soon(() => cells('mine 3')[1]).toBe('Queued, no. 1')
    expect(names().filter((name) => name !== 'mine 1')).toEqual(['theirs', 'mine 3', 'mine 2'])
    await view.press('Stop: mine 3')
    await soon(() => cells('mine 3')[1]).toBe('Stopped')
    await view.press('Pause: mine 1')
    await soon(() => [1, 2].map((n) => cells(`mine ${n}`)[1])).toEqual(['Paused', 'Training'])
    await view.press('Resume: mine 1')
    await soon(() => cells('mine 1')[1]).toBe('Queued, no. 1')
    expect(runs.shown.status).toBe('idle')
  })

  it('is ordered by the column that is pressed, in both directions, and says so', async () => {
    await open(...three)
    const header = () => view.getByRole('columnheader', { name: 'Name' })
    const written = () => view.getByRole('columnheader', { name: 'Last written' })
    expect([header(), written()].map((each) => each.getAttribute('aria-sort'))).toEqual([
      'none',
      'descending',
    ])
    await view.press('Name')
    expect(names()).toEqual(['first', 'second', 'third'])
    expect([header(), written()].map((each) => each.getAttribute('aria-sort'))).toEqual(['ascending', 'none'])
    await view.press('Name')
    expect(names()).toEqual(['third', 'second', 'first'])
    await view.press('Updates')
    expect(names().at(-1)).toBe('second')
  })

  it('shows the runs that have the words of the filter, and all again', async () => {
    await open(...three)
    await view.type('Filter runs', 'copy lstm')
    expect(names()).toEqual(['first'])
    expect(view.getByText('1 of 3 runs')).toBeTruthy()
    await view.type('Filter runs', 'nothing')
    expect(view.root.textContent).toContain('No run matches “nothing”.')
    await view.press('Show all runs')
    expect(names()).toHaveLength(3)
  })

  it('renders of a thousand runs those in view, and leads to the last by one key', async () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      keptRun(`r${i}`, { name: `run ${i}`, written: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString() }),
    )
    await open(...many)
    expect(view.getByRole('grid').getAttribute('aria-rowcount')).toBe('1001')
    expect(view.getAllByRole('rowheader').length).toBeLessThan(40)
    rowNamed('run 999').focus()
    await view.key('End', rowNamed('run 999'))
    expect(document.activeElement).toBe(rowNamed('run 0'))
    expect(rowNamed('run 0').getAttribute('aria-rowindex')).toBe('1001')
    expect(view.getAllByRole('rowheader').length).toBeLessThan(40)
  })

  it('leaves lines as they are that stay in view while others come and go', async () => {
    await open(...Array.from({ length: 200 }, (_, i) => keptRun(`r${i}`, { name: `run ${i}` })))
    const viewport = view.root.querySelector('.viewport')!
    const records: MutationRecord[] = []
    const observer = new MutationObserver((added) => records.push(...added))
    observer.observe(viewport, { subtree: true, childList: true, attributes: true, characterData: true })
    viewport.scrollTop = 20 * 44
    viewport.dispatchEvent(new Event('scroll'))
    await settle()
    observer.disconnect()
    const rows = view.root.querySelector('.rows')
    expect(records.length).toBeGreaterThan(10)
    expect(records.filter(({ target }) => target !== rows)).toEqual([])
  })
})

describe('the tools of the table', () => {
  it('say of a filter that cannot be read where and why, and leave the rows as they were', async () => {
    await open(...three)
    await view.type('Filter runs', 'cell:lstm')
    expect(names()).toEqual(['first'])
    await view.type('Filter runs', 'cell:lstm speed>1')
    expect(view.getByRole('alert').textContent).toContain(
      'Character 11: there is no field “speed”. Fields: name,',
    )
    expect(names()).toEqual(['first'])
    await view.type('Filter runs', 'cell:lstm lr<0.01')
    expect(view.queryByRole('alert')).toBeNull()
  })

  it('choose the columns, which the next window has too', async () => {
    const choose = async (name: string) => {
      view
        .getByRole('button', { name: 'Columns' })
        .dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
      view.getByRole('button', { name: 'Columns' }).click()
      await settle()
      const item = [...document.querySelectorAll<HTMLElement>('[role=menuitemcheckbox]')].find(
        ({ textContent }) => textContent.trim() === name,
      )
      item!.click()
      await settle()
      await view.key('Escape', document.activeElement!)
    }
    await open(...three)
    expect(view.queryByRole('columnheader', { name: 'Solved since' })).toBeNull()
    await choose('Solved since')
    expect(cells('first')).toContain('1,200')
    view.close()
    await open(...three)
    expect(view.getByRole('columnheader', { name: 'Solved since' })).toBeTruthy()
  })

  it('put runs of a group below it, which closes and opens, and is selected as one', async () => {
    const group = { kind: 'sweep' as const, id: 's', name: 'rates', fields: {} }
    await open(
      ...three,
      keptRun('t1', { name: 't1', group }),
      keptRun('t2', { name: 't2', group, solvedAfter: null }),
    )
    const line = () => view.getByRole('row', { name: /Sweep rates/ })
    expect(line().textContent).toContain('2 of 2 ended · solved by 1 of 2 · best smoothed loss 0.00500')
    expect(names()).toHaveLength(5)
    await view.press('Close Sweep rates')
    expect([names().length, line().getAttribute('aria-expanded')]).toEqual([3, 'false'])
    view.getByRole<HTMLInputElement>('checkbox', { name: 'Select Sweep rates' }).click()
    await settle()
    expect(view.getByRole('button', { name: 'Remove 2 selected' })).toBeTruthy()
    line().focus()
    await view.key('ArrowRight', line())
    expect(names()).toHaveLength(5)
  })
})

describe('what a person says of a run', () => {
  it('is kept with it: a color, tags, a note; and the archive is out of sight until it is asked for', async () => {
    await open(...three)
    rowNamed('first').focus()
    await settle()
    await view.press('Green')
    await view.type('Add tags', 'hw late')
    view.getByLabelText('Add tags').closest('form')!.requestSubmit()
    await soon(() => rowNamed('first').textContent).toContain('hw')
    await view.press('Remove tag late')
    const note = view.getByLabelText<HTMLTextAreaElement>('Note')
    note.value = 'why it worked'
    note.dispatchEvent(new Event('input', { bubbles: true }))
    note.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    await view.press('Archive')
    await soon(names).toEqual(['third', 'second'])
    expect(host.kept.find(({ runId }) => runId === 'a')).toMatchObject({
      ...{ color: 'data-3', tags: ['hw'], note: 'why it worked', isArchived: true },
    })
    await view.press('Show the archive (1 run)')
    expect(names()).toEqual(['third', 'second', 'first'])
    await view.type('Filter runs', 'tag:hw')
    expect(names()).toEqual(['first'])
  })
})

describe('runs that are compared', () => {
  const select = async (...wanted: string[]) => {
    for (const name of wanted)
      view.getByRole<HTMLInputElement>('checkbox', { name: `Select ${name}` }).click()
    await settle()
  }
  const table = (name: string) =>
    Array.from(view.getByRole('region', { name }).querySelectorAll('tbody tr'), ({ children }) =>
      Array.from(children, ({ textContent }) => textContent.trim()),
    )

  it('are compared again after the next start, but for those that are gone by then', async () => {
    const [a, b, c] = ['first', 'second', 'third'].map((name, i) => keptRun('abc'[i]!, { name }))
    await open(a!, b!, c!)
    await select('first', 'second', 'third')
    await view.press('Compare 3 selected')
    view.close()
    await open(a!, c!)
    expect(view.getByText('2 runs compared')).toBeTruthy()
    view.close()
    await open(b!)
    expect(names()).toEqual(['second'])
    expect(view.queryByText(/compared/)).toBeNull()
  })

  it('have their curves over one another, and differ in what differs', async () => {
    await open(
      keptRun('a', { name: 'first', settings: { 'optimizer.lr': 0.1 }, updates: 40 }),
      keptRun('b', { name: 'second', updates: 60, written: '2026-11-02T00:00:00.000Z' }),
    )
    await select('first', 'second')
    await view.press('Compare 2 selected')
    await settle()
    expect(table('Differences in settings')).toEqual([['Learning rate', '0.1', '0.005']])
    expect(table('Differences in results')).toEqual([['Updates', '40', '60']])
    const [loss] = view.frames
    expect(loss!.at(-1)!.lines.filter(({ isFaint }) => !isFaint)).toMatchObject([
      { hue: 'data-1' },
      { hue: 'data-2', dash: [9, 4] },
    ])
    // What is added to a run that trains is read on, from where it ended.
    host.emit('kept:changed', {
      changed: [{ ...host.kept[0]!, updates: 50 } as never],
      removed: [],
      unread: 0,
    })
    host.kept = host.kept.map((each) => (each.runId === 'a' ? ({ ...each, updates: 50 } as never) : each))
    await soon(() => host.payloads('kept:curve').at(-1)).toEqual({
      runId: 'a',
      from: { updates: 40, bytes: 1600 },
      withMs: false,
    })
    await view.press('Leave second out')
    expect(view.getByText('One run')).toBeTruthy()
    await view.press('Table')
    expect(names()).toEqual(['first', 'second'])
  })

  it('show what long curves look like, raw and smoothed, before their updates are here', async () => {
    const updates = 30_000
    await open(keptRun('a', { name: 'first', updates }), keptRun('b', { name: 'second', updates }))
    const newest = () =>
      [...view.root.querySelectorAll('.run-list td:nth-child(2)')].map(({ textContent }) =>
        textContent.trim(),
      )
    host.lossOf = (runId) => (runId === 'a' ? 0.01 : 0.02)
    host.refuse('kept:curve', failInWords('internal', 'not yet'))
    await select('first', 'second')
    await view.press('Compare 2 selected')
    await soon(newest).toEqual(['0.0200', '0.0100'])
    const ofFigure = () => view.frames[0]!.at(-1)!
    expect(ofFigure().x.domain.max).toBe(updates)
    expect(ofFigure().lines.map(({ isFaint, points }) => [isFaint ?? false, points.length])).toEqual([
      ...[true, true].map((isFaint) => [isFaint, 3]),
      ...[false, false].map((isFaint) => [isFaint, 3]),
    ])
    expect(host.payloads('kept:curve')).toHaveLength(2)
  })

  it('are drawn over updates, sequences, seconds or operations', async () => {
    await open(keptRun('a', { name: 'first', updates: 40 }))
    await select('first')
    await view.press('Compare 1 selected')
    const domain = () => view.frames.at(-2)!.at(-1)!.x.domain.max
    expect(domain()).toBe(40)
    for (const [unit, end] of [
      ['Sequences', 40 * 32],
      ['Seconds', 80],
    ] as const) {
      view.getByRole('radio', { name: unit }).click()
      await settle()
      expect(domain()).toBe(end)
    }
  })
})

describe('groups of runs', () => {
  it('of seeds show their median and quartiles, and how many have solved the task', async () => {
    const group = (seed: number) => ({
      kind: 'seeds' as const,
      id: 's',
      name: 'base',
      fields: { 'train.seed': seed },
    })
    await open(
      ...[0, 1, 2].map((seed) =>
        keptRun(`r${seed}`, {
          group: group(seed),
          updates: 30,
          solvedAfter: seed === 2 ? null : 10 + 10 * seed,
        }),
      ),
    )
    host.lossOf = (runId, update) => (Number(runId.slice(1)) + 1) / (update + 1)
    view.getByRole<HTMLInputElement>('checkbox', { name: 'Select all' }).click()
    await settle()
    await view.press('Compare 3 selected')
    await settle()
    expect(view.root.textContent).toContain(
      'Solved by 2 of 3. Median of those that solved it: since update 15.',
    )
    await soon(() =>
      view.frames[0]!.at(-1)!.lines.map(({ hue, isFaint }) => [hue, isFaint ?? false]),
    ).toEqual([
      ...['data-1', 'data-2', 'data-3'].map((hue) => [hue, true]),
      ...[1, 2, 3].map(() => ['data-reference', false]),
    ])
    const [band] = view.frames[0]!.at(-1)!.bands
    // Losses of 1, 2 and 3 in the first update.
    expect(band).toMatchObject({
      hue: 'data-reference',
      stretches: [expect.arrayContaining([{ x: 0, lower: 1.5, upper: 2.5 }])],
    })
  })

  it('of twins are set up at a run, with what is wrong beside the value, and compared once they are begun', async () => {
    await open(keptRun('a', { name: 'base', cell: 'lstm' }))
    rowNamed('base').focus()
    await settle()
    await view.press('Twin …')
    host.refuse('group:start', {
      ok: false,
      error: {
        ...{ code: 'invalidExperiment', message: '', reason: null },
        problems: [{ path: 'model.forgetBias', value: '1', code: 'sameValue', params: {} }],
      },
    })
    await view.press('Train twins')
    expect(view.getByRole('alert').textContent).toContain('Forget bias')
    expect(host.payloads('group:start')).toMatchObject([
      { group: { kind: 'twin', name: 'base', path: 'model.forgetBias', value: 1 } },
    ])
    host.accept('group:start')
    await view.type('Value in the twin', '-5')
    await view.press('Train twins')
    expect(view.getByText('0 runs compared')).toBeTruthy()
  })

  it('of a sweep are set up over fields, with what is wrong at the field and how many trials there are', async () => {
    await open(keptRun('a', { name: 'base', cell: 'lstm' }))
    view.getAllByRole('button', { name: 'Sweep …' })[0]!.click()
    await settle()
    expect(view.getByRole('button', { name: 'Train 3 trials' })).toBeTruthy()
    await view.type('Values of Learning rate', '0.1, fast')
    await soon(() => view.queryByRole('alert')?.textContent).toContain('“fast” is not valid')
    await view.type('Values of Learning rate', '0.1, 0.2')
    view.getByRole('radio', { name: 'Random' }).click()
    await settle()
    view.getByRole('radio', { name: 'Range' }).click()
    await view.type('Trials', '5')
    await view.type('Least Learning rate', '0')
    await soon(() => view.queryByRole('alert')?.textContent).toContain('expected')
    await view.type('Least Learning rate', '0.01')
    await soon(() => view.queryByRole('button', { name: 'Train 5 trials' })).toBeTruthy()
    await view.press('Train 5 trials')
    expect(host.payloads('group:start')).toMatchObject([
      {
        group: {
          kind: 'sweep',
          name: 'lr',
          document: {
            search: { trials: 5, fields: { 'optimizer.lr': { min: 0.01, max: 0.1, scale: 'log' } } },
          },
        },
      },
    ])
  })
})

describe('a run of the table', () => {
  it('is opened in the Lab, whose form then shows its experiment', async () => {
    await open(...three)
    await view.press('Open first in the Lab')
    expect(onLab).toHaveBeenCalledOnce()
    expect(useRunsStore().selectedId).toBe('a')
    expect(useExperimentStore().text('task.name')).toBe('copy')
  })

  it('that cannot be opened leaves the window where it is, and the status line says why', async () => {
    await open(...three)
    host.refuse('kept:open')
    await view.press('Open first in the Lab')
    expect(onLab).not.toHaveBeenCalled()
    expect(useRunsStore().failure?.message).toBe('refused by the test')
  })

  it('is renamed in its place; Escape leaves it, and a refused name stays in the field', async () => {
    await open(...three)
    await view.press('Rename first')
    expect(document.activeElement).toBe(fieldOf('first'))
    await view.type('Name of first', 'best so far')
    await view.key('Enter', fieldOf('first'))
    await soon(names).toContain('best so far')
    expect(document.activeElement).toBe(rowNamed('best so far'))

    await view.press('Rename second')
    await view.type('Name of second', 'x')
    await view.key('Escape', fieldOf('second'))
    expect([names().includes('second'), host.payloads('kept:rename')]).toEqual([
      true,
      [{ runId: 'a', name: 'best so far' }],
    ])

    host.refuse('kept:rename')
    await view.press('Rename second')
    await view.type('Name of second', 'y')
    await view.key('Enter', fieldOf('second'))
    expect(fieldOf('second').value).toBe('y')
  })

  it('is removed and brought back', async () => {
    await open(...three)
    await view.press('Remove: second')
    await soon(names).toEqual(['third', 'first'])
    expect(view.root.textContent).toContain('Removed second.')
    await view.press('Undo')
    await soon(names).toEqual(['third', 'second', 'first'])
    expect(view.root.textContent).not.toContain('Removed')
  })

  it('is removed with others that are selected, unless one of them trains', async () => {
    await open(
      ...three,
      keptRun('d', { name: 'fourth', status: 'running', created: '2026-12-01T00:00:00.000Z' }),
    )
    for (const name of ['first', 'fourth']) {
      view.getByRole<HTMLInputElement>('checkbox', { name: `Select ${name}` }).click()
      await settle()
    }
    const remove = view.getByRole('button', { name: 'Remove 2 selected' })
    expect(remove.getAttribute('aria-disabled')).toBe('true')
    await view.press('Remove 2 selected')
    expect(host.payloads('kept:delete')).toEqual([])
    view.getByRole<HTMLInputElement>('checkbox', { name: 'Select fourth' }).click()
    view.getByRole<HTMLInputElement>('checkbox', { name: 'Select third' }).click()
    await settle()
    await view.press('Remove 2 selected')
    await soon(names).toEqual(['fourth', 'second'])
    expect(view.root.textContent).toContain('Removed 2 runs.')
    await view.press('Dismiss')
    expect(view.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('is not acted upon while it is out of sight, though it is selected', async () => {
    await open(...three)
    view.getByRole<HTMLInputElement>('checkbox', { name: 'Select all' }).click()
    await settle()
    await view.type('Filter runs', 'first')
    await view.press('Remove 1 selected')
    await view.type('Filter runs', '')
    await soon(names).toEqual(['third', 'second'])
  })

  it('gives place to an empty Lab for a new one, and trains on', async () => {
    await open()
    await useRunsStore().start(defaultExperiment())
    await view.press('New run')
    expect([useRunsStore().shown.status, host.current!.state.status]).toEqual(['idle', 'running'])
    expect(onLab).toHaveBeenCalledOnce()
  })
})

describe('the keyboard', () => {
  beforeEach(() => open(...three))

  it('comes to one row by Tab, and from it to that row’s controls alone', () => {
    const inTabOrder = [...view.getByRole('grid').querySelectorAll<HTMLElement>('.run-row, .run-row *')]
      .filter(({ tabIndex }) => tabIndex === 0)
      .map((element) => element.closest('[role=row]'))
    expect(new Set(inTabOrder)).toEqual(new Set([rowNamed('third')]))
  })

  it('moves over rows, and selects, renames, removes and opens the one it is on', async () => {
    rowNamed('third').focus()
    await view.key('ArrowDown', rowNamed('third'))
    expect(document.activeElement).toBe(rowNamed('second'))
    await view.key(' ', rowNamed('second'))
    expect(rowNamed('second').getAttribute('aria-selected')).toBe('true')
    await view.key('F2', rowNamed('second'))
    expect(document.activeElement).toBe(fieldOf('second'))
    await view.key('Escape', fieldOf('second'))
    expect(document.activeElement).toBe(rowNamed('second'))
    await view.key('Delete', rowNamed('second'))
    await soon(names).toEqual(['third', 'first'])
    await soon(() => document.activeElement).toBe(rowNamed('first'))
    await view.key('Enter', rowNamed('first'))
    expect(useRunsStore().selectedId).toBe('a')
  })
})
