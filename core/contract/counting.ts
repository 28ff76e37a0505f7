/*
 * Data, files, channels and machine output count everything from 0. People count updates and time steps from
 * 1; elements of a matrix, units and sequences of a batch keep their index, as numpy and PyTorch print it.
 */

/** The number by which people call the update or the time step with this index. */
export function shownNumber(index: number): number {
  return index + 1
}

/** The index of the update or the time step with this number. */
export function indexOfNumber(shown: number): number {
  return shown - 1
}
