import { cellKindOf } from '../../kinds/cells'
import { numpyCell, weightNames } from './numpyCells'
import {
  comparison,
  docstring,
  expectations,
  indented,
  isSupervisedThroughout,
  partsOf,
  stepsIndex,
} from './python'
import type { ScriptSpec } from './scriptSpec'
import { beginsLearned, hasStart, SCRIPT_NAME } from './scriptSpec'

/**
 * A script that computes an update's loss and gradient by hand, forward and back, with numpy alone, from
 * `weights.npz` and `batch.npz` beside it; the code of this network's cell, and no other.
 */
export function numpyScript(spec: ScriptSpec): string {
  const { helpers, forward, backward } = numpyCell(spec)
  return partsOf([
    `${docstring(spec, 'numpy')}\n\nimport numpy as np\n\n${expectations(spec)}\n\n${loading(spec)}`,
    helpers || null,
    weightsFunction(spec),
    forward,
    backward,
    [forwardPass(spec), lossPart(spec), backwardPass(spec), end].join('\n\n'),
  ])
}

const hasCellState = ({ model }: ScriptSpec) => cellKindOf(model.cell).hasCellState

function loading(spec: ScriptSpec): string {
  const { isFloat32, hasInitialState, loss, model } = spec
  const load = (name: string) => {
    const file = `np.load(folder + "${name}.npz")`
    if (!isFloat32) return `${name} = ${file}`
    return `${name} = {  # stored as float32
    key: np.float64(array) for key, array in ${file}.items()
}`
  }
  const target = loss === 'crossEntropy' ? 'classes' : 'values'
  const targets = isFloat32 && loss === 'crossEntropy' ? 'np.int64(batch["classes"])' : `batch["${target}"]`
  return [
    `folder = __file__.removesuffix("${SCRIPT_NAME}")`,
    load('weights'),
    load('batch'),
    `x, ${target} = batch["x"], ${targets}`,
    ...(hasInitialState
      ? [
          `h0${hasCellState(spec) ? ', c0' : ''} = batch["h0"]${hasCellState(spec) ? ', batch["c0"]' : ''}  # where the steps before it have led`,
        ]
      : beginsLearned(spec)
        ? ['# The learned initial state, the same for every sequence.', ...learnedStart(spec)]
        : [`${hasCellState(spec) ? 'h0 = c0' : 'h0'} = np.zeros((x.shape[1], ${model.hiddenSize}))`]),
    ...(model.dropout > 0
      ? [
          '# What each layer reads is multiplied with its mask of dropout.',
          `masks = [1, *(batch[f"mask_l{layer}"] for layer in range(${model.numLayers - 1}))]`,
        ]
      : []),
  ].join('\n')
}

const learnedStart = (spec: ScriptSpec) =>
  (hasCellState(spec) ? ['h0', 'c0'] : ['h0']).map(
    (name) => `${name} = weights["${name}"][:, None].repeat(x.shape[1], axis=1)`,
  )

function weightsFunction({ model: { bias } }: ScriptSpec): string {
  const names = bias ? '"weight_ih", "weight_hh", "bias_ih", "bias_hh"' : '"weight_ih", "weight_hh"'
  return `def weights_of(layer):
    """${weightNames(bias)} of a layer"""
    return [weights[f"rnn.{name}_{layer}"] for name in (${names})]`
}

/** The state that the cell of a layer begins with. */
function startOf(spec: ScriptSpec, layer: string): string {
  const names = hasCellState(spec) ? ['h0', 'c0'] : ['h0']
  return names.map((name) => (hasStart(spec) ? `${name}[${layer}]` : name)).join(', ')
}

