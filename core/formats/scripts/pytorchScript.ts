import { cellKindOf } from '../../kinds/cells'
import { comparison, docstring, expectations, isSupervisedThroughout, partsOf, stepsIndex } from './python'
import { ownModule } from './pytorchModules'
import type { ScriptSpec } from './scriptSpec'
import { SCRIPT_NAME } from './scriptSpec'

/**
 * A script that computes an update's loss and gradient by PyTorch's modules and autograd, from `weights.npz` and
 * `batch.npz` beside it. A cell that PyTorch has not is written out.
 */
export function pytorchScript(spec: ScriptSpec): string {
  const imports = 'import numpy as np\nimport torch\nfrom torch import nn'
  return partsOf([
    `${docstring(spec, 'PyTorch')}\n\n${imports}\n\n${expectations(spec)}\n\ntorch.set_default_dtype(torch.float64)`,
    ownModule(spec),
    modelClass(spec),
    [loading(spec), passes(spec)].join('\n\n'),
  ])
}

/** The constructor of the recurrent part, such as `nn.GRU(2, 32, num_layers=2)`. */
function recurrent(spec: ScriptSpec): string {
  const { cell, nonlinearity, gruVariant, numLayers, bias, bidirectional, hiddenSize } = spec.model
  const sizes = `${spec.inputSize}, ${hiddenSize}`
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

function modelClass(spec: ScriptSpec): string {
  const { hiddenSize, bidirectional } = spec.model
  const index = isSupervisedThroughout(spec) ? '' : `[${stepsIndex(spec.supervised, spec.seqLen)}]`
  const state = spec.hasInitialState ? ', state' : ''
  return `class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = ${recurrent(spec)}
        self.head = nn.Linear(${hiddenSize * (bidirectional ? 2 : 1)}, ${spec.outputSize})

    def forward(self, x${state}):
        output, _ = self.rnn(x${state})
        return self.head(output${index})${index && '  # at the steps that the loss looks at'}`
}

function loading(spec: ScriptSpec): string {
  const target = spec.loss === 'crossEntropy' ? 'classes' : 'values'
  const hasCellState = cellKindOf(spec.model.cell).hasCellState
  const widened = (code: string) => (spec.isFloat32 ? `${code}.double()` : code)
  const state = hasCellState ? '(batch["h0"], batch["c0"])' : 'batch["h0"]'
  return `def load(name):
    """The arrays of a file${spec.isFloat32 ? ', stored as float32,' : ''} as tensors."""
    arrays = np.load(__file__.removesuffix("${SCRIPT_NAME}") + name)
    return {key: ${widened('torch.from_numpy(array)')} for key, array in arrays.items()}


model = Model()
model.load_state_dict(load("weights.npz"))
batch = load("batch.npz")
x, ${target} = batch["x"], batch["${target}"]${spec.loss === 'crossEntropy' ? '.long()' : ''}${
    spec.hasInitialState ? `\nstate = ${state}  # where the steps before it have led` : ''
  }`
}

function passes(spec: ScriptSpec): string {
  const scores = `model(x${spec.hasInitialState ? ', state' : ''})`
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
