/** Where a term can be seen: a setting of the form, a view of the Lab, a section, a lesson, or a command. */
export type TermPlace =
  | { readonly field: string }
  | { readonly tab: string }
  | { readonly place: 'lab' | 'microscope' | 'runs' }
  | { readonly lesson: string }
  | { readonly command: string }

/** An entry of the glossary: its name and its meaning in both languages. */
export interface Term {
  readonly id: string
  readonly en: readonly [name: string, meaning: string]
  readonly zh: readonly [name: string, meaning: string]
  /** In TeX; where there is one that says more than the name. */
  readonly tex?: string
  readonly at: TermPlace
}

/**
 * The terms of the textbook and of this program, in the order in which one is built on another.
 *
 * @see Qiu, "Neural Networks and Deep Learning", chapter 6, for the Chinese terms.
 */
export const terms = [
  {
    id: 'rnn',
    en: [
      'recurrent neural network (RNN)',
      'A network that reads a sequence step by step and hands its state on to the next step.',
    ],
    zh: ['循环神经网络', '逐步读取序列、把状态传给下一步的网络。'],
    tex: 'h_t = f(h_{t-1}, x_t)',
    at: { field: 'model.cell' },
  },
  {
    id: 'simple-rnn',
    en: ['simple recurrent network (SRN)', 'The plainest cell: one squashed sum of input and last state.'],
    zh: ['简单循环网络', '最基本的循环单元：输入与上一状态加权求和后经过激活函数。'],
    tex: String.raw`h_t = \tanh(W_{ih} x_t + b_{ih} + W_{hh} h_{t-1} + b_{hh})`,
    at: { field: 'model.cell' },
  },
  {
    id: 'time-step',
    en: ['time step', 'One position t of the sequence; never an optimizer step.'],
    zh: ['时刻；时间步', '序列中的一个位置 t，不是优化器的一次更新。'],
    at: { tab: 'flow' },
  },
  {
    id: 'sequence-length',
    en: ['sequence length', 'Number T of time steps, and so the length of the gradient’s way back.'],
    zh: ['序列长度', '时间步的个数 T，也就是梯度往回走的路程。'],
    tex: 'T',
    at: { field: 'task.seqLen' },
  },
  {
    id: 'hidden-state',
    en: ['hidden state', 'What the network carries from one step to the next, h_t.'],
    zh: ['隐状态', '网络从一步带到下一步的向量 h_t。'],
    tex: 'h_t',
    at: { tab: 'states' },
  },
  {
    id: 'initial-state',
    en: ['initial state', 'The state before the first input, h_0; zero unless said otherwise.'],
    zh: ['初始状态', '第一个输入之前的状态 h_0，默认为零。'],
    tex: 'h_0',
    at: { field: 'model.learnInitialState' },
  },
  {
    id: 'net-input',
    en: ['net input', 'The weighted sum before the activation function, z_t.'],
    zh: ['净输入', '经过激活函数之前的加权和 z_t。'],
    tex: 'z_t = W_{ih} x_t + b_{ih} + W_{hh} h_{t-1} + b_{hh}',
    at: { place: 'microscope' },
  },
  {
    id: 'activation-function',
    en: ['activation function', 'The function that bends the net input: tanh, ReLU, sigmoid.'],
    zh: ['激活函数', '作用在净输入上的非线性函数，如 tanh、ReLU、Sigmoid。'],
    tex: 'h_t = f(z_t)',
    at: { field: 'model.nonlinearity' },
  },
  {
    id: 'saturation',
    en: [
      'saturation',
      'Where the activation is flat, so that its slope, and the gradient through it, is nearly zero.',
    ],
    zh: ['饱和', '激活函数变平的区域：斜率接近零，梯度几乎过不去。'],
    tex: String.raw`|f^{\prime}(z)| \approx 0`,
    at: { tab: 'gates' },
  },
  {
    id: 'recurrent-weights',
    en: [
      'recurrent weights',
      'The matrix from one state to the next: U in the book, weight_hh in PyTorch, Waa in the homework.',
    ],
    zh: ['状态-状态权重', '从上一状态到下一状态的矩阵：书中记 U，PyTorch 记 weight_hh，作业记 Waa。'],
    tex: 'W_{hh}',
    at: { tab: 'spectrum' },
  },
  {
    id: 'input-weights',
    en: [
      'input weights',
      'The matrix from input to state: W in the book, weight_ih in PyTorch, Wax in the homework.',
    ],
    zh: ['状态-输入权重', '从输入到状态的矩阵：书中记 W，PyTorch 记 weight_ih，作业记 Wax。'],
    tex: 'W_{ih}',
    at: { tab: 'parameters' },
  },
  {
    id: 'bias',
    en: ['bias', 'The constant added to the net input.'],
    zh: ['偏置', '加在净输入上的常数项。'],
    tex: 'b',
    at: { field: 'model.bias' },
  },
  {
    id: 'weight-sharing',
    en: [
      'weight sharing',
      'The same parameters serve every time step, so their gradients are added up over time.',
    ],
    zh: ['权值共享', '每个时间步用同一组参数，所以梯度要沿时间相加。'],
    tex: String.raw`\frac{\partial L}{\partial W_{hh}} = \sum_{t} \delta_t h_{t-1}^\top`,
    at: { tab: 'contributions' },
  },
  {
    id: 'unrolling',
    en: [
      'unrolling in time',
      'Drawing one copy of the cell per time step, which turns the loop into a deep network.',
    ],
    zh: ['按时间展开', '每个时间步画一份单元，把环路变成很深的前馈网络。'],
    tex: String.raw`h_1 \to h_2 \to \dots \to h_T`,
    at: { place: 'microscope' },
  },
  {
    id: 'loss',
    en: ['loss', 'How wrong the answers are; training makes it small.'],
    zh: ['损失', '回答错误的程度，训练就是让它变小。'],
    tex: 'L',
    at: { place: 'lab' },
  },
  {
    id: 'baseline',
    en: [
      'baseline',
      'The loss of a guesser that ignores the input; below it a network may still have learned nothing much.',
    ],
    zh: ['基线', '完全不看输入的猜测者的损失；低于它也不一定说明学会了。'],
    at: { place: 'lab' },
  },
  {
    id: 'gradient',
    en: ['gradient', 'The derivative of the loss by every parameter: the direction of steepest rise.'],
    zh: ['梯度', '损失对每个参数的导数，指向上升最快的方向。'],
    tex: String.raw`\nabla_\theta L`,
    at: { place: 'microscope' },
  },
  {
    id: 'gradient-norm',
    en: ['gradient norm', 'The length of the whole gradient vector.'],
    zh: ['梯度范数；梯度的模', '整个梯度向量的长度。'],
    tex: String.raw`\lVert \nabla_\theta L \rVert_2`,
    at: { place: 'lab' },
  },
  {
    id: 'chain-rule',
    en: ['chain rule', 'The derivative of a chain is the product of the derivatives of its links.'],
    zh: ['链式法则', '复合函数的导数等于各环节导数的乘积。'],
    tex: String.raw`\frac{\partial L}{\partial h_{t-1}} = \Bigl(\frac{\partial h_t}{\partial h_{t-1}}\Bigr)^{\!\top} \frac{\partial L}{\partial h_t}`,
    at: { lesson: 'chain-rule-to-bptt' },
  },
  {
    id: 'bptt',
    en: [
      'backpropagation through time (BPTT)',
      'Backpropagation in the unrolled network, from the last step to the first.',
    ],
    zh: ['随时间反向传播', '在按时间展开的网络里做反向传播，从最后一步走回第一步。'],
    tex: String.raw`\delta_t = \operatorname{diag}(f^{\prime}(z_t)) \Bigl( \frac{\partial L_t}{\partial h_t} + W_{hh}^\top \delta_{t+1} \Bigr)`,
    at: { place: 'microscope' },
  },
  {
    id: 'error-term',
    en: ['error term', 'The gradient of the loss at time t by the net input at time k, δ_{t,k}.'],
    zh: ['误差项', 't 时刻的损失对 k 时刻净输入的导数 δ_{t,k}。'],
    tex: String.raw`\delta_{t,k} = \frac{\partial L_t}{\partial z_k}`,
    at: { lesson: 'double-sums' },
  },
  {
    id: 'direct-derivative',
    en: [
      'direct partial derivative',
      'The derivative with the earlier state held fixed, written with a plus: ∂⁺z_k/∂u_ij.',
    ],
    zh: ['“直接”偏导数', '把前一状态看作常数时的偏导数，记作 ∂⁺z_k/∂u_ij。'],
    tex: String.raw`\frac{\partial^{+} z_k}{\partial u_{ij}}`,
    at: { lesson: 'chain-rule-to-bptt' },
  },
  {
    id: 'double-sum',
    en: ['double sum', 'Every loss in time meets every earlier use of the weights: Σ_t Σ_{k≤t}.'],
    zh: ['双重求和', '每个时刻的损失与之前每次用到权重的地方都配成一对：Σ_t Σ_{k≤t}。'],
    tex: String.raw`\frac{\partial L}{\partial U} = \sum_{t=1}^{T} \sum_{k=1}^{t} \delta_{t,k} h_{k-1}^\top`,
    at: { lesson: 'double-sums' },
  },
  {
    id: 'jacobian',
    en: [
      'Jacobian',
      'All derivatives of one vector by another; from step to step it tells how the gradient is stretched.',
    ],
    zh: ['雅可比矩阵', '一个向量对另一个向量的全部偏导数；逐步看，它说明梯度被拉伸多少。'],
    tex: String.raw`\frac{\partial h_t}{\partial h_{t-1}}`,
    at: { tab: 'jacobian' },
  },
  {
    id: 'spectral-radius',
    en: ['spectral radius', 'The largest absolute eigenvalue: what powers of a matrix do in the long run.'],
    zh: ['谱半径', '绝对值最大的特征值，决定矩阵的高次幂最终增长还是衰减。'],
    tex: String.raw`\rho(W_{hh}) = \max_i |\lambda_i|`,
    at: { tab: 'spectrum' },
  },
  {
    id: 'singular-value',
    en: ['singular value', 'How much a matrix can stretch a vector in one step.'],
    zh: ['奇异值', '矩阵一步之内最多能把向量拉长多少倍。'],
    tex: String.raw`\sigma_1 = \max_{\lVert v \rVert = 1} \lVert W_{hh} v \rVert`,
    at: { tab: 'spectrum' },
  },
  {
    id: 'vanishing-gradient',
    en: ['vanishing gradient', 'The gradient shrinks on its way back until early steps no longer count.'],
    zh: ['梯度消失', '梯度往回传时越来越小，早先的时间步几乎不起作用。'],
    tex: String.raw`\Bigl\lVert \frac{\partial h_T}{\partial h_t} \Bigr\rVert \to 0`,
    at: { lesson: 'vanishing' },
  },
  {
    id: 'exploding-gradient',
    en: [
      'exploding gradient',
      'The gradient grows on its way back until one update throws the parameters away.',
    ],
    zh: ['梯度爆炸', '梯度往回传时越来越大，一次更新就把参数甩飞。'],
    tex: String.raw`\Bigl\lVert \frac{\partial h_T}{\partial h_t} \Bigr\rVert \to \infty`,
    at: { lesson: 'eq-6-50' },
  },
  {
    id: 'long-range-dependency',
    en: [
      'long-range dependency problem',
      'What depends on inputs far back is hard to learn, since the gradient vanishes or explodes.',
    ],
    zh: ['长程依赖问题', '输出依赖很久以前的输入时难以学习，因为梯度会消失或爆炸。'],
    tex: String.raw`\delta_{t,k} \cong \gamma^{\,t-k} \delta_{t,t}`,
    at: { lesson: 'vanishing' },
  },
  {
    id: 'gradient-flow',
    en: ['gradient flow', 'How large the gradient is at each time step on its way back.'],
    zh: ['梯度流', '梯度往回走时，在各时间步上的大小。'],
    tex: String.raw`\Bigl\lVert \frac{\partial L}{\partial h_t} \Bigr\rVert`,
    at: { tab: 'flow' },
  },
  {
    id: 'gradient-clipping',
    en: [
      'gradient clipping',
      'Limiting the gradient before the update: its norm, each of its values, or the state’s gradient at each time step.',
    ],
    zh: [
      '梯度截断（又称梯度裁剪）',
      '更新之前限制梯度的大小：限制全部梯度的范数、逐个数值，或每一时刻上状态的梯度。',
    ],
    at: { field: 'clip.mode' },
  },
  {
    id: 'clipping-by-norm',
    en: ['clipping by norm', 'Shortens the whole gradient to the threshold and keeps its direction.'],
    zh: ['按模截断', '把整个梯度缩短到阈值，方向不变。'],
    tex: String.raw`g \leftarrow g \cdot \min\Bigl(1, \frac{c}{\lVert g \rVert}\Bigr)`,
    at: { field: 'clip.mode' },
  },
  {
    id: 'clipping-by-value',
    en: ['clipping by value', 'Cuts every number on its own, which turns the direction.'],
    zh: ['按值截断', '逐个数截断，方向会改变。'],
    tex: String.raw`g_i \leftarrow \max(-c, \min(c, g_i))`,
    at: { field: 'clip.mode' },
  },
  {
    id: 'clip-threshold',
    en: ['clip threshold', 'The limit that clipping enforces.'],
    zh: ['截断阈值', '截断所保证的上限。'],
    tex: 'c',
    at: { field: 'clip.threshold' },
  },
  {
    id: 'truncated-bptt',
    en: [
      'truncated BPTT',
      'The gradient goes back at most k steps. Not to be confused with gradient clipping.',
    ],
    zh: ['截断 BPTT', '梯度最多往回走 k 步；与梯度截断是两回事。'],
    at: { field: 'train.tbptt' },
  },
  {
    id: 'rtrl',
    en: [
      'real-time recurrent learning (RTRL)',
      'The same gradient computed forwards, without keeping the past, at a far higher price per step.',
    ],
    zh: ['实时循环学习', '向前计算同样的梯度，不必保存过去，但每一步贵得多。'],
    tex: String.raw`\frac{\partial h_t}{\partial \theta} = \frac{\partial^{+} h_t}{\partial \theta} + \frac{\partial h_t}{\partial h_{t-1}} \frac{\partial h_{t-1}}{\partial \theta}`,
    at: { lesson: 'double-sums' },
  },
  {
    id: 'residual-connection',
    en: ['residual connection', 'The old state is added to the new: h_t = h_{t-1} + g(...), eq. 6.50.'],
    zh: ['残差连接', '把旧状态直接加到新状态上：h_t = h_{t-1} + g(...)，即公式 (6.50)。'],
    tex: String.raw`h_t = h_{t-1} + g(x_t, h_{t-1}; \theta)`,
    at: { lesson: 'eq-6-50' },
  },
  {
    id: 'identity',
    en: ['identity', 'The map that leaves everything as it is; its Jacobian is I.'],
    zh: ['恒等；单位阵', '原样传递的映射，雅可比矩阵为单位阵 I。'],
    tex: 'I',
    at: { field: 'model.init' },
  },
  {
    id: 'memory-capacity',
    en: [
      'memory capacity',
      'How much a state can hold before old content is drowned: the book’s second objection to eq. 6.50.',
    ],
    zh: ['记忆容量', '状态能存多少信息而不淹没旧内容：书中对公式 (6.50) 的第二点批评。'],
    at: { lesson: 'eq-6-50' },
  },
  {
    id: 'gating',
    en: [
      'gating mechanism',
      'Numbers between 0 and 1, computed from input and state, that decide how much passes.',
    ],
    zh: ['门控机制', '由输入和状态算出的 0 到 1 之间的数，决定让多少信息通过。'],
    tex: String.raw`h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t`,
    at: { tab: 'gates' },
  },
  {
    id: 'gate',
    en: ['gate', 'One such number per unit: 0 closed, 1 open.'],
    zh: ['门', '每个单元一个这样的数：0 关，1 开。'],
    tex: String.raw`\sigma(\,\cdot\,) \in (0, 1)`,
    at: { tab: 'gates' },
  },
  {
    id: 'lstm',
    en: [
      'long short-term memory (LSTM)',
      'A gated cell with an inner state that is passed on almost linearly.',
    ],
    zh: ['长短期记忆网络', '带内部状态的门控单元，内部状态近似线性地传递。'],
    tex: String.raw`c_t = f_t \odot c_{t-1} + i_t \odot g_t, \quad h_t = o_t \odot \tanh(c_t)`,
    at: { field: 'model.cell' },
  },
  {
    id: 'cell-state',
    en: [
      'cell state (internal state)',
      'The LSTM’s inner line c_t, which forgetting multiplies and input adds to.',
    ],
    zh: ['内部状态（记忆单元）', 'LSTM 的内部状态 c_t：遗忘门做乘法，输入门做加法。'],
    tex: String.raw`c_t = f_t \odot c_{t-1} + i_t \odot g_t`,
    at: { tab: 'states' },
  },
  {
    id: 'external-state',
    en: ['external state', 'What an LSTM shows to the rest, h_t = o_t ⊙ tanh(c_t).'],
    zh: ['外部状态', 'LSTM 对外输出的状态 h_t = o_t ⊙ tanh(c_t)。'],
    tex: String.raw`h_t = o_t \odot \tanh(c_t)`,
    at: { tab: 'states' },
  },
  {
    id: 'candidate-state',
    en: ['candidate state', 'What would be written if the gates let it through.'],
    zh: ['候选状态', '如果门放行，将要写入的内容。'],
    at: { place: 'microscope' },
  },
  {
    id: 'forget-gate',
    en: ['forget gate', 'How much of the old inner state is kept; 1 keeps all.'],
    zh: ['遗忘门', '旧的内部状态保留多少；取 1 表示全部保留。'],
    tex: String.raw`f_t = \sigma(W_{if} x_t + b_{if} + W_{hf} h_{t-1} + b_{hf})`,
    at: { tab: 'gates' },
  },
  {
    id: 'input-gate',
    en: ['input gate', 'How much of the candidate is written.'],
    zh: ['输入门', '候选状态写入多少。'],
    tex: String.raw`i_t = \sigma(W_{ii} x_t + b_{ii} + W_{hi} h_{t-1} + b_{hi})`,
    at: { tab: 'gates' },
  },
  {
    id: 'output-gate',
    en: ['output gate', 'How much of the inner state is shown.'],
    zh: ['输出门', '内部状态输出多少。'],
    tex: String.raw`o_t = \sigma(W_{io} x_t + b_{io} + W_{ho} h_{t-1} + b_{ho})`,
    at: { tab: 'gates' },
  },
  {
    id: 'forget-gate-bias',
    en: ['forget-gate bias', 'The forget gate’s start: 1 or 2 keeps memory open before anything is learned.'],
    zh: ['遗忘门偏置', '遗忘门的初始偏置：取 1 或 2 可让记忆在学习之前保持畅通。'],
    tex: 'b_f',
    at: { field: 'model.forgetBias' },
  },
  {
    id: 'gru',
    en: [
      'gated recurrent unit (GRU)',
      'A gated cell without an inner state: one gate keeps, one gate resets.',
    ],
    zh: ['门控循环单元', '没有内部状态的门控单元：一个门管保留，一个门管重置。'],
    tex: String.raw`h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t`,
    at: { field: 'model.cell' },
  },
  {
    id: 'update-gate',
    en: ['update gate', 'In the book and in PyTorch z_t keeps the old state; some papers swap the roles.'],
    zh: ['更新门', '书中和 PyTorch 里 z_t 越大保留旧状态越多；有的论文正好相反。'],
    tex: String.raw`z_t = \sigma(W_{iz} x_t + b_{iz} + W_{hz} h_{t-1} + b_{hz})`,
    at: { tab: 'gates' },
  },
  {
    id: 'reset-gate',
    en: ['reset gate', 'How much of the old state the candidate may see.'],
    zh: ['重置门', '计算候选状态时能看到多少旧状态。'],
    tex: String.raw`r_t = \sigma(W_{ir} x_t + b_{ir} + W_{hr} h_{t-1} + b_{hr})`,
    at: { tab: 'gates' },
  },
  {
    id: 'initialization',
    en: ['initialization', 'How the first weights are drawn.'],
    zh: ['初始化', '初始权重的取法。'],
    at: { field: 'model.init' },
  },
  {
    id: 'orthogonal-initialization',
    en: ['orthogonal initialization', 'Recurrent weights that keep every vector’s length.'],
    zh: ['正交初始化', '循环权重取正交矩阵，不改变向量的长度。'],
    tex: String.raw`W_{hh}^\top W_{hh} = I`,
    at: { field: 'model.init' },
  },
  {
    id: 'gain',
    en: ['gain', 'The factor on the initial recurrent weights.'],
    zh: ['增益', '乘在初始循环权重上的系数。'],
    at: { field: 'model.initGain' },
  },
  {
    id: 'learning-rate',
    en: ['learning rate', 'The size of each update.'],
    zh: ['学习率', '每次更新的步子大小。'],
    tex: String.raw`\theta \leftarrow \theta - \eta \, \nabla_\theta L`,
    at: { field: 'optimizer.lr' },
  },
  {
    id: 'optimizer',
    en: ['optimizer', 'The rule that turns a gradient into a change of the parameters.'],
    zh: ['优化器', '把梯度变成参数改变量的规则。'],
    at: { field: 'optimizer.name' },
  },
  {
    id: 'update',
    en: ['update', 'One optimizer step on one batch.'],
    zh: ['更新（一次）', '优化器用一批数据走的一步。'],
    at: { field: 'train.updates' },
  },
  {
    id: 'batch',
    en: ['batch', 'The sequences that share one update.'],
    zh: ['批；小批量', '一次更新所用的若干序列。'],
    tex: 'B',
    at: { field: 'train.batch' },
  },
  {
    id: 'seed',
    en: ['seed', 'The number from which everything random follows: same seed, same numbers.'],
    zh: ['随机种子', '决定全部随机数的数字：种子相同，结果相同。'],
    at: { field: 'train.seed' },
  },
  {
    id: 'divergence',
    en: ['divergence', 'A loss or gradient that is no longer a finite number.'],
    zh: ['发散', '损失或梯度不再是有限的数。'],
    at: { lesson: 'eq-6-50' },
  },
  {
    id: 'weight-decay',
    en: ['weight decay', 'A pull of all weights toward zero; the book’s other cure for explosion.'],
    zh: ['权重衰减', '把权重拉向零；书中应对梯度爆炸的另一种办法。'],
    at: { field: 'optimizer.weightDecay' },
  },
  {
    id: 'gradient-check',
    en: [
      'gradient check',
      'Comparing a gradient with the change of the loss under tiny changes of the parameters.',
    ],
    zh: ['梯度检验', '把梯度与参数微小改变时损失的变化相比较。'],
    tex: String.raw`\frac{L(\theta + \varepsilon) - L(\theta - \varepsilon)}{2 \varepsilon}`,
    at: { command: 'unroll check' },
  },
  {
    id: 'finite-difference',
    en: ['finite difference', 'The change of the loss divided by the tiny change that caused it.'],
    zh: ['有限差分', '损失的改变量除以引起它的微小改变。'],
    tex: String.raw`\frac{L(\theta + \varepsilon) - L(\theta - \varepsilon)}{2 \varepsilon}`,
    at: { command: 'unroll check' },
  },
  {
    id: 'cross-entropy',
    en: ['cross-entropy', 'The loss for choosing among classes, in nats: ln K for a guess among K.'],
    zh: ['交叉熵', '分类用的损失，单位奈特；K 选一乱猜时为 ln K。'],
    tex: String.raw`-\ln p_{\text{target}}`,
    at: { place: 'lab' },
  },
  {
    id: 'mean-squared-error',
    en: ['mean squared error', 'The loss for predicting numbers.'],
    zh: ['均方误差', '预测数值时用的损失。'],
    tex: String.raw`\frac{1}{n} \sum_i (\hat y_i - y_i)^2`,
    at: { place: 'lab' },
  },
  {
    id: 'language-model',
    en: ['language model', 'A network that gives a probability to the next character or word.'],
    zh: ['语言模型', '给出下一个字或词的概率的网络。'],
    tex: String.raw`p(c_{t+1} \mid c_1 \dots c_t)`,
    at: { lesson: 'language-model' },
  },
  {
    id: 'perplexity',
    en: [
      'perplexity',
      'e to the power of the cross-entropy: among how many characters the model still hesitates.',
    ],
    zh: ['困惑度', 'e 的交叉熵次方：模型平均还在多少个字之间犹豫。'],
    tex: 'e^{L}',
    at: { lesson: 'language-model' },
  },
  {
    id: 'entropy',
    en: ['entropy', 'The least average loss of any guesser that knows only the frequencies.'],
    zh: ['熵', '只知道频率的猜测者所能达到的最小平均损失。'],
    tex: String.raw`-\sum_c p_c \ln p_c`,
    at: { lesson: 'language-model' },
  },
  {
    id: 'parity',
    en: ['parity', 'Whether the number of ones is even or odd: every single bit matters.'],
    zh: ['奇偶校验', '1 的个数是奇数还是偶数：每一位都起作用。'],
    tex: String.raw`\Bigl(\sum_t x_t\Bigr) \bmod 2`,
    at: { lesson: 'when-nothing-works' },
  },
  {
    id: 'stacked-rnn',
    en: ['stacked RNN', 'Several recurrent layers, each fed by the one below.'],
    zh: ['堆叠循环神经网络', '多层循环网络，每层以下一层的输出为输入。'],
    at: { field: 'model.numLayers' },
  },
  {
    id: 'bidirectional-rnn',
    en: ['bidirectional RNN', 'A second network reads the sequence from its end.'],
    zh: ['双向循环神经网络', '另有一个网络从序列末尾往回读。'],
    at: { field: 'model.bidirectional' },
  },
  {
    id: 'measured-memory',
    en: ['measured memory', 'How many steps back an input still moves the last answer.'],
    zh: ['测得的记忆长度', '往回多少步的输入仍会改变最后的回答。'],
    at: { tab: 'states' },
  },
  {
    id: 'twin-runs',
    en: ['twin runs', 'Two runs that share data and initial weights and differ in one setting.'],
    zh: ['对照训练', '数据和初始权重相同、只差一项设置的两次训练。'],
    at: { place: 'runs' },
  },
  {
    id: 'held-out',
    en: [
      'held-out set',
      'Sequences that training never sees: their loss tells what was learned from what was learned by heart.',
    ],
    zh: ['留出集', '训练从未见过的序列：看它们上面的损失，就知道是学会了还是背下来了。'],
    at: { tab: 'evaluation' },
  },
  {
    id: 'dropout',
    en: [
      'dropout',
      'Outputs between two layers set to zero at random while training, and the rest scaled up; off where it is tested.',
    ],
    zh: ['随机失活（Dropout）', '训练时把两层之间的一部分输出随机置零，其余的放大；评估时关闭。'],
    at: { field: 'model.dropout' },
  },
  {
    id: 'embedding',
    en: ['embedding', 'A learned vector for each symbol, in place of a one-hot input.'],
    zh: ['嵌入', '每个符号一个可学习的向量，代替独热输入。'],
    tex: 'x_t = E_{s_t}',
    at: { field: 'model.embeddingSize' },
  },
] as const satisfies readonly Term[]

export type TermId = (typeof terms)[number]['id']

/** An entry by its id. */
export const termOf = (id: TermId): Term => terms.find((term) => term.id === id)!

export const isTermId = (id: string): id is TermId => terms.some((term) => term.id === id)

/** What a link of a lesson to an entry begins with: `[a gate](term:gate)`. */
export const TERM_LINK = 'term:'
