import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import { createPlotLink } from '../../../charts/plot/plotLink'
import { failInWords } from '../../../../core/contract/result'
import { MemoryHost } from '../../../client/memoryHost.testing'
import { runRow } from '../../../stores/runRow'
import { keptRun } from '../../../testing/keptRun.testing'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import WeightDistance from './WeightDistance.vue'

let figure: MountedPanel
let host: MemoryHost
afterEach(() => figure.close())

async function mount(changes: Partial<MemoryHost['weights']> = {}): Promise<void> {
  host = new MemoryHost()
  host.weights = { ...host.weights, ...changes }
  const rows = ['a', 'b'].map((id) => runRow(id, keptRun(id), undefined))
  figure = await mountPanel(WeightDistance, { rows, link: createPlotLink() }, { host })
}
const caption = () => figure.root.querySelector('figcaption')!.textContent

describe('the distance of the weights of two runs', () => {
  it('is made when asked for, and says with which update the weights part, in bits and by more', async () => {
    await mount()
    expect(caption()).toContain('Both runs are computed again')
    await figure.press('Compare weights')
    expect(host.payloads('kept:compareWeights')).toEqual([{ runIds: ['a', 'b'] }])
    expect(caption()).toBe(
      'Update 1 is the first to set the weights apart; before it they are the same, to the last bit. ' +
        'Update 2 is the first after which some differ by more than 1e-6.',
    )
    await expect
      .poll(() => figure.root.querySelector('.legend')!.textContent)
      .toMatch(/^Update 3newestdistance0\.5000/)
  })

  it('says that nothing differs only of as many updates as were compared', async () => {
    await mount({ differAfter: null, apartAfter: null, distance: new Float64Array(3) })
    await figure.press('Compare weights')
    expect(caption()).toBe('After each of 3 updates every weight is the same, to its last bit.')
  })

  it('says what is compared where not all parameters have one shape, and that they differ from the start', async () => {
    await mount({ differAfter: 0, apartAfter: 0, others: ['rnn.weight_hh_l0'] })
    await figure.press('Compare weights')
    expect(caption()).toBe(
      'The weights differ from the start. Some differ by more than 1e-6 from the start. ' +
        'Compared: 1 of 2 parameters. Of another shape, or in one run only: rnn.weight_hh_l0.',
    )
  })

  it('stays what it is when the table orders its runs anew', async () => {
    host = new MemoryHost()
    const [a, b] = ['a', 'b'].map((id) => runRow(id, keptRun(id), undefined))
    const rows = shallowRef([a, b])
    const link = createPlotLink()
    const Ordered = defineComponent(() => () => h(WeightDistance, { rows: rows.value as never, link }))
    figure = await mountPanel(Ordered, {}, { host })
    await figure.press('Compare weights')
    const before = caption()
    rows.value = [b, a]
    await nextTick()
    expect(before).toContain('Update 1 is the first')
    expect(caption()).toBe(before)
    expect(host.payloads('kept:cancelComparison')).toEqual([])
  })

  it('says why it cannot be had', async () => {
    await mount()
    host.refuse('kept:compareWeights', failInWords('invalidRequest', 'update 8 does not come out as it was'))
    await figure.press('Compare weights')
    expect(figure.getByRole('alert').textContent).toContain('update 8 does not come out as it was')
    expect(caption()).toContain('Both runs are computed again')
  })
})
