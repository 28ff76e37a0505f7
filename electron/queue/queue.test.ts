import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSweep } from '../../core/sweep/parse'
import type { Interrupt } from '../cli/io'
import { startUnroll, unroll } from '../cli/unroll.testing'
import { version } from '../cli/version'
import { withFolder } from '../store/keptRun.testing'
import { namedTrials } from '../sweep/runSweep'
import type { Connection } from './connection'
import { connect } from './connection'
import { parseQueueAddress } from './address'
import { openJobs } from './jobs'
import { SWEEPS, WORKERS } from './protocol'
import { whyNoRedis, withRedis } from './redis.testing'

const sweep = (updates: number, numTrials: number) => ({
  experiment: {
    ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
    train: { batch: 4, updates },
  },
  search: {
    ...{ strategy: 'random', trials: numTrials },
    fields: { 'optimizer.lr': { min: 0.001, max: 0.1, scale: 'log' } },
  },
})

/** A folder with a sweep in it. */
async function write(folder: string, updates: number, numTrials: number): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'rates.json')
  await writeFile(file, JSON.stringify(sweep(updates, numTrials)))
  return file
}

/** Ends a worker as a person does, and waits for it. */
async function end(worker: ReturnType<typeof startUnroll>, signal: Interrupt = 'SIGINT') {
  worker.interrupt(signal)
  return worker.finished
}

