import type { Timing } from './runStream'

export const systemTiming: Timing = {
  now: () => performance.now(),
  later(callback, ms) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
