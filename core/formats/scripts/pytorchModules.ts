import { indented } from './python'
import { hasStart, type ScriptSpec } from './scriptSpec'

/** A module with PyTorch's names of weights, where the network's cell is none of PyTorch's; else null. */
export function ownModule(spec: ScriptSpec): string | null {
  const { cell, gruVariant, residualScale, bias } = spec.model
  const plus = (terms: string) => (bias ? ` + ${terms}` : '')
  const biases = bias ? ', b_ih, b_hh' : ''
  if (cell === 'residual') {
    const alpha = residualScale === 1 ? '' : `${residualScale} * `
    return moduleOf(spec, {
      name: 'ResidualRNN',
      equations: `h_t = h_{t-1} + ${alpha}tanh(W_ih x_t + W_hh h_{t-1}${plus('b_ih + b_hh')})`,
      rows: 'hidden_size',
      step: `def step(x, h, W_ih, W_hh${biases}):
    return h + ${alpha}torch.tanh(x @ W_ih.T + h @ W_hh.T${plus('b_ih + b_hh')})`,
    })
  }
  if (cell !== 'gru' || gruVariant !== 'resetBefore') return null
  return moduleOf(spec, {
    name: 'ResetBeforeGRU',
    equations: `r, z = s(W_ir x_t + W_hr h_{t-1}${plus('..')}), s(W_iz x_t + W_hz h_{t-1}${plus('..')})
n = tanh(W_in x_t + W_hn (r * h_{t-1})${plus('b_in + b_hn')})
h_t = (1 - z) * n + z * h_{t-1}

Unlike in nn.GRU, the state is reset before the product.`,
    rows: 'rows',
    begin: 'rows = 3 * hidden_size  # of r, z and n',
    step: `def step(x, h, W_ih, W_hh${biases}):
    H = h.shape[1]
    a = x @ W_ih.T${plus('b_ih + b_hh')}
    r, z = torch.sigmoid(a[:, : 2 * H] + h @ W_hh[: 2 * H].T).chunk(2, dim=1)
    n = torch.tanh(a[:, 2 * H :] + (r * h) @ W_hh[2 * H :].T)
    return (1 - z) * n + z * h`,
  })
}

interface Own {
  readonly name: string
  readonly equations: string
  /** Of weights and biases. */
  readonly rows: string
  /** A line before weights are made. */
  readonly begin?: string
  readonly step: string
}

function moduleOf(spec: ScriptSpec, { name, equations, rows, begin, step }: Own): string {
  const { numLayers, bidirectional, bias } = spec.model
  const isBegun = hasStart(spec)
  const rowsBy = (columns: string) => `nn.Parameter(torch.empty(${rows}${columns}))`
  const create = `setattr(self, f"weight_ih_{at}", ${rowsBy(', size')})
setattr(self, f"weight_hh_{at}", ${rowsBy(', hidden_size')})${
    bias
      ? `
setattr(self, f"bias_ih_{at}", ${rowsBy('')})
setattr(self, f"bias_hh_{at}", ${rowsBy('')})`
      : ''
  }`
  const below = bidirectional ? '2 * hidden_size' : 'hidden_size'
  const size = numLayers > 1 ? `size = input_size if layer == 0 else ${below}` : 'size = input_size'
  const each = bidirectional
    ? `for direction in ("", "_reverse"):
    at = f"l{layer}{direction}"
${indented(create, 4)}`
    : `at = f"l{layer}"\n${create}`
  const names = ['weight_ih', 'weight_hh', ...(bias ? ['bias_ih', 'bias_hh'] : [])]
  const quoted = names.map((each) => `"${each}"`).join(', ')
  const start = (at: string) => (isBegun ? `state[${at}]` : 'x.new_zeros(x.shape[1], self.hidden_size)')
  const forward = bidirectional
    ? `ahead = self.run(x, ${start('2 * layer')}, f"l{layer}")
back = self.run(x.flip(0), ${start('2 * layer + 1')}, f"l{layer}_reverse")
x = torch.cat([ahead, back.flip(0)], dim=2)`
    : `x = self.run(x, ${start('layer')}, f"l{layer}")`
  return `class ${name}(nn.Module):
    """${indented(equations, 4).trimStart()}${equations.includes('\n') ? '\n    ' : ''}"""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size${begin === undefined ? '' : `\n        ${begin}`}
        for layer in range(${numLayers}):
            ${size}
${indented(each, 12)}

    @staticmethod
${indented(step, 4)}

    def run(self, x, h, at):
        """The states of all steps of one layer in one direction."""
        states = []
        names = (${quoted})
        weights = [getattr(self, f"{name}_{at}") for name in names]
        for x_t in x:
            h = self.step(x_t, h, *weights)
            states.append(h)
        return torch.stack(states)

    def forward(self, x${isBegun ? ', state' : ''}):
        for layer in range(${numLayers}):
${indented(forward, 12)}
        return x, None`
}