describe.skipIf(whyNoRedis !== null)('a sweep by a queue', () => {
  it('prints the lines of a local one, and its runs come back whole', () =>
    withFolder((folder) =>
      withRedis(async ({ address }) => {
        const file = await write(folder, 30, 6)
        const alone = await unroll(['sweep', file, '--json', '--no-keep', '--threads', '2'])
        const worker = startUnroll(['worker', '--queue', address, '--threads', '2', '--name', 'lab-07'])
        const data = join(folder, 'data')
        const queued = await unroll(['sweep', file, '--json', '--queue', address, '--data-dir', data])
        expect([queued.code, queued.err]).toEqual([0, ''])
        expect(queued.out).toBe(alone.out)
        const listed = await unroll(['runs', 'list', '--json', '--data-dir', data])
        expect(listed.json().map(({ id, status }) => [id, status])).toEqual(
          expect.arrayContaining(alone.json().map(({ id }) => [id, 'done'])),
        )
        // What has ended is taken from where it is kept; and a process that knows nothing, from the server.
        expect((await end(worker)).code).toBe(130)
        expect((await unroll(['sweep', file, '--json', '--queue', address, '--data-dir', data])).out).toBe(
          alone.out,
        )
        const anew = join(folder, 'anew')
        const again = await unroll(['sweep', file, '--json', '--queue', address, '--data-dir', anew])
        expect([again.out, again.err]).toEqual([alone.out, ''])
      }),
    ))

  it('comes back through a folder that all see', () =>
    withFolder((folder) =>
      withRedis(async ({ address }) => {
        const file = await write(folder, 20, 3)
        const [data, shared] = [join(folder, 'data'), join(folder, 'shared')]
        const worker = startUnroll(['worker', '--queue', address, '--threads', '1', '--shared', shared])
        const args = ['sweep', file, '--json', '--queue', address, '--data-dir', data]
        const { out, err } = await unroll([...args, '--shared', shared])
        await end(worker)
        expect(err).toBe('')
        expect(out).toBe((await unroll(['sweep', file, '--json', '--no-keep'])).out)
        expect((await unroll(['runs', 'list', '--json', '--data-dir', data])).lines).toHaveLength(3)
      }),
    ))

  it('goes on when its server was killed and comes back: nothing is lost, and each counts once', () =>
    withFolder((folder) =>
      withRedis(async ({ address, kill, start }) => {
        const file = await write(folder, 100, 8)
        const worker = startUnroll(['worker', '--queue', address, '--threads', '2', '--json'])
        const queued = startUnroll(['sweep', file, '--json', '--queue', address, '--no-keep'])
        await expect.poll(() => queued.out, { timeout: 30_000 }).not.toBe('')
        await kill()
        await expect.poll(() => queued.err, { timeout: 30_000 }).toContain('is away since')
        await start()
        const { out, err } = await queued.finished
        await end(worker)
        expect(out).toBe((await unroll(['sweep', file, '--json', '--no-keep'])).out)
        expect(err).toMatch(/^unroll: the queue at \S+ is away since [\d:]+; .*\n.* is back\n$/)
      }),
    ))

  it('can be left while its server is away', () =>
    withFolder((folder) =>
      withRedis(async ({ address, kill }) => {
        const file = await write(folder, 20, 2)
        const left = startUnroll(['sweep', file, '--json', '--queue', address, '--no-keep'])
        const connection = await connect(parseQueueAddress(address))
        await expect.poll(() => connection.redis.exists(SWEEPS), { timeout: 30_000 }).toBe(1)
        connection.close()
        await kill()
        await expect.poll(() => left.err, { timeout: 30_000 }).toContain('is away since')
        left.interrupt('SIGINT')
        expect((await left.finished).code).toBe(130)
      }),
    ))

  it('can be left to its workers, shown again, and withdrawn for everybody', () =>
    withFolder((folder) =>
      withRedis(async ({ address }) => {
        const file = await write(folder, 2_000_000, 2)
        const args = ['sweep', file, '--json', '--queue', address, '--data-dir', folder]
        const worker = startUnroll(['worker', '--queue', address, '--threads', '1'])
        const left = startUnroll(args)
        const connection = await connect(parseQueueAddress(address))
        await isTraining(connection)
        left.interrupt('SIGINT')
        expect(await left.finished).toMatchObject({
          code: 130,
          err: expect.stringContaining(
            'the workers go on: the same command shows how far they are',
          ) as string,
        })
        await connection.redis.del(SWEEPS)
        const second = startUnroll(args)
        await expect.poll(() => connection.redis.exists(SWEEPS), { timeout: 30_000 }).toBe(1)
        expect((await unroll([...args, '--withdraw'])).err).toContain('rates is withdrawn from the queue')
        expect(await second.finished).toMatchObject({
          code: 2,
          err: 'unroll: the sweep was withdrawn from the queue by another process\n',
        })
        const jobs = await openJobs(connection, version(), null)
        const ids = namedTrials(trialsIn(sweep(2_000_000, 2))).map(({ id }) => id)
        const [first, other] = await jobs.look(ids)
        expect(first).toMatchObject({
          is: 'answered',
          answer: { status: 'stopped', delivery: { by: 'parcel' } },
        })
        expect(other).toEqual({ is: 'missing' })
        await jobs.close()
        connection.close()
        await end(worker)
      }),
    ))

  it('is gone on with by another worker where one was ended, to the same bits', () =>
    withFolder((folder) =>
      withRedis(async ({ address }) => {
        const file = await write(folder, 20_000, 1)
        const first = startUnroll(['worker', '--queue', address])
        const queued = startUnroll(['sweep', file, '--json', '--queue', address, '--no-keep'])
        const connection = await connect(parseQueueAddress(address))
        await isTraining(connection)
        expect(await end(first, 'SIGTERM')).toMatchObject({ code: 143, out: '' })
        const second = startUnroll(['worker', '--queue', address, '--json'])
        const { out } = await queued.finished
        await end(second)
        connection.close()
        expect(out).toBe((await unroll(['sweep', file, '--json', '--no-keep'])).out)
      }),
    ))

  it('takes nothing from the server that is no trial', () =>
    withFolder((folder) =>
      withRedis(async ({ address }) => {
        await mkdir(folder, { recursive: true })
        const connection = await connect(parseQueueAddress(address))
        const jobs = await openJobs(connection, version(), null)
        const [trial] = namedTrials(trialsIn(sweep(20, 1)))
        const group = { kind: 'sweep' as const, id: 'a', name: '', fields: {} }
        const good = { format: 1 as const, engine: version(), data: null, from: null, group }
        const { experiment } = trial!
        await jobs.add(
          [
            { ...good, experiment, id: '0123456789abcdef' },
            { ...good, experiment: { ...experiment, clip: null }, id: '1123456789abcdef' } as never,
            { ...good, experiment, id: '2123456789abcdef', engine: '9.9.9' },
          ],
          false,
        )
        const worker = startUnroll(['worker', '--queue', address])
        await expect.poll(() => worker.err.match(/is no trial/g)?.length, { timeout: 30_000 }).toBe(3)
        await end(worker)
        expect(worker.out).toBe('')
        expect(worker.err).toContain('its id is not the hash of its experiment')
        expect(worker.err).toContain('experiment.clip: expected the type object')
        expect(worker.err).toContain('it is of version 9.9.9, expected')
        await jobs.close()
        connection.close()
      }),
    ))
})

/** Waits until a worker trains. */
const isTraining = ({ redis }: Connection) =>
  expect.poll(async () => (await redis.hvals(WORKERS)).join(), { timeout: 30_000 }).toContain('"training":["')

/** The trials of a sweep's document. */
function trialsIn(document: unknown) {
  const parsed = parseSweep(document)
  if (!parsed.ok) throw new Error('no sweep')
  return parsed.value.trials
}
