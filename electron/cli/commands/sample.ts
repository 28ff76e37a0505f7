import type { Reason } from '../../../core/contract/reasons'
import { describeReason } from '../../../core/contract/reasons'
import { WritingError } from '../../../core/train/alphabet'
import { createWriter } from '../../../core/train/writer'
import type { Writing } from '../../../core/contract/outputs'
import { readNumber } from '../../../core/text/number'
import { showText } from '../../../core/text/foreign'
import { trainerAt } from '../../exchange/trainerAt'
import { dataFolder, findRun } from '../../store/catalog'
import { openRunFolder } from '../../store/runFolder'
import { ExitCode } from '../exitCode'
import { readWhole } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

const MOST_LENGTH = 1_000_000
const MOST_TEMPERATURE = 100

const help =
  () => `Has a network write what it has learned: of a text, or of a task of your own that asks for the next symbol.

  unroll sample RUN --length 500 --temperature 0.8 --prompt "..."

RUN is an id, or the beginning of one, or a run's folder.

${table([
  ['--length N', `characters or symbols to write, up to ${MOST_LENGTH} [500]`],
  ['--temperature N', `below 1 the likely becomes likelier, above 1 all become alike; 0: the likeliest [1]`],
  ['--top-k N', 'draw from the N likeliest only [all]'],
  [
    '--prompt TEXT',
    'what the network reads first; symbols of several characters stand apart [a line’s end; how a sequence begins]',
  ],
  ['--seed N', 'same seed, same text [0]'],
  ['--update N', "the weights after N updates, any that were made [the newest checkpoint's]"],
  ['--json', 'one object: update, prompt, text, and the probability of each character'],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--help', 'this text'],
])}
`

export const sample: Command = {
  summary: 'let a network write: RUN --length 500 --temperature 0.8 --prompt "..."',
  help,
  async run(args, io) {
    const values = ['length', 'temperature', 'top-k', 'prompt', 'seed', 'update', 'data-dir']
    const parsed = parseArguments('sample', args, { switches: ['help', 'json'], values })
    const [named, second] = parsed.files
    if (named === undefined || second !== undefined) {
      throw new UsageError(`sample got ${parsed.files.length} runs: expected 1`)
    }
    const writing = writingIn(parsed)
    const update = wholeIn(parsed, 'update', [0, Number.MAX_SAFE_INTEGER])
    const stored = await openRunFolder(await findRun(dataFolder(parsed.values.get('data-dir')), named))
    const tell = (what: Reason) => io.writeError(`unroll: ${describeReason(what)}`)
    try {
      const trainer = await trainerAt(stored, update, tell)
      const { prompt, text, probabilities } = createWriter(trainer).write(writing)
      const made = trainer.progress.update
      if (parsed.switches.has('json')) {
        io.write(`${JSON.stringify({ update: made, prompt, text, probabilities: [...probabilities] })}\n`)
      } else io.write(`${prompt}${text}\n`)
    } catch (error) {
      throw error instanceof WritingError ? new UsageError(error.message) : error
    }
    return ExitCode.fine
  },
}

function writingIn(parsed: Parsed): Writing {
  return {
    length: wholeIn(parsed, 'length', [0, MOST_LENGTH]) ?? 500,
    temperature: temperatureIn(parsed),
    topK: wholeIn(parsed, 'top-k', [1, 65_536]) ?? null,
    prompt: parsed.values.get('prompt') ?? '',
    seed: wholeIn(parsed, 'seed', [0, 2 ** 32 - 1]) ?? 0,
  }
}

function wholeIn({ values }: Parsed, name: string, range: [number, number]): number | undefined {
  const text = values.get(name)
  if (text === undefined) return undefined
  return readWhole(name, text, range, `a whole number from ${range[0]} to ${range[1]}`)
}

function temperatureIn({ values }: Parsed): number {
  const text = values.get('temperature')
  if (text === undefined) return 1
  const value = readNumber(text)
  if (value >= 0 && value <= MOST_TEMPERATURE) return value
  throw new UsageError(`--temperature is ${showText(text)}: expected a number from 0 to ${MOST_TEMPERATURE}`)
}