function forwardPass(spec: ScriptSpec): string {
  const { numLayers, bidirectional, embeddingSize, dropout } = spec.model
  const title = `# Forward${numLayers > 1 ? ': each layer reads the states of the one below' : ''}.`
  const isEmbedded = embeddingSize !== null
  const read = isEmbedded ? 'vectors' : 'x'
  const begin = isEmbedded
    ? `${title}\nvectors = x @ weights["embedding.weight"]  # of each symbol its row`
    : title
  if (numLayers === 1 && !bidirectional) {
    return `${begin}\nstates, cache = forward(${read}, ${startOf(spec, '0')}, *weights_of("l0"))`
  }
  const masked = dropout > 0 ? 'states = states * masks[layer]\n' : ''
  const one = `states, cache = forward(states, ${startOf(spec, 'layer')}, *weights_of(f"l{layer}"))
caches.append(cache)`
  const both = `ahead, cache = forward(states, ${startOf(spec, '2 * layer')}, *weights_of(f"l{layer}"))
back, cache_back = forward(
    states[::-1], ${startOf(spec, '2 * layer + 1')}, *weights_of(f"l{layer}_reverse")
)
states = np.concatenate([ahead, back[::-1]], axis=2)
caches.append((cache, cache_back))`
  return `${begin}
states, caches = ${read}, []
for layer in range(${numLayers}):
${indented(masked + (bidirectional ? both : one), 4)}`
}

function lossPart(spec: ScriptSpec): string {
  const index = isSupervisedThroughout(spec) ? '' : `[${stepsIndex(spec.supervised, spec.seqLen)}]`
  const scores = `features = states${index}${index && '  # the steps that the loss looks at'}
scores = features @ weights["head.weight"].T + weights["head.bias"]`
  if (spec.loss === 'mse') {
    return `# The linear head and the mean squared error.
${scores}
loss = np.mean((scores - values) ** 2)
dscores = 2 * (scores - values) / scores.size`
  }
  return `# The linear head and the cross-entropy: the mean of ln sum_j exp(s_j) - s_target.
${scores}
shifted = scores - scores.max(axis=2, keepdims=True)
log_softmax = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
is_target = np.arange(scores.shape[2]) == classes[:, :, None]
loss = -log_softmax[is_target].mean()
dscores = (np.exp(log_softmax) - is_target) / classes.size`
}

function backwardPass(spec: ScriptSpec): string {
  const { numLayers, bidirectional, hiddenSize, embeddingSize, dropout } = spec.model
  const embedded = (gradient: string) =>
    embeddingSize === null
      ? ''
      : `\ngradients.append(np.tensordot(x, ${gradient}, axes=[(0, 1), (0, 1)]))  # of the symbols' vectors`
  const index = isSupervisedThroughout(spec) ? null : stepsIndex(spec.supervised, spec.seqLen)
  const begin = `# Backward, in the reverse order.
gradients = [np.tensordot(dscores, features, axes=[(0, 1), (0, 1)]), dscores.sum(axis=(0, 1))]
${
  index === null
    ? 'dstates = dscores @ weights["head.weight"]'
    : `dstates = np.zeros_like(states)
dstates[${index}] = dscores @ weights["head.weight"]`
}`
  if (numLayers === 1 && !bidirectional) {
    return `${begin}
dx, *of_layer = backward(dstates, cache, *weights_of("l0")[:2])
gradients += of_layer${embedded('dx')}`
  }
  const masked = dropout > 0 ? '\ndstates = dstates * masks[layer]' : ''
  const one = `dstates, *of_layer = backward(dstates, caches[layer], *weights_of(f"l{layer}")[:2])
gradients += of_layer`
  const both = `cache, cache_back = caches[layer]
dahead, *of_ahead = backward(dstates[:, :, :${hiddenSize}], cache, *weights_of(f"l{layer}")[:2])
dback, *of_back = backward(
    dstates[::-1, :, ${hiddenSize}:], cache_back, *weights_of(f"l{layer}_reverse")[:2]
)
dstates = dahead + dback[::-1]
gradients += of_ahead + of_back`
  return `${begin}
for layer in reversed(range(${numLayers})):
${indented((bidirectional ? both : one) + masked, 4)}${embedded('dstates')}`
}

const end = `# The norm over all parameters together, before any clipping.
${comparison('float(loss)', 'float(np.sqrt(sum(np.sum(gradient**2) for gradient in gradients)))')}`
