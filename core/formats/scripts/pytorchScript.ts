import { cellKindOf } from '../../kinds/cells'
import {
  comparison,
  docstring,
  expectations,
  indented,
  isSupervisedThroughout,
  partsOf,
  stepsIndex,
} from './python'
import { ownModule } from './pytorchModules'
import type { ScriptSpec } from './scriptSpec'
import { beginsLearned, hasStart, SCRIPT_NAME, widthOf } from './scriptSpec'

/**
 * A script that computes an update's loss and gradient by PyTorch's modules and autograd, from `weights.npz` and
 * `batch.npz` beside it. A cell that PyTorch has not is written out.
 */
export function pytorchScript(spec: ScriptSpec): string {
  const imports = `${isByLayer(spec) ? 'import re\n\n' : ''}import numpy as np\nimport torch\nfrom torch import nn`
  return partsOf([
    `${docstring(spec, 'PyTorch')}\n\n${imports}\n\n${expectations(spec)}\n\ntorch.set_default_dtype(torch.float64)`,
    ownModule(isByLayer(spec) ? oneLayer(spec) : spec),
    modelClass(spec),
    [loading(spec), passes(spec)].join('\n\n'),
  ])
}

/** The constructor of the recurrent part, such as `nn.GRU(2, 32, num_layers=2)`. */
function recurrent(spec: ScriptSpec, inputSize: number | string = widthOf(spec)): string {
  const { cell, nonlinearity, gruVariant, numLayers, bias, bidirectional, hiddenSize } = spec.model
  const sizes = `${inputSize}, ${hiddenSize}`
  // Modules of its own have the number of layers and directions written into them.
  if (cell === 'residual') return `ResidualRNN(${sizes})`
  if (cell === 'gru' && gruVariant === 'resetBefore') return `ResetBeforeGRU(${sizes})`
  const options = [
    sizes,
    ...(numLayers > 1 ? [`num_layers=${numLayers}`] : []),
    ...(cell === 'rnn' && nonlinearity === 'relu' ? ['nonlinearity="relu"'] : []),
    ...(bias ? [] : ['bias=False']),
    ...(bidirectional ? ['bidirectional=True'] : []),
  ]
  return `nn.${{ rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' }[cell]}(${options.join(', ')})`
}

const numDirections = ({ model }: ScriptSpec) => (model.bidirectional ? 2 : 1)
const hasCellState = ({ model }: ScriptSpec) => cellKindOf(model.cell).hasCellState
/** PyTorch's own dropout draws masks of its own: layers are modules by themselves where masks are given. */
const isByLayer = ({ model }: ScriptSpec) => model.dropout > 0
const oneLayer = (spec: ScriptSpec): ScriptSpec => ({ ...spec, model: { ...spec.model, numLayers: 1 } })

function modelClass(spec: ScriptSpec): string {
  const { hiddenSize, embeddingSize, numLayers } = spec.model
  const features = hiddenSize * numDirections(spec)
  const index = isSupervisedThroughout(spec) ? '' : `[${stepsIndex(spec.supervised, spec.seqLen)}]`
  const start = `nn.Parameter(torch.empty(${numLayers * numDirections(spec)}, ${hiddenSize}))`
  const sizes = [widthOf(spec), ...Array.from({ length: numLayers - 1 }, () => features)]
  const create = [
    ...(embeddingSize === null ? [] : [`self.embedding = nn.Embedding(${spec.inputSize}, ${embeddingSize})`]),
    isByLayer(spec)
      ? `layers = [${recurrent(oneLayer(spec), 'size')} for size in (${sizes.join(', ')})]
self.rnn = nn.ModuleList(layers)`
      : `self.rnn = ${recurrent(spec)}`,
    `self.head = nn.Linear(${features}, ${spec.outputSize})`,
    ...(beginsLearned(spec) ? [`self.h0 = ${start}`] : []),
    ...(beginsLearned(spec) && hasCellState(spec) ? [`self.c0 = ${start}`] : []),
  ]
  const given = `${isByLayer(spec) ? ', masks' : ''}${spec.hasInitialState ? ', state' : ''}`
  return `class Model(nn.Module):
    def __init__(self):
        super().__init__()
${indented(create.join('\n'), 8)}

    def forward(self, x${given}):
${indented(forwardSteps(spec).join('\n'), 8)}
        return self.head(output${index})${index && '  # at the steps that the loss looks at'}`
}

