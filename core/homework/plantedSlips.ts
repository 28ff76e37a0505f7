import type { SlipName } from '../contract/verify'
import type { Program } from './program'
import { program } from './program'

/** One line of the program as it should be, and as it is with a bug. */
export interface Slip {
  readonly right: string
  readonly wrong: string
}

/** Mistakes of one line, each as it is made in the wild. */
export const slips: Readonly<Record<SlipName, Slip>> = {
  earlierState: { right: 'dWaa += dz @ a[t-1].T', wrong: 'dWaa += dz @ a[t].T' },
  meanOverBatch: { right: 'dba += sum(dz, axis=1)', wrong: 'dba += mean(dz, axis=1)' },
  nothingCarried: { right: 'total = da[t] + carried', wrong: 'total = da[t]' },
  inputNotTransposed: { right: 'dx[t] = Wax.T @ dz', wrong: 'dx[t] = Wax @ dz' },
  assigned: { right: 'dWax += dz @ x[t].T', wrong: 'dWax = dz @ x[t].T' },
  slopeForgotten: { right: 'dz = (1 - a[t] * a[t]) * total', wrong: 'dz = total' },
  biasForgotten: {
    right: 'z[t] = Wax @ x[t] + Waa @ a[t-1] + ba',
    wrong: 'z[t] = Wax @ x[t] + Waa @ a[t-1]',
  },
  stateNotTransposed: { right: 'carried = Waa.T @ dz', wrong: 'carried = Waa @ dz' },
  slopeOfSum: {
    right: 'dz = (1 - a[t] * a[t]) * total',
    wrong: 'dz = (1 - z[t] * z[t]) * total',
  },
  stepShort: { right: 'da0 = carried', wrong: 'da0 = total' },
}

/** The program with a bug planted; null leaves it as it should be. */
export function withSlip(name: SlipName | null): Program {
  if (name === null) return program
  const { right, wrong } = slips[name]
  const plant = (lines: readonly string[]): string[] => lines.map((line) => (line === right ? wrong : line))
  return { forward: plant(program.forward), backward: plant(program.backward), end: plant(program.end) }
}
