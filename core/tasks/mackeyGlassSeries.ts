/** The delay of the equation, in time steps of the series. */
export const TAU = 17

const NUM_POINTS = 10_000
/** Steps before the first that is kept: by then the start is forgotten. */
const WASHOUT = 1000
/** Integration steps in one step of the series. */
const SUBSTEPS = 10
const DT = 1 / SUBSTEPS
const DELAY = TAU * SUBSTEPS
const BETA = 0.2
const GAMMA = 0.1
/** The value before time 0. */
const START = 1.2

let series: Float64Array | null = null

/**
 * The Mackey-Glass series with tau = 17, 10,000 values a time step apart, on its attractor:
 *
 *     dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)^10) - 0.1 x(t)
 *
 * From x = 1.2 before time 0, by the classical Runge-Kutta method with steps of 0.1; x(t - 17) half a step on
 * is the mean of its neighbours. It is made of + - * / alone, so it has the same bits on every machine, and
 * is computed once.
 */
export function mackeyGlassSeries(): Float64Array {
  series ??= integrate()
  return series
}

function integrate(): Float64Array {
  const points = new Float64Array(NUM_POINTS)
  // The latest DELAY values, in a ring: the one about to be overwritten is that of tau before.
  const past = new Float64Array(DELAY).fill(START)
  let x = START
  for (let k = 0; k < (WASHOUT + NUM_POINTS) * SUBSTEPS; k++) {
    if (k % SUBSTEPS === 0 && k >= WASHOUT * SUBSTEPS) points[k / SUBSTEPS - WASHOUT] = x
    const place = k % DELAY
    const old = production(past[place])
    const next = production(past[(place + 1) % DELAY])
    const half = production((past[place] + past[(place + 1) % DELAY]) / 2)
    past[place] = x
    const k1 = old - GAMMA * x
    const k2 = half - GAMMA * (x + (DT / 2) * k1)
    const k3 = half - GAMMA * (x + (DT / 2) * k2)
    const k4 = next - GAMMA * (x + DT * k3)
    x += (DT / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
  }
  return points
}

/** What is produced now because of x at the time tau before. */
function production(x: number): number {
  const x2 = x * x
  const x4 = x2 * x2
  return (BETA * x) / (1 + x4 * x4 * x2)
}
