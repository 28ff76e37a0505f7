// @ts-check
/*
 * The character language model of each cell on the texts that come along, with as many parameters as fit
 * below the same number, trained here and by PyTorch from the same initial weights on the same batches.
 */

/** @typedef {'english' | 'chinese'} Source */
/**
 * @typedef {object} Result
 * @property {Source} source
 * @property {string} cell
 * @property {number} hiddenSize
 * @property {number} parameters
 * @property {number} updates
 * @property {number} bits of the characters held out, each, with the weights that were trained here
 * @property {number} torchBits the same with PyTorch's
 * @property {number} lossError the largest relative difference of the training losses, update by update
 * @property {string} torch PyTorch's version
 */

export const sources = /** @type {const} */ (['english', 'chinese'])
export const updates = 200
/**
 * The residual cell's α. With 1, as the textbook has it, its state grows without bound, and training makes
 * rounding grow: losses that agree to 4e-16 in the first update agree to 1e-7 after 40 (Chinese text, 40
 * units). With 0.1 less so, and still too much for 200 updates.
 */
export const residualScale = 0.1
/** No network has more parameters. */
export const MOST_PARAMETERS = { english: 20_000, chinese: 60_000 }
/** Gates and candidates, each of which reads input and state. */
const BLOCKS = { rnn: 1, residual: 1, gru: 3, lstm: 4 }
export const cells = /** @type {(keyof typeof BLOCKS)[]} */ (Object.keys(BLOCKS))

/**
 * Parameters of a cell with H units that reads and says V characters: each block has W_ih, W_hh and two
 * biases; the head W and b.
 * @param {keyof typeof BLOCKS} cell
 * @param {number} H
 * @param {number} V
 */
export const numParameters = (cell, H, V) => BLOCKS[cell] * H * (V + H + 2) + V * (H + 1)

/**
 * The most units with which a cell has no more than that.
 * @param {keyof typeof BLOCKS} cell
 * @param {number} V
 * @param {number} most
 */
export function largestSize(cell, V, most) {
  let size = 1
  while (numParameters(cell, size + 1, V) <= most) size++
  return size
}

/**
 * What was found, as a section of docs/tasks.md; empty where nothing was.
 * @param {readonly Result[]} results
 */
export function languageSection(results) {
  const [first] = results
  if (!first) return ''
  const rows = results.map(({ source, cell, hiddenSize, parameters, bits, torchBits, lossError }) => [
    ...[source, cell, String(hiddenSize), String(parameters), bits.toFixed(3), torchBits.toFixed(3)],
    `${((100 * Math.abs(bits - torchBits)) / torchBits).toPrecision(2)} %`,
    lossError.toExponential(1),
  ])
  const head = ['text', 'cell', 'units', 'parameters', 'bits', 'PyTorch’s', 'apart', 'losses apart']
  return `
## text, beside PyTorch

Made by \`npm run prove:language\`: the texts that come along, each cell with as many units as fit below the same number of
parameters, ${first.updates} updates of 32 sequences of 50 characters with the state carried, float64, the residual cell with a scale of ${residualScale}, else as the
form offers it (its training makes rounding grow from update to update, with a scale of 1 from 4e-16 in the first to 1e-7 in the fortieth, so that in the
end the two are not the same network). PyTorch
${first.torch} trained from the same initial weights on the same batches. *Bits* are those of a character of what is held out,
which both networks read once from its beginning to its end; *losses apart* is the largest relative difference of the training losses,
update by update.

${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}
`
}
