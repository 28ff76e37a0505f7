import { tanh } from '../math/elementary'
import { product } from './products'
import type { Tensor } from './tensor'
import { zeros } from './tensor'

/*
 * Arithmetic on matrices as numpy writes it, evaluated as it is read:
 *
 *     sum      = product { (+ | -) product }
 *     product  = value { (* | @) value }              * element by element, @ of matrices, both from the left
 *     value    = (number | name | name[t] | tanh(sum) | sum(sum, axis=1) | mean(sum, axis=1) | (sum)) [.T]
 *
 * A number, or a column of shape (n, 1), is spread over the columns of the other operand, as numpy does.
 */

/** Where a program's variables are; what stands in brackets behind a name is part of it: `x[t]`. */
export type Scope = Map<string, Tensor>

const TOKEN = /\s*(axis=1|\.T|\w+\[[^\]]*\]|\d+(?:\.\d+)?|\w+|[-+*@(),])/y

type Evaluate = (scope: Scope) => Tensor

/** Each expression is read once: a gradient check evaluates it some thousand times. */
const known = new Map<string, Evaluate>()

/**
 * The value of an expression.
 * @throws {Error} if it is not as above, or names what is not in scope.
 * @throws {RangeError} if shapes do not fit.
 */
export function evaluate(text: string, scope: Scope): Tensor {
  let its = known.get(text)
  if (!its) known.set(text, (its = parse(text)))
  return its(scope)
}

function parse(text: string): Evaluate {
  const tokens = tokensOf(text)
  let next = 0

  function take(wanted?: string): string {
    const token = tokens[next++]
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`${text}: expected ${wanted ?? 'a value'} as token ${next}, not ${token ?? 'the end'}`)
    }
    return token
  }

  function sum(): Evaluate {
    let left = term()
    while (tokens[next] === '+' || tokens[next] === '-') {
      const f = take() === '+' ? (a: number, b: number) => a + b : (a: number, b: number) => a - b
      left = pairwise(left, term(), f)
    }
    return left
  }

  function term(): Evaluate {
    let left = value()
    while (tokens[next] === '*' || tokens[next] === '@') {
      const isProduct = take() === '@'
      const [one, other] = [left, value()]
      left = isProduct ? (scope) => product(one(scope), other(scope)) : pairwise(one, other, (a, b) => a * b)
    }
    return left
  }

  function value(): Evaluate {
    let found = plainValue()
    while (tokens[next] === '.T') {
      take()
      const of = found
      found = (scope) => transposed(of(scope))
    }
    return found
  }

  function plainValue(): Evaluate {
    const token = take()
    if (token === '(') return closed(sum())
    if (/^\d/.test(token)) {
      const number = { shape: [1, 1], data: Float64Array.of(Number(token)) }
      return () => number
    }
    if (tokens[next] === '(') return call(token)
    return (scope) => {
      const variable = scope.get(token)
      if (!variable) throw new Error(`${text}: there is no ${token}`)
      return variable
    }
  }

  function call(name: string): Evaluate {
    take('(')
    const argument = sum()
    if (name === 'tanh') {
      return closed((scope) => {
        const { shape, data } = argument(scope)
        return { shape, data: data.map(tanh) }
      })
    }
    if (name !== 'sum' && name !== 'mean') throw new Error(`${text}: there is no function ${name}`)
    take(',')
    take('axis=1')
    return closed((scope) => overColumns(argument(scope), name === 'mean'))
  }

  function closed(inner: Evaluate): Evaluate {
    take(')')
    return inner
  }

  const result = sum()
  if (next < tokens.length) throw new Error(`${text}: expected its end, not ${tokens[next]}`)
  return result
}

const pairwise =
  (one: Evaluate, other: Evaluate, f: (a: number, b: number) => number): Evaluate =>
  (scope) =>
    spread(one(scope), other(scope), f)

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw new Error(`${text}: cannot be read from character ${at + 1} on`)
    tokens.push(found[1])
  }
  return tokens
}

/** f of each pair of elements; rows or columns of one are repeated for the other. */
function spread(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor {
  const rows = Math.max(a.shape[0], b.shape[0])
  const columns = Math.max(a.shape[1], b.shape[1])
  for (const { shape } of [a, b]) {
    if ((shape[0] !== rows && shape[0] !== 1) || (shape[1] !== columns && shape[1] !== 1)) {
      throw new RangeError(`shapes (${a.shape.join(', ')}) and (${b.shape.join(', ')}) do not fit`)
    }
  }
  const steps = ({ shape }: Tensor) => [shape[0] === 1 ? 0 : shape[1], shape[1] === 1 ? 0 : 1] as const
  const [rowOfA, columnOfA] = steps(a)
  const [rowOfB, columnOfB] = steps(b)
  const out = zeros(rows, columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const left = a.data[row * rowOfA + column * columnOfA]
      out.data[row * columns + column] = f(left, b.data[row * rowOfB + column * columnOfB])
    }
  }
  return out
}

function transposed({ shape: [rows, columns], data }: Tensor): Tensor {
  const out = zeros(columns, rows)
  for (let i = 0; i < data.length; i++) out.data[(i % columns) * rows + Math.floor(i / columns)] = data[i]
  return out
}

function overColumns({ shape: [rows, columns], data }: Tensor, isMean: boolean): Tensor {
  const out = zeros(rows, 1)
  for (let i = 0; i < data.length; i++) out.data[Math.floor(i / columns)] += data[i]
  if (isMean) for (let row = 0; row < rows; row++) out.data[row] /= columns
  return out
}