function forwardSteps(spec: ScriptSpec): string[] {
  const { embeddingSize, numLayers } = spec.model
  const expanded = '[:, None].repeat(1, x.shape[1], 1)'
  const learned = hasCellState(spec)
    ? `state = self.h0${expanded}, self.c0${expanded}`
    : `state = self.h0${expanded}`
  const ofLayer = hasCellState(spec)
    ? `, tuple(each.chunk(${numLayers})[layer] for each in state)`
    : `, state.chunk(${numLayers})[layer]`
  return [
    ...(embeddingSize === null ? [] : ['x = self.embedding(x.argmax(dim=2))']),
    ...(beginsLearned(spec) ? ['# The same for every sequence.', learned] : []),
    ...(isByLayer(spec)
      ? [
          'output = x',
          'for layer, rnn in enumerate(self.rnn):',
          `    output, _ = rnn(output * masks[layer]${hasStart(spec) ? ofLayer : ''})`,
        ]
      : [`output, _ = self.rnn(x${hasStart(spec) ? ', state' : ''})`]),
  ]
}

function loading(spec: ScriptSpec): string {
  const { dropout, learnInitialState, numLayers } = spec.model
  const target = spec.loss === 'crossEntropy' ? 'classes' : 'values'
  const widened = (code: string) => (spec.isFloat32 ? `${code}.double()` : code)
  const state = hasCellState(spec) ? '(batch["h0"], batch["c0"])' : 'batch["h0"]'
  const unused = hasCellState(spec) ? 'del weights["h0"], weights["c0"]' : 'del weights["h0"]'
  return [
    `def load(name):
    """The arrays of a file${spec.isFloat32 ? ', stored as float32,' : ''} as tensors."""
    arrays = np.load(__file__.removesuffix("${SCRIPT_NAME}") + name)
    return {key: ${widened('torch.from_numpy(array)')} for key, array in arrays.items()}

`,
    ...(isByLayer(spec)
      ? [
          `def own_name(name):
    """rnn.weight_ih_l1 is weight_ih_l0 of the module rnn.1: each layer is one of its own."""
    return re.sub(r"^rnn\\.(.*)_l(\\d+)", r"rnn.\\2.\\1_l0", name)

`,
        ]
      : []),
    'weights = load("weights.npz")',
    ...(learnInitialState && spec.hasInitialState
      ? [`${unused}  # the batch goes on from another state`]
      : []),
    'model = Model()',
    isByLayer(spec)
      ? 'model.load_state_dict({own_name(name): value for name, value in weights.items()})'
      : 'model.load_state_dict(weights)',
    'batch = load("batch.npz")',
    `x, ${target} = batch["x"], batch["${target}"]${spec.loss === 'crossEntropy' ? '.long()' : ''}`,
    ...(dropout > 0
      ? [
          '# What each layer reads is multiplied with its mask of dropout.',
          `masks = [1, *(batch[f"mask_l{layer}"] for layer in range(${numLayers - 1}))]`,
        ]
      : []),
    ...(spec.hasInitialState ? [`state = ${state}  # where the steps before it have led`] : []),
  ].join('\n')
}

function passes(spec: ScriptSpec): string {
  const scores = `model(x${isByLayer(spec) ? ', masks' : ''}${spec.hasInitialState ? ', state' : ''})`
  const loss =
    spec.loss === 'mse'
      ? `loss = nn.functional.mse_loss(${scores}, values)`
      : `loss = nn.functional.cross_entropy(${scores}.flatten(0, 1), classes.flatten())`
  return `${loss}
loss.backward()

# The norm over all parameters together, before any clipping.
squares = sum(parameter.grad.square().sum() for parameter in model.parameters())
${comparison('loss.item()', 'squares.sqrt().item()')}`
}
