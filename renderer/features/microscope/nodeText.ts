import type { Item } from '../../../core/explain/flow'
import { magnitude } from '../../../core/explain/flow'
import type { Matrix } from '../../../core/explain/matrix'
import { shortText } from './cellText'

/**
 * What a node of the network says of a vector: its norm with its letter, `||dh|| 0.0310`, since states and
 * gradients stand in the same places; of a single number its value with its sign, which a norm would lose.
 */
export function nodeText(matrix: Matrix, item: Item, format: (value: number) => string = shortText): string {
  const letter = /^\p{L}+/u.exec(matrix.name.text)?.[0] ?? matrix.name.text
  const isNumber = matrix.rows === 1 && (matrix.cols === 1 || (item !== null && matrix.hasItems))
  if (!isNumber) return `||${letter}|| ${format(magnitude(matrix, item))}`
  return format(matrix.at(0, matrix.cols === 1 ? 0 : (item ?? 0)))
}
