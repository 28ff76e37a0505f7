import type { GroupRequest, GroupState, OpenGroup } from '../../core/contract/groups'
import type { Result } from '../../core/contract/result'
import { reason } from '../../core/contract/reasons'
import { fail, failInWords, succeed } from '../../core/contract/result'
import { describeProblems } from '../../core/experiment/problemText'
import type { Problem } from '../../core/fields/problem'
import type { GroupKind } from '../../core/sweep/group'
import { parseSweep } from '../../core/sweep/parse'
import { seedsOf } from '../../core/sweep/seeds'
import type { Trial } from '../../core/sweep/sweep'
import { twinsOf } from '../../core/sweep/twins'
import { showText } from '../../core/text/foreign'
import { groupId, memberId, sweepId, trialId } from './hash'
import { reasonFor } from '../store/storeError'
import { createLocalQueue } from './localQueue'
import type { TrialQueue } from './trialQueue'
import type { TrialTrainer } from './trialTrainer'

/** Trains groups of runs: sweeps, seeds, twins. */
export interface GroupService {
  start(request: GroupRequest): Result<GroupState>
  /** Goes on with a group that the process before this one has left. */
  goOn(group: OpenGroup): Result<GroupState>
  /** Of this process, oldest first. */
  list(): readonly GroupState[]
  /** Begins no further run of a group, and ends those that train; they can be gone on with. */
  stop(id: string): Promise<Result<GroupState>>
  /** Ends all that train, as `stop` does. */
  stopAll(): Promise<void>
  /** Begins none of any group any more: the next process goes on with them. */
  rest(): void
}

export interface GroupServiceOptions {
  readonly trainer: TrialTrainer
  /** How many runs are in the catalog's queue at a time: those that train and some that wait. */
  readonly most: number
  changed(state: GroupState): void
  /** Hears which groups are not trained to their ends. */
  keep(open: readonly OpenGroup[]): void
}

interface Planned {
  readonly id: string
  readonly kind: GroupKind
  readonly name: string
  readonly trials: readonly (Trial & { readonly id: string })[]
}

interface Group {
  state: GroupState
  readonly request: GroupRequest
  readonly ended: Set<string>
  readonly queue: TrialQueue
}

const isTraining = ({ state }: Group) => state.status === 'training'

export function createGroupService({ trainer, most, changed, keep }: GroupServiceOptions): GroupService {
  const groups = new Map<string, Group>()
  let isResting = false

  function tell(group: Group): void {
    changed(group.state)
    // What becomes of groups while the app closes is no end of theirs.
    if (isResting) return
    const open = [...groups.values()].filter(isTraining)
    keep(open.map(({ request, ended }) => ({ request, ended: [...ended] })))
  }

  function become(group: Group, changes: Partial<GroupState>): void {
    group.state = { ...group.state, ...changes }
    tell(group)
  }

  function begin(
    { id, kind, name, trials }: Planned,
    request: GroupRequest,
    over: readonly string[],
  ): GroupState {
    const isOver = (each: { readonly id: string }) => over.includes(each.id)
    const ended = new Set(trials.filter(isOver).map((trial) => trial.id))
    const queue = createLocalQueue({
      most,
      trainer,
      listener: {
        ended(trial) {
          ended.add(trial.id)
          const isLast = ended.size === trials.length && isTraining(group)
          become(group, { numEnded: ended.size, ...(isLast ? { status: 'ended' as const } : {}) })
        },
        broken(_, error) {
          if (!isTraining(group)) return
          become(group, { status: 'broken', why: reasonFor(error) })
          void queue.stop('a run of its group that could not be kept')
        },
      },
    })
    const group: Group = {
      ...{ queue, request, ended },
      state: {
        ...{ id, kind, name, status: 'training', numEnded: ended.size, why: null },
        runIds: trials.map((trial) => trial.id),
      },
    }
    groups.set(id, group)
    tell(group)
    const left = trials.filter((trial) => !isOver(trial))
    if (left.length === 0) become(group, { status: 'ended' })
    queue.enqueue(
      left.map(({ id: runId, experiment, fields }) => ({
        ...{ id: runId, experiment },
        group: { kind, id, name, fields: { ...fields } },
      })),
    )
    return group.state
  }

  function start(request: GroupRequest, over: readonly string[]): Result<GroupState> {
    const planned = plan(request)
    if (!planned.ok) return planned
    // What is under way already is not begun twice.
    const known = groups.get(planned.value.id)
    return succeed(known && isTraining(known) ? known.state : begin(planned.value, request, over))
  }

  async function stop(group: Group): Promise<void> {
    if (!isTraining(group)) return
    become(group, { status: 'stopped' })
    await group.queue.stop('a person')
  }

  return {
    start: (request) => start(request, []),
    goOn: ({ request, ended }) => start(request, ended),
    list: () => [...groups.values()].map(({ state }) => state),
    async stop(id) {
      const group = groups.get(id)
      if (!group) return fail('noSuchRun', reason('noGroup', { id: showText(id) }))
      await stop(group)
      return succeed(group.state)
    },
    stopAll: async () => void (await Promise.all([...groups.values()].map(stop))),
    rest() {
      isResting = true
      for (const group of groups.values()) if (isTraining(group)) void group.queue.hold()
    },
  }
}

/** The runs of a group, with their ids, or what is wrong with it. */
function plan(request: GroupRequest): Result<Planned> {
  const { kind, name } = request
  if (kind === 'sweep') {
    const parsed = parseSweep(request.document)
    if (!parsed.ok) return refused(parsed.problems, parsed.numMore)
    const trials = parsed.value.trials.map((trial) => ({ ...trial, id: trialId(trial.experiment) }))
    return succeed({ id: sweepId(parsed.value), kind, name, trials })
  }
  const { experiment } = request
  if (kind === 'seeds') {
    const trials = seedsOf(experiment, request.count)
    return succeed(own(groupId(kind, [experiment, request.count]), kind, name, trials))
  }
  const twins = twinsOf(experiment, request.path, request.value)
  if (!twins.ok) return refused(twins.problems, 0)
  return succeed(own(groupId(kind, [experiment, request.path, request.value]), kind, name, twins.twins))
}

/**
 * Runs that belong to their group alone: with their ids, those of another group with the same experiment
 * differ.
 */
function own(id: string, kind: GroupKind, name: string, trials: readonly Trial[]): Planned {
  return { id, kind, name, trials: trials.map((trial) => ({ ...trial, id: memberId(id, trial.experiment) })) }
}

function refused(problems: readonly Problem[], numMore: number): Result<never> {
  const message = describeProblems({ problems: [...problems], numMore })
  return failInWords('invalidExperiment', message, [...problems])
}
