import { cellKindOf, type CellName } from '../../kinds/cells'
import { beginsLearned, type ScriptSpec } from './scriptSpec'

/** The functions of one layer and direction, as text. */
export interface NumpyCell {
  /** Functions that it needs besides. */
  readonly helpers: string
  /** `forward(x, h0, ..)` returns the states, (T, B, H), and what the way back needs. */
  readonly forward: string
  /**
   * `backward(dh_out, cache, ..)` returns dL/dx and the gradients of the weights, and of a learned initial
   * state.
   */
  readonly backward: string
}

const SIGMOID = `def sigmoid(a):
    """1 / (1 + exp(-a)), in a form that cannot overflow."""
    return 0.5 * (1 + np.tanh(0.5 * a))`

/** Names of a layer's weights in signatures: `W_ih, W_hh, b_ih, b_hh`. */
export const weightNames = (bias: boolean) => (bias ? 'W_ih, W_hh, b_ih, b_hh' : 'W_ih, W_hh')

/** What the gradients begin with, and how they are returned. */
function gradients(spec: ScriptSpec) {
  const { bias } = spec.model
  const states = cellKindOf(spec.model.cell).hasCellState ? ['dh_next', 'dc_next'] : ['dh_next']
  const starts = beginsLearned(spec) ? states.map((state) => `, ${state}.sum(axis=0)`).join('') : ''
  return {
    begin: `dW_ih, dW_hh = np.zeros_like(W_ih), np.zeros_like(W_hh)${bias ? '\n    db_ih, db_hh = np.zeros(len(W_ih)), np.zeros(len(W_hh))' : ''}`,
    end: `${
      starts && '# Every sequence begins at the same state, whose gradient is the sum of theirs.\n    '
    }return dx, dW_ih, dW_hh${bias ? ', db_ih, db_hh' : ''}${starts}`,
  }
}

/** A line that only a network with biases needs. */
const ifBias = ({ model }: ScriptSpec, line: string) => (model.bias ? line : '')

/** Where both biases have the same gradient. */
const sameBiases = (spec: ScriptSpec, da: string) =>
  ifBias(
    spec,
    `
        db_ih += ${da}.sum(axis=0)
        db_hh += ${da}.sum(axis=0)`,
  )

function simple(spec: ScriptSpec): NumpyCell {
  const { bias, nonlinearity } = spec.model
  const isRelu = nonlinearity === 'relu'
  const { begin, end } = gradients(spec)
  const f = isRelu ? 'np.maximum(a, 0)' : 'np.tanh(a)'
  return {
    helpers: '',
    forward: `def forward(x, h, ${weightNames(bias)}):
    """a_t = W_ih x_t + W_hh h_{t-1}${ifBias(spec, ' + b_ih + b_hh')},  h_t = ${isRelu ? 'max(a_t, 0)' : 'tanh(a_t)'}"""
    states = [h]
    for x_t in x:
        a = x_t @ W_ih.T + h @ W_hh.T${ifBias(spec, ' + b_ih + b_hh')}
        h = ${f}
        states.append(h)
    return np.array(states[1:]), (x, states)`,
    backward: `def backward(dh_out, cache, W_ih, W_hh):
    """h_t reaches the loss directly (dh_out) and through a_{t+1}:

    dh_t = dh_out_t + W_hh^T da_{t+1},  da_t = dh_t * ${isRelu ? '[h_t > 0]' : '(1 - h_t^2)'}
    dW_ih = sum_t da_t x_t^T,  dW_hh = sum_t da_t h_{t-1}^T${ifBias(spec, ',  db_ih = db_hh = sum_t da_t')}
    """
    x, states = cache
    dx, dh_next = np.empty_like(x), 0
    ${begin}
    for t in reversed(range(len(x))):
        h_before, h = states[t], states[t + 1]
        dh = dh_out[t] + dh_next
        da = dh * ${isRelu ? '(h > 0)' : '(1 - h**2)'}
        dW_ih += da.T @ x[t]
        dW_hh += da.T @ h_before${sameBiases(spec, 'da')}
        dx[t] = da @ W_ih
        dh_next = da @ W_hh
    ${end}`,
  }
}

