import type { GroupRequest, GroupState } from '../../core/contract/groups'
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
  /** Of this process, oldest first. */
  list(): readonly GroupState[]
  /** Begins no further run of a group, and ends those that train; they can be gone on with. */
  stop(id: string): Promise<Result<GroupState>>
  /** Begins none of any group any more. */
  rest(): void
}

export interface GroupServiceOptions {
  readonly trainer: TrialTrainer
  /** How many runs are in the catalog's queue at a time: those that train and some that wait. */
  readonly most: number
  changed(state: GroupState): void
}

interface Planned {
  readonly id: string
  readonly kind: GroupKind
  readonly name: string
  readonly trials: readonly (Trial & { readonly id: string })[]
}

interface Group {
  state: GroupState
  readonly queue: TrialQueue
}

export function createGroupService({ trainer, most, changed }: GroupServiceOptions): GroupService {
  const groups = new Map<string, Group>()

  function become(group: Group, changes: Partial<GroupState>): void {
    group.state = { ...group.state, ...changes }
    changed(group.state)
  }

  function begin({ id, kind, name, trials }: Planned): GroupState {
    const queue = createLocalQueue({
      most,
      trainer,
      listener: {
        ended() {
          const numEnded = group.state.numEnded + 1
          const isOver = numEnded === trials.length && group.state.status === 'training'
          become(group, { numEnded, ...(isOver ? { status: 'ended' as const } : {}) })
        },
        broken(_, error) {
          if (group.state.status !== 'training') return
          become(group, { status: 'broken', why: reasonFor(error) })
          void queue.stop('a run of its group that could not be kept')
        },
      },
    })
    const group: Group = {
      queue,
      state: {
        ...{ id, kind, name, status: 'training', numEnded: 0, why: null },
        runIds: trials.map((trial) => trial.id),
      },
    }
    groups.set(id, group)
    changed(group.state)
    queue.enqueue(
      trials.map(({ id: runId, experiment, fields }) => ({
        ...{ id: runId, experiment },
        group: { kind, id, name, fields: { ...fields } },
      })),
    )
    return group.state
  }

  return {
    start(request) {
      const planned = plan(request)
      if (!planned.ok) return planned
      const { id } = planned.value
      // What is under way already is not begun twice.
      const known = groups.get(id)
      if (known?.state.status === 'training') return succeed(known.state)
      return succeed(begin(planned.value))
    },
    list: () => [...groups.values()].map(({ state }) => state),
    async stop(id) {
      const group = groups.get(id)
      if (!group) return fail('noSuchRun', reason('noGroup', { id: showText(id) }))
      if (group.state.status === 'training') {
        become(group, { status: 'stopped' })
        await group.queue.stop('a person')
      }
      return succeed(group.state)
    },
    rest() {
      for (const { queue, state } of groups.values()) if (state.status === 'training') void queue.hold()
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
