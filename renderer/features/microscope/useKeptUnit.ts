import type { Ref } from 'vue'
import { computed } from 'vue'
import type { Matrix } from '../../../core/explain/matrix'
import { useMicroscopeStore } from '../../stores/microscope'
import { useObservationsStore } from '../../stores/observations'
import { unitRow } from './unitRow'

export interface KeptUnit {
  /** The unit kept marked in the Lab, if this update has it; else null. */
  readonly keptUnit: Readonly<Ref<number | null>>
  /** The row of a matrix that belongs to the unit; null where none does. */
  readonly markedRow: Readonly<Ref<(matrix: Matrix) => number | null>>
}

/** The unit that is kept marked in the Lab, which shows the forward direction of the top layer. */
export function useKeptUnit(): KeptUnit {
  const observations = useObservationsStore()
  const microscope = useMicroscopeStore()

  const keptUnit = computed(() => {
    const { keptUnit: unit } = observations
    const { hiddenSize } = microscope.timeline?.trace.sizes ?? { hiddenSize: 0 }
    return microscope.source === 'run' && unit !== null && unit < hiddenSize ? unit : null
  })
  const markedRow = computed(() => {
    const { symbols, trace } = microscope.timeline ?? {}
    const { value: unit } = keptUnit
    return (matrix: Matrix): number | null =>
      symbols && trace && unit !== null
        ? unitRow(matrix, symbols.firstTopCell, unit, trace.sizes.hiddenSize)
        : null
  })
  return { keptUnit, markedRow }
}
