import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { getHeapStatistics } from 'node:v8'
import { build } from 'vite'
import { assemblyScript } from '../assemblyScript.mjs'

/*
 * How many bytes of garbage one update of `unroll bench` makes after warming up, for each kind of number and
 * cell:
 *
 *     node scripts/bench/allocation.mjs
 *
 * Each has a process of its own, as a run has a thread of its own, with a young generation so large that
 * nothing is collected while it is looked at.
 */

const WARM_UP = 60_000
const UPDATES = 10_000
const NEW_SPACE_MB = 128

const shape = { seqLen: 10, batch: 8, inputSize: 3, hiddenSize: 8, outputSize: 4 }

/**
 * @param {string} file
 * @param {string} cell
 * @param {string} dtype
 */
async function measure(file, cell, dtype) {
  const { createWorkload } = await import(pathToFileURL(file).href)
  const { update } = createWorkload(cell, shape, dtype)
  /** @param {number} count */
  const train = (count) => {
    for (let i = 0; i < count; i++) update()
  }
  // In pieces: a loop that never ends is optimized in another way.
  for (let i = 0; i < WARM_UP; i += 100) train(100)
  globalThis.gc?.()
  train(100)
  const before = getHeapStatistics().used_heap_size
  train(UPDATES)
  return (getHeapStatistics().used_heap_size - before) / UPDATES
}

async function measureAll() {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-allocation-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [assemblyScript()],
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('../../core/train/benchmark.ts', import.meta.url)),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'benchmark.mjs' } },
    },
  })
  const flags = ['--expose-gc', ...['min', 'max'].map((end) => `--${end}-semi-space-size=${NEW_SPACE_MB}`)]
  for (const dtype of ['float32', 'float64']) {
    for (const cell of ['rnn', 'gru', 'lstm']) {
      const args = [...flags, fileURLToPath(import.meta.url), join(folder, 'benchmark.mjs'), cell, dtype]
      const bytes = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
      process.stdout.write(`${dtype}  ${cell.padEnd(4)}  ${bytes.toFixed(0)} bytes an update\n`)
    }
  }
  rmSync(folder, { recursive: true })
}

const [file, cell, dtype] = process.argv.slice(2)
if (file && cell && dtype) process.stdout.write(String(await measure(file, cell, dtype)))
else await measureAll()
