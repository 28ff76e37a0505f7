import type { RowStatus, RunRow } from '../../stores/runRow'

/** What can be done with a run besides opening and renaming it. */
export type RowAct = 'pause' | 'resume' | 'stop' | 'remove' | 'earlier' | 'later'

/** By how the run stands, each in a place of its own, so that none moves under the pointer. */
const PLACES: Readonly<Record<RowStatus, readonly (RowAct | null)[]>> = {
  training: ['pause', 'stop', null],
  elsewhere: [null, null, null],
  building: [null, 'stop', null],
  queued: ['earlier', 'later', 'stop'],
  paused: ['resume', null, 'remove'],
  interrupted: ['resume', null, 'remove'],
  stopped: ['resume', null, 'remove'],
  done: [null, null, 'remove'],
  diverged: [null, null, 'remove'],
  failed: [null, null, 'remove'],
  unreadable: [null, null, 'remove'],
}

export function actPlaces({ status, isKept }: RunRow): readonly (RowAct | null)[] {
  return PLACES[status].map((act) => (act === 'remove' && !isKept ? null : act))
}

export const canRemove = (row: RunRow): boolean => actPlaces(row).includes('remove')
export const canOpen = ({ status }: RunRow): boolean => status !== 'unreadable'
export const canRename = ({ status, isKept }: RunRow): boolean => isKept && status !== 'unreadable'

const BRANCH_NOT_OFF: readonly RowStatus[] = ['building', 'unreadable']
/** Whether another run can branch off it. */
export const canBranch = ({ status, isKept }: RunRow): boolean => isKept && !BRANCH_NOT_OFF.includes(status)
