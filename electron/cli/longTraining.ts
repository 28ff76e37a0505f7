/** Seconds of training of which people are told before. */
const LONG_S = 600

/** How long training takes, in words, where that is longer than anybody would expect; else null. */
export function longTraining(seconds: number): string | null {
  if (seconds < LONG_S) return null
  return seconds < 2 * 3600 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`
}
