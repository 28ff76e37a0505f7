import type { ScriptSpec } from './scriptSpec'
import { SCRIPT_NAME, TOLERANCE } from './scriptSpec'

/** Columns of a line of text in a docstring. */
const COLUMNS = 88

/** Parts of a script, two empty lines between them, as PEP 8 has it. */
export function partsOf(parts: readonly (string | null)[]): string {
  return `${parts
    .filter((part) => part !== null)
    .map((part) => part.trim())
    .join('\n\n\n')}\n`
}

/** Lines with spaces before those that are not empty. */
export function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces))
}

/** Sentences in lines that are not too long. */
export function wrapped(text: string): string {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]
    if (line !== '' && line.length + word.length >= COLUMNS) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

/** Steps as an index of numpy or PyTorch: a slice where they follow one another, else a list. */
export function stepsIndex(steps: readonly number[], seqLen: number): string {
  const [first] = steps
  const last = steps[steps.length - 1]
  if (last - first + 1 !== steps.length) return `[${steps.join(', ')}]`
  return last === seqLen - 1 ? `${first}:` : `${first}:${last + 1}`
}

/** Whether the loss looks at every step. */
export function isSupervisedThroughout({ supervised, seqLen }: ScriptSpec): boolean {
  return supervised.length === seqLen
}

/** The docstring that a script begins with. */
export function docstring(spec: ScriptSpec, means: string): string {
  const { model, seqLen, batch, inputSize, outputSize } = spec
  const shapes =
    `Shapes, time first: T = ${seqLen} steps, B = ${batch} sequences, I = ${inputSize} inputs, ` +
    (model.embeddingSize === null ? '' : `each symbol a vector of E = ${model.embeddingSize} numbers, `) +
    `H = ${model.hiddenSize} units, O = ${outputSize} outputs.`
  return `"""One update of ${nameOf(spec)} in ${means}: its loss and the norm of its gradient.

${spec.about.map(wrapped).join('\n\n')}

    python ${SCRIPT_NAME}

prints both, and what Unroll computed. It fails if they differ by more than ${TOLERANCE}.
${wrapped(shapes)}
"""`
}

/** What the network is called: `a simple RNN`, `a stacked, bidirectional LSTM`. */
export function nameOf({ model }: Pick<ScriptSpec, 'model'>): string {
  const kinds = [
    ...(model.numLayers > 1 ? [`${model.numLayers}-layer`] : []),
    ...(model.bidirectional ? ['bidirectional'] : []),
  ].join(', ')
  const cells = { rnn: 'simple RNN', residual: 'residual RNN', gru: 'GRU', lstm: 'LSTM' }
  const name = `${kinds} ${cells[model.cell]}`.trim()
  return `${/^(8|LSTM)/.test(name) ? 'an' : 'a'} ${name}`
}

/** The lines that a script ends with: `loss` and `grad_norm` stand for Python's floats. */
export function comparison(loss: string, gradNorm: string): string {
  return `loss, grad_norm = ${loss}, ${gradNorm}
print(
    '{"loss": %r, "gradNorm": %r, "expected": {"loss": %r, "gradNorm": %r}}'
    % (loss, grad_norm, EXPECTED_LOSS, EXPECTED_GRAD_NORM)
)
agrees = all(
    abs(found - expected) <= ${TOLERANCE} * max(1, abs(expected))
    for found, expected in [(loss, EXPECTED_LOSS), (grad_norm, EXPECTED_GRAD_NORM)]
)
raise SystemExit(0 if agrees else 1)`
}

/** The constants that it compares with. */
export function expectations({ expected }: ScriptSpec): string {
  return `EXPECTED_LOSS = ${expected.loss}
EXPECTED_GRAD_NORM = ${expected.gradNorm}`
}
