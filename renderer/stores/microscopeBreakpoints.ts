import type { Ref } from 'vue'
import { computed, ref } from 'vue'
import type { Step, Timeline } from '../../core/explain/timeline'

interface Position {
  readonly timeline: Readonly<Ref<Timeline | null>>
  readonly step: Readonly<Ref<Step | null>>
  readonly index: Readonly<Ref<number>>
  go(index: number): void
}

/** Steps t of the whole sequence at which running stops. */
export function useMicroscopeBreakpoints({ timeline, step, index, go }: Position) {
  /** From 0. */
  const breakpoints = ref<ReadonlySet<number>>(new Set())
  const isAtBreakpoint = computed(() => step.value !== null && hasBreakpoint(step.value))

  /** The t of a step within the whole sequence, from 0; null outside the time axis. */
  const sequenceTime = ({ t }: Step): number | null =>
    t === null || !timeline.value ? null : t + timeline.value.trace.window.firstStep

  function hasBreakpoint(at: Step): boolean {
    const t = sequenceTime(at)
    return t !== null && breakpoints.value.has(t)
  }

  /** To the next step at a breakpoint, or to the end. */
  function runToBreakpoint(direction: 1 | -1): void {
    const { steps } = timeline.value ?? { steps: [] }
    let at = index.value + direction
    while (at > 0 && at < steps.length - 1 && !hasBreakpoint(steps[at]!)) at += direction
    go(at)
  }

  /** On or off, at a step t of the whole sequence; without one at the t of this step. */
  function toggleBreakpoint(at?: number): void {
    const t = at ?? (step.value && sequenceTime(step.value))
    if (t === null) return
    const changed = new Set(breakpoints.value)
    if (!changed.delete(t)) changed.add(t)
    breakpoints.value = changed
  }

  const clearBreakpoints = (): void => void (breakpoints.value = new Set())

  return { breakpoints, isAtBreakpoint, runToBreakpoint, toggleBreakpoint, clearBreakpoints }
}