function residual(spec: ScriptSpec): NumpyCell {
  const { begin, end } = gradients(spec)
  const { residualScale } = spec.model
  const scaled = residualScale !== 1
  const alpha = scaled ? 'ALPHA * ' : ''
  return {
    helpers: scaled ? `ALPHA = ${residualScale}  # of the residual` : '',
    forward: `def forward(x, h, ${weightNames(spec.model.bias)}):
    """g_t = tanh(W_ih x_t + W_hh h_{t-1}${ifBias(spec, ' + b_ih + b_hh')}),  h_t = h_{t-1} + ${alpha}g_t"""
    states, gs = [h], []
    for x_t in x:
        g = np.tanh(x_t @ W_ih.T + h @ W_hh.T${ifBias(spec, ' + b_ih + b_hh')})
        h = h + ${alpha}g
        states.append(h)
        gs.append(g)
    return np.array(states[1:]), (x, states, gs)`,
    backward: `def backward(dh_out, cache, W_ih, W_hh):
    """h_{t-1} reaches h_t twice, through the identity and through g_t:

    da_t = ${alpha}dh_t * (1 - g_t^2),  dh_{t-1} = dh_out_{t-1} + dh_t + W_hh^T da_t
    dW_ih = sum_t da_t x_t^T,  dW_hh = sum_t da_t h_{t-1}^T${ifBias(spec, ',  db_ih = db_hh = sum_t da_t')}
    """
    x, states, gs = cache
    dx, dh_next = np.empty_like(x), 0
    ${begin}
    for t in reversed(range(len(x))):
        dh = dh_out[t] + dh_next
        da = ${alpha}dh * (1 - gs[t] ** 2)
        dW_ih += da.T @ x[t]
        dW_hh += da.T @ states[t]${sameBiases(spec, 'da')}
        dx[t] = da @ W_ih
        dh_next = dh + da @ W_hh
    ${end}`,
  }
}

function lstm(spec: ScriptSpec): NumpyCell {
  const { begin, end } = gradients(spec)
  return {
    helpers: SIGMOID,
    forward: `def forward(x, h, c, ${weightNames(spec.model.bias)}):
    """The gates' rows stand in the order i, f, g, o:

    a_q = W_iq x_t + W_hq h_{t-1}${ifBias(spec, ' + b_iq + b_hq')}  for q = i, f, g, o
    i = s(a_i),  f = s(a_f),  g = tanh(a_g),  o = s(a_o)
    c_t = f * c_{t-1} + i * g,  h_t = o * tanh(c_t)
    """
    states, steps = [], []
    for x_t in x:
        a = x_t @ W_ih.T + h @ W_hh.T${ifBias(spec, ' + b_ih + b_hh')}
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)
        i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
        h_before, c_before = h, c
        c = f * c + i * g
        h = o * np.tanh(c)
        states.append(h)
        steps.append((h_before, c_before, i, f, g, o, c))
    return np.array(states), (x, steps)`,
    backward: `def backward(dh_out, cache, W_ih, W_hh):
    """c_t reaches the loss through h_t and through c_{t+1}:

    do = dh_t * tanh(c_t),  dc_t = f_{t+1} * dc_{t+1} + dh_t * o * (1 - tanh(c_t)^2)
    di = dc_t * g,  df = dc_t * c_{t-1},  dg = dc_t * i
    da_q = dq * q * (1 - q)  for q = i, f, o,  da_g = dg * (1 - g^2)
    dh_{t-1} = dh_out_{t-1} + sum_q W_hq^T da_q
    """
    x, steps = cache
    dx, dh_next, dc_next = np.empty_like(x), 0, 0
    ${begin}
    for t in reversed(range(len(x))):
        h_before, c_before, i, f, g, o, c = steps[t]
        dh = dh_out[t] + dh_next
        do = dh * np.tanh(c)
        dc = dc_next + dh * o * (1 - np.tanh(c) ** 2)
        di, df, dg = dc * g, dc * c_before, dc * i
        da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)
        da = np.hstack([da_i, da_f, dg * (1 - g**2), da_o])
        dW_ih += da.T @ x[t]
        dW_hh += da.T @ h_before${sameBiases(spec, 'da')}
        dx[t] = da @ W_ih
        dh_next = da @ W_hh
        dc_next = dc * f
    ${end}`,
  }
}

