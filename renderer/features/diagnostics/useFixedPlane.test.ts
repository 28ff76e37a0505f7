import { expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { Seen } from '../../stores/observations'
import { everyView } from '../../testing/observation.testing'
import { useFixedPlane } from './useFixedPlane'

/** States as an update shows them, turned a little further at each. */
function statesAt(update: number): NonNullable<Seen['states']> {
  const data = everyView(update).states!
  return { update, data: { ...data, h: data.h.map((value, i) => value + Math.sin(update + i)) } }
}

it('the axes stay those of the first states until they are fitted again, or another run begins', async () => {
  const states = shallowRef<Seen['states']>(statesAt(1))
  const runId = shallowRef('a')
  const { fixed, fit } = useFixedPlane(
    () => states.value,
    () => runId.value,
  )
  const first = fixed.value
  expect(first?.update).toBe(1)

  states.value = statesAt(2)
  await nextTick()
  expect(fixed.value).toBe(first)

  fit()
  expect(fixed.value?.update).toBe(2)

  runId.value = 'b'
  states.value = statesAt(3)
  await nextTick()
  expect(fixed.value?.update).toBe(3)
})
