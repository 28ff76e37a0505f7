import type { Scope } from './expression'
import { evaluate } from './expression'
import type { Tensor } from './tensor'
import { accumulate, clone, map, zeros } from './tensor'

/*
 * The tanh RNN of exercise 6-1P as a program of a few lines, in which bugs can be planted: what is shown is
 * what runs. It is nobody's training code; `rnn.ts` is the same without a language of its own, and a test
 * compares the two.
 */

/** Where a line stands: before, in or after the loop that goes forward, or the one that goes back. */
export interface Program {
  readonly forward: readonly string[]
  readonly backward: readonly string[]
  readonly end: readonly string[]
}

export const program: Program = {
  forward: ['z[t] = Wax @ x[t] + Waa @ a[t-1] + ba', 'a[t] = tanh(z[t])'],
  backward: [
    'total = da[t] + carried',
    'dz = (1 - a[t] * a[t]) * total',
    'dx[t] = Wax.T @ dz',
    'dWax += dz @ x[t].T',
    'dWaa += dz @ a[t-1].T',
    'dba += sum(dz, axis=1)',
    'carried = Waa.T @ dz',
  ],
  end: ['da0 = carried'],
}

/** The program as people read it. */
export function listing({ forward, backward, end }: Program = program): string[] {
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)
  return [
    'for t in range(T):',
    ...indented(forward),
    'for t in reversed(range(T)):',
    ...indented(backward),
    ...end,
  ]
}

/** What the program computes with: x and da one (n, m) a step, the rest as `Parameters` have them. */
export interface ProgramInputs {
  readonly x: readonly Tensor[]
  readonly a0: Tensor
  readonly Wax: Tensor
  readonly Waa: Tensor
  readonly ba: Tensor
  /** What the loss sum over t of sum(a[t] * da[t]) multiplies each state with: its gradient there. */
  readonly da: readonly Tensor[]
}

/** The loss after the forward lines alone. */
export function lossOf(lines: Program, inputs: ProgramInputs): number {
  const scope = runForward(lines, inputs)
  return inputs.da.reduce((sum, da, t) => {
    const weighted = map(scope.get(`a[${t}]`)!, (a, d) => a * d, da)
    return sum + weighted.data.reduce((all, each) => all + each, 0)
  }, 0)
}

/** The gradients that the backward lines compute; dx one (n_x, m) a step. */
export interface ProgramGradients {
  readonly dx: readonly Tensor[]
  readonly da0: Tensor
  readonly dWax: Tensor
  readonly dWaa: Tensor
  readonly dba: Tensor
}

export function gradientsOf(lines: Program, inputs: ProgramInputs): ProgramGradients {
  const scope = runForward(lines, inputs)
  const { x, a0, Wax, Waa, ba, da } = inputs
  scope.set('carried', zeros(...a0.shape))
  for (const [name, like] of [
    ['dWax', Wax],
    ['dWaa', Waa],
    ['dba', ba],
  ] as const) {
    scope.set(name, zeros(...like.shape))
  }
  da.forEach((each, t) => scope.set(`da[${t}]`, each))
  for (let t = x.length - 1; t >= 0; t--) for (const line of lines.backward) execute(line, scope, t)
  for (const line of lines.end) execute(line, scope, 0)
  return {
    dx: x.map((_, t) => scope.get(`dx[${t}]`)!),
    da0: scope.get('da0')!,
    dWax: scope.get('dWax')!,
    dWaa: scope.get('dWaa')!,
    dba: scope.get('dba')!,
  }
}

function runForward(lines: Program, { x, a0, Wax, Waa, ba }: ProgramInputs): Scope {
  const scope: Scope = new Map(Object.entries({ Wax, Waa, ba, 'a[-1]': a0 }))
  x.forEach((each, t) => scope.set(`x[${t}]`, each))
  for (let t = 0; t < x.length; t++) for (const line of lines.forward) execute(line, scope, t)
  return scope
}

/** `name = expression` or `name += expression` at a step t. */
function execute(line: string, scope: Scope, t: number): void {
  const atStep = line.replaceAll('[t-1]', `[${t - 1}]`).replaceAll('[t]', `[${t}]`)
  const [, name, sign, expression] = /^(\S+) (\+?=) (.+)$/.exec(atStep)!
  const value = evaluate(expression, scope)
  if (sign === '=') scope.set(name, clone(value))
  else accumulate(scope.get(name)!, value)
}