function gruResetAfter(spec: ScriptSpec): NumpyCell {
  const { begin, end } = gradients(spec)
  const [plusIh, plusHh] = [ifBias(spec, ' + b_ih'), ifBias(spec, ' + b_hh')]
  return {
    helpers: SIGMOID,
    forward: `def forward(x, h, ${weightNames(spec.model.bias)}):
    """The gates' rows stand in the order r, z, n; the product is reset, as in PyTorch:

    a_q = W_iq x_t${ifBias(spec, ' + b_iq')},  m_q = W_hq h_{t-1}${ifBias(spec, ' + b_hq')}  for q = r, z, n
    r = s(a_r + m_r),  z = s(a_z + m_z),  n = tanh(a_n + r * m_n)
    h_t = (1 - z) * n + z * h_{t-1}
    """
    states, steps = [], []
    for x_t in x:
        a_r, a_z, a_n = np.split(x_t @ W_ih.T${plusIh}, 3, axis=1)
        m_r, m_z, m_n = np.split(h @ W_hh.T${plusHh}, 3, axis=1)
        r, z = sigmoid(a_r + m_r), sigmoid(a_z + m_z)
        n = np.tanh(a_n + r * m_n)
        steps.append((h, r, z, n, m_n))
        h = (1 - z) * n + z * h
        states.append(h)
    return np.array(states), (x, steps)`,
    backward: `def backward(dh_out, cache, W_ih, W_hh):
    """da_n = dh_t * (1 - z) * (1 - n^2),  dm_n = da_n * r
    da_z = dh_t * (h_{t-1} - n) * z * (1 - z)
    da_r = da_n * m_n * r * (1 - r)
    dh_{t-1} = dh_out_{t-1} + z * dh_t + W_hr^T da_r + W_hz^T da_z + W_hn^T dm_n
    """
    x, steps = cache
    dx, dh_next = np.empty_like(x), 0
    ${begin}
    for t in reversed(range(len(x))):
        h_before, r, z, n, m_n = steps[t]
        dh = dh_out[t] + dh_next
        da_n = dh * (1 - z) * (1 - n**2)
        da_z = dh * (h_before - n) * z * (1 - z)
        da_r = da_n * m_n * r * (1 - r)
        da = np.hstack([da_r, da_z, da_n])
        dm = np.hstack([da_r, da_z, da_n * r])
        dW_ih += da.T @ x[t]
        dW_hh += dm.T @ h_before${ifBias(
          spec,
          `
        db_ih += da.sum(axis=0)
        db_hh += dm.sum(axis=0)`,
        )}
        dx[t] = da @ W_ih
        dh_next = dm @ W_hh + dh * z
    ${end}`,
  }
}

function gruResetBefore(spec: ScriptSpec): NumpyCell {
  const { begin, end } = gradients(spec)
  const plusBoth = ifBias(spec, ' + b_ih + b_hh')
  return {
    helpers: SIGMOID,
    forward: `def forward(x, h, ${weightNames(spec.model.bias)}):
    """The gates' rows stand in the order r, z, n; the state is reset, as in the textbook:

    r = s(W_ir x_t + W_hr h_{t-1}${ifBias(spec, ' + b_ir + b_hr')})
    z = s(W_iz x_t + W_hz h_{t-1}${ifBias(spec, ' + b_iz + b_hz')})
    m = r * h_{t-1},  n = tanh(W_in x_t + W_hn m${ifBias(spec, ' + b_in + b_hn')})
    h_t = (1 - z) * n + z * h_{t-1}
    """
    H = h.shape[1]
    states, steps = [], []
    for x_t in x:
        a = x_t @ W_ih.T${plusBoth}
        r, z = np.split(sigmoid(a[:, : 2 * H] + h @ W_hh[: 2 * H].T), 2, axis=1)
        m = r * h
        n = np.tanh(a[:, 2 * H :] + m @ W_hh[2 * H :].T)
        steps.append((h, r, z, n, m))
        h = (1 - z) * n + z * h
        states.append(h)
    return np.array(states), (x, steps)`,
    backward: `def backward(dh_out, cache, W_ih, W_hh):
    """da_n = dh_t * (1 - z) * (1 - n^2),  dm = W_hn^T da_n
    da_z = dh_t * (h_{t-1} - n) * z * (1 - z)
    da_r = dm * h_{t-1} * r * (1 - r)
    dh_{t-1} = dh_out_{t-1} + z * dh_t + r * dm + W_hr^T da_r + W_hz^T da_z
    """
    x, steps = cache
    H = dh_out.shape[2]
    dx, dh_next = np.empty_like(x), 0
    ${begin}
    for t in reversed(range(len(x))):
        h_before, r, z, n, m = steps[t]
        dh = dh_out[t] + dh_next
        da_n = dh * (1 - z) * (1 - n**2)
        dm = da_n @ W_hh[2 * H :]
        da_z = dh * (h_before - n) * z * (1 - z)
        da_r = dm * h_before * r * (1 - r)
        da_rz = np.hstack([da_r, da_z])
        da = np.hstack([da_rz, da_n])
        dW_ih += da.T @ x[t]
        dW_hh[: 2 * H] += da_rz.T @ h_before
        dW_hh[2 * H :] += da_n.T @ m${sameBiases(spec, 'da')}
        dx[t] = da @ W_ih
        dh_next = da_rz @ W_hh[: 2 * H] + dm * r + dh * z
    ${end}`,
  }
}

const cells: Readonly<Record<CellName, (spec: ScriptSpec) => NumpyCell>> = {
  rnn: simple,
  residual,
  gru: (spec) => (spec.model.gruVariant === 'resetBefore' ? gruResetBefore(spec) : gruResetAfter(spec)),
  lstm,
}

/** The functions that the cell of a network needs, and no others. */
export function numpyCell(spec: ScriptSpec): NumpyCell {
  return cells[spec.model.cell](spec)
}
