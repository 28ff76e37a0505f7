import type { Ref } from 'vue'
import { shallowRef } from 'vue'

/** What plots over time steps share: the step, counted from 0, and the unit that are looked at. */
export interface StepLink {
  readonly step: number | null
  /** Under the pointer or the cursor; else the one that is kept. */
  readonly unit: number | null
  /** Stays marked in every view until it is let go. */
  readonly keptUnit: number | null
  look(step: number | null, unit?: number | null): void
  /** Keeps a unit marked, or lets it go if it is kept already. */
  keep(unit: number | null): void
}

/** `kept` may be shared, so that other places mark the kept unit too. */
export function createStepLink(kept: Ref<number | null> = shallowRef(null)): StepLink {
  const step = shallowRef<number | null>(null)
  const unit = shallowRef<number | null>(null)
  return {
    get step() {
      return step.value
    },
    get unit() {
      return unit.value ?? kept.value
    },
    get keptUnit() {
      return kept.value
    },
    look(wanted, wantedUnit = null) {
      step.value = wanted
      unit.value = wantedUnit
    },
    keep: (wanted) => void (kept.value = wanted === kept.value ? null : wanted),
  }
}
