import { totalmem } from 'node:os'
import { describeReason } from '../../../core/contract/reasons'
import { dataFolder } from '../../store/catalog'
import { createEngineQueue } from '../../queue/engineQueue'
import { connect } from '../../queue/connection'
import { createKeeper } from '../../queue/keeper'
import { createParcels } from '../../queue/parcels'
import { PREFIX } from '../../queue/protocol'
import { withdrawSweep } from '../../queue/takeBack'
import { trialsAtOnce } from '../../sweep/atOnce'
import { createKeptTrials } from '../../sweep/keptTrials'
import { createLocalQueue } from '../../sweep/localQueue'
import { createMemoryTrials } from '../../sweep/memoryTrials'
import type { NamedTrial } from '../../sweep/runSweep'
import type { Spawn } from '../../sweep/trainRun'
import type { QueueListener, TrialQueue } from '../../sweep/trialQueue'
import type { TrialTrainer } from '../../sweep/trialTrainer'
import type { Io } from '../io'
import type { Parsed } from '../options/parse'
import { queueIn } from '../options/queue'
import { threadsIn } from '../options/threads'
import { UsageError } from '../usageError'
import { version } from '../version'
import { tellOfReach } from './queueNews'

/** What trains the trials of a sweep. */
export interface SweepPlace {
  /** For the headline. */
  readonly where: string
  /** What becomes of the sweep when this command is ended before it. */
  readonly afterwards: string
  open(listener: QueueListener): TrialQueue
  /** Takes the trials back that the queue has; null where it is this process's own. */
  readonly withdraw: (() => Promise<void>) | null
  close(): void
}

export interface SweepAtPlace {
  readonly id: string
  readonly name: string
  readonly trials: readonly NamedTrial[]
}

/**
 * The threads of this process, or the workers of a queue where one is named.
 * @throws {UsageError | StoreError} where options do not go together, or the queue cannot be reached.
 */
export function sweepPlace(parsed: Parsed, sweep: SweepAtPlace, io: Io, spawn: Spawn): Promise<SweepPlace> {
  const address = queueIn(parsed)
  return address ? engine(address, parsed, sweep, io) : Promise.resolve(local(parsed, sweep, io, spawn))
}

function local(parsed: Parsed, { trials }: SweepAtPlace, io: Io, spawn: Spawn): SweepPlace {
  for (const name of ['shared', 'first', 'withdraw']) {
    if (parsed.values.has(name) || parsed.switches.has(name)) {
      throw new UsageError(`--${name} is of no use without --queue`)
    }
  }
  const most = trialsAtOnce(trials, { threads: threadsIn(parsed), memory: totalmem() })
  const trainer = trainerOf(parsed, io, spawn)
  return {
    where: `${most} at a time`,
    afterwards: isKept(parsed)
      ? 'it is kept: the same command goes on'
      : 'of what was being trained nothing is kept',
    open: (listener) => createLocalQueue({ most, trainer, listener }),
    withdraw: null,
    close: () => undefined,
  }
}

export const isKept = ({ flags }: Parsed) => flags.get('keep') !== false

function trainerOf(parsed: Parsed, io: Io, spawn: Spawn): TrialTrainer {
  requireUse(parsed)
  const out = parsed.values.get('out')
  if (!isKept(parsed)) return createMemoryTrials(spawn)
  if (out === '') throw new UsageError('--out is empty: expected the path of a folder')
  return createKeptTrials(spawn, {
    ...{ data: dataFolder(parsed.values.get('data-dir')), version: version() },
    ...(out === undefined ? {} : { out }),
    tell: (why) => io.writeError(`unroll: ${describeReason(why)}`),
  })
}

function requireUse(parsed: Parsed): void {
  const named = ['out', 'data-dir', 'shared'].find((name) => parsed.values.has(name))
  if (!isKept(parsed) && named) throw new UsageError(`--${named} is of no use with --no-keep`)
}

async function engine(
  address: NonNullable<ReturnType<typeof queueIn>>,
  parsed: Parsed,
  { id, name, trials }: SweepAtPlace,
  io: Io,
): Promise<SweepPlace> {
  requireUse(parsed)
  const { values, switches } = parsed
  const unused = ['out', 'threads'].find((option) => values.has(option))
  if (unused) throw new UsageError(`--${unused} is of no use with --queue: the workers say theirs`)
  const connection = await connect(address)
  const stopTelling = tellOfReach(connection, io)
  const parcels = createParcels(connection.redis, PREFIX)
  const keeper = createKeeper({
    ...{ data: dataFolder(values.get('data-dir')), shared: values.get('shared') ?? null, parcels },
    version: version(),
    tell: (why) => io.writeError(`unroll: ${describeReason(why)}`),
  })
  const sweep = { id, name, numTrials: trials.length }
  return {
    where: `by the workers of ${address.shown}`,
    afterwards: 'the workers go on: the same command shows how far they are, and --withdraw ends the sweep',
    open: (listener) =>
      createEngineQueue(connection, {
        ...{ engine: version(), parcels, listener, keeper: isKept(parsed) ? keeper : null },
        sweep,
        isFirst: switches.has('first'),
        onStop: 'leave',
      }),
    withdraw: () =>
      withdrawSweep(
        connection,
        version(),
        sweep,
        trials.map((trial) => trial.id),
      ),
    close() {
      stopTelling()
      connection.close()
    },
  }
}
