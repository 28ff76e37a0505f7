// @ts-check
// What it costs to keep a run: the same training with and without a folder, one round of each after the other.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** A network so tiny that an update takes some microseconds: nothing is logged as often. */
const EXPERIMENT =
  '--task adding --seq-len 5 --cell rnn --hidden-size 4 --batch 4 --threads 1 --dtype float64'.split(' ')
/** Prints what the process has taken by its end, in microseconds, as the last line of what it says of errors. */
const METER = `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s}=process.resourceUsage();process.stderr.write('\\n'+(u+s))})`

/** @typedef {{ wall: number, processor: number }} Seconds */

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/**
 * @param {string} cli the built command line
 * @param {string} folder where runs may be kept
 * @param {number} rounds
 * @param {number} updates
 * @param {(line: string) => void} say
 * @returns {Record<keyof Seconds, { alone: number, kept: number, cost: number }>} seconds, and the cost as a share
 */
export function measureLogging(cli, folder, rounds, updates, say) {
  const out = join(folder, 'run')

  /** @param {number} count @param {boolean} isKept @returns {Seconds} */
  function train(count, isKept) {
    rmSync(out, { recursive: true, force: true })
    const keep = isKept ? ['--out', out, '--data-dir', join(folder, 'data')] : []
    const args = ['--import', METER, cli, 'train', ...EXPERIMENT, '--updates', String(count), ...keep]
    const begun = performance.now()
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const wall = (performance.now() - begun) / 1000
    if (status !== 0) throw new Error(`the training ended with ${status}: ${stderr}`)
    return { wall, processor: Number(stderr.split('\n').at(-1)) / 1e6 }
  }

  /** @type {Record<'alone' | 'kept', { whole: Seconds[], empty: Seconds[] }>} */
  const all = { alone: { whole: [], empty: [] }, kept: { whole: [], empty: [] } }
  for (let round = 0; round < rounds; round++) {
    /** @type {('alone' | 'kept')[]} */
    const order = round % 2 === 0 ? ['alone', 'kept'] : ['kept', 'alone']
    for (const name of order) {
      all[name].whole.push(train(updates, name === 'kept'))
      // The process and the folder themselves are no cost of logging.
      all[name].empty.push(train(1, name === 'kept'))
    }
    const [alone, kept] = [all.alone.whole.at(-1), all.kept.whole.at(-1)]
    say(`round ${round + 1}: ${alone?.wall.toFixed(2)} s, kept in a folder ${kept?.wall.toFixed(2)} s`)
  }

  /** @param {keyof Seconds} kind */
  function compare(kind) {
    /** Of each round. @param {{ whole: Seconds[], empty: Seconds[] }} of */
    const training = ({ whole, empty }) => whole.map((each, i) => each[kind] - (empty[i]?.[kind] ?? NaN))
    const [alone, kept] = [training(all.alone), training(all.kept)]
    // What else the machine does changes from round to round, and little within one.
    const ratios = kept.map((seconds, i) => seconds / (alone[i] ?? NaN))
    return { alone: median(alone), kept: median(kept), cost: median(ratios) - 1 }
  }
  return { wall: compare('wall'), processor: compare('processor') }
}
