import type { TaskName } from '../experiment/task'
import { adding } from './adding'
import { copy } from './copy'
import { echo } from './echo'
import { order } from './order'
import { parity } from './parity'
import { parityEnd } from './parityEnd'
import { sine } from './sine'
import type { Task } from './task'

/** Every task by its name. */
export const tasks: { readonly [N in TaskName]: Task<N> } = {
  adding,
  copy,
  echo,
  parity,
  parityEnd,
  order,
  sine,
}
