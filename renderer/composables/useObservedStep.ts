import { shallowRef } from 'vue'

/** What pictures over time steps share: the step, counted from 0, and the unit that are looked at. */
export interface StepLink {
  readonly step: number | null
  readonly unit: number | null
  look(step: number | null, unit?: number | null): void
}

export function createStepLink(): StepLink {
  const step = shallowRef<number | null>(null)
  const unit = shallowRef<number | null>(null)
  return {
    get step() {
      return step.value
    },
    get unit() {
      return unit.value
    },
    look(wanted, wantedUnit = null) {
      step.value = wanted
      unit.value = wantedUnit
    },
  }
}
