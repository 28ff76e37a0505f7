import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { describeReason } from '../../../core/contract/reasons'
import { counted } from '../../../core/text/counted'
import { showText } from '../../../core/text/foreign'
import { connect } from '../../queue/connection'
import { createParcels } from '../../queue/parcels'
import { PREFIX } from '../../queue/protocol'
import { createTrialBench } from '../../queue/trialBench'
import { startTrialWorker } from '../../queue/trialWorker'
import { mostMemory } from '../../sweep/atOnce'
import { ExitCode } from '../exitCode'
import type { Interrupt, Io } from '../io'
import { jsonLine } from '../jsonLine'
import { jsonNumber, short } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { queueIn, queueRows } from '../options/queue'
import { MOST_THREADS, threadsIn } from '../options/threads'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'
import { tellOfReach } from './queueNews'

const NAME_LENGTH = 100

const help =
  () => `Trains trials of a queue that other machines put there (unroll sweep FILE --queue ADDRESS), until it is ended.

  unroll worker --queue ADDRESS [OPTIONS]

${table([
  ...queueRows,
  ['--threads N', `threads that compute, 1 to ${MOST_THREADS} [as many as processors]`],
  ['--name NAME', "what others see it by [the machine's name]"],
  [
    '--shared DIR',
    'a data folder that other machines see too: trials are trained in it, and a worker goes on',
  ],
  ['', 'where another one was killed [a folder of its own; runs go through the server]'],
  ['--json', 'one JSON object a line: a trial, when it has ended'],
  ['--help', 'this text'],
])}

It takes trials of its own version alone. SIGINT (Ctrl-C) and SIGTERM put those back that train: another worker goes on
with them.

Exit code: 2 wrong use or no such queue, 130 after SIGINT, 143 after SIGTERM.
`

export const worker: Command = {
  summary: 'train trials of a queue that many machines share: --queue ADDRESS [--threads N] [--name NAME]',
  help,
  async run(args, io, spawn) {
    const values = ['queue', 'threads', 'name', 'shared']
    const parsed = parseArguments('worker', args, { switches: ['json', 'help'], values })
    if (parsed.files.length > 0) {
      throw new UsageError(`worker got ${showText(parsed.files[0]!)}: expected options alone`)
    }
    const address = queueIn(parsed)
    if (!address) throw new UsageError('worker needs a queue: --queue ADDRESS, or UNROLL_QUEUE')
    const [name, threads, shared] = [nameIn(parsed), threadsIn(parsed), sharedIn(parsed)]
    const isJson = parsed.switches.has('json')

    const connection = await connect(address)
    const own = await mkdtemp(join(tmpdir(), 'unroll-worker-'))
    const stopTelling = tellOfReach(connection, io)
    try {
      const bench = createTrialBench({
        ...{ spawn, version: version(), shared, own, most: { threads, memory: mostMemory(totalmem()) } },
        parcels: createParcels(connection.redis, PREFIX),
        tell: (why) => io.writeError(`unroll: ${describeReason(why)}`),
      })
      const running = await startTrialWorker(connection, {
        ...{ engine: version(), name, threads, bench },
        listener: {
          ended(id, { status, update, loss }) {
            if (isJson) io.write(jsonLine({ type: 'trial', id, status, update, loss: jsonNumber(loss) }))
            else io.write(`${id}  ${status}  ${counted(update, 'update')}  loss ${short(loss)}\n`)
          },
          refused: (id, why) => io.writeError(`unroll: ${showText(id)}: ${why}`),
        },
      })
      const what = `trials of version ${version()} from ${address.shown}, ${counted(threads, 'thread')}`
      io.writeError(`unroll: worker ${showText(name)} takes ${what}`)
      const signal = await interrupted(io)
      await running.stop()
      return signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated
    } finally {
      stopTelling()
      connection.close()
      await rm(own, { recursive: true, force: true })
    }
  },
}

/** Resolves when the process is asked to end. */
function interrupted(io: Io): Promise<Interrupt> {
  return new Promise((resolve) => {
    io.onInterrupt(resolve)
    io.onClosed(() => resolve('SIGTERM'))
  })
}

function nameIn({ values }: Parsed): string {
  const name = values.get('name') ?? hostname().slice(0, NAME_LENGTH)
  if (name.length > 0 && name.length <= NAME_LENGTH) return name
  throw new UsageError(`--name is ${showText(name)}: expected 1 to ${NAME_LENGTH} characters`)
}

function sharedIn({ values }: Parsed): string | null {
  const shared = values.get('shared')
  if (shared === '') throw new UsageError('--shared is empty: expected the path of a folder')
  return shared ?? null
}
