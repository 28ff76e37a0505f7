import type { KeptRun } from '../../core/contract/kept'

/** A GRU in the data folder that has learned the adding problem, but for these changes. */
export function keptRun(runId: string, changes: Partial<KeptRun> = {}): KeptRun {
  return {
    runId,
    folder: `/data/runs/${runId}`,
    name: '',
    status: 'done',
    isElsewhere: false,
    wasKilled: false,
    task: 'adding',
    cell: 'gru',
    numParameters: 3489,
    seed: 0,
    updates: 2000,
    totalUpdates: 2000,
    lastLoss: 0.004,
    bestLoss: 0.002,
    seconds: 12.5,
    created: '2026-11-28T09:00:00.000Z',
    written: '2026-11-28T09:00:20.000Z',
    parent: null,
    group: null,
    smoothedLoss: 0.005,
    solvedAfter: 1200,
    ...{ color: null, tags: [], note: '', isArchived: false },
    bytes: 200_000,
    problems: [],
    ...changes,
    settings: {
      'task.name': changes.task ?? 'adding',
      'model.cell': changes.cell ?? 'gru',
      ...changes.settings,
    },
  }
}
