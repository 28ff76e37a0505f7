import { createServer } from 'vite'

/*
 * By hand: how long painting the gradient flow's heatmap takes, T = 500 over 100,000 updates; best and
 * median.
 *
 *     node scripts/bench/heatmap.mjs
 */

const ROUNDS = 40
const WARM_UP = 8
const ROWS = 500
const UPDATES = 100_000
const COLORS = { min: -14, max: 1 }

const server = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false },
})
/** @param {string} name */
const load = (name) => server.ssrLoadModule(`/renderer/charts/heat/${name}.ts`)
const { HeatHistory } = await load('heatHistory')
const { HeatCodes, pixelsOfCodes } = await load('heatCodes')
const { paintColumns } = await load('heatPaint')

const history = new HeatHistory(ROWS)
for (let update = 0; update < UPDATES; update++) {
  const norm = (/** @type {number} */ t) => -12 * (1 - t / ROWS) + 1.5 * Math.sin(update / 500 + t / 9)
  history.append(
    update,
    Float32Array.from({ length: ROWS }, (_, t) => norm(t)),
  )
}

/** @param {string} name @param {() => void} work */
function measure(name, work) {
  const times = Array.from({ length: ROUNDS + WARM_UP }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b)
  const [best, median] = [sorted[0] ?? NaN, sorted[ROUNDS / 2] ?? NaN]
  process.stdout.write(`${name}: best ${best.toFixed(2)} ms, median ${median.toFixed(2)} ms\n`)
}

const codes = new HeatCodes(history, COLORS)
codes.sync()
for (const [width, height] of [
  [1600, 500],
  [1100, 420],
]) {
  const view = {
    codes,
    pixels: new Uint32Array(Number(width) * Number(height)),
    width,
    height,
    x: { min: 0, max: UPDATES },
    xScale: 'linear',
    table: pixelsOfCodes({ zero: 1, nonFinite: 2 }),
  }
  measure(`whole repaint ${width}x${height}`, () => paintColumns(view, 0, width))
}
measure('all columns coded anew, when the colour bar grows', () => new HeatCodes(history, COLORS).sync())
await server.close()
