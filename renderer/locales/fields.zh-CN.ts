import { entriesZhCN } from './entries.zh-CN'
import type { fieldsEn } from './fields.en'

/** @see fieldsEn */
export const fieldsZhCN: typeof fieldsEn = {
  fields: {
    task: {
      name: { label: '任务', help: '网络要学习的内容。每个任务都有一条基线：不看输入、只猜常数时的损失。' },
      ...entriesZhCN.taskSettings,
    },
    model: {
      cell: { label: '循环单元', help: '循环单元：状态如何由前一个状态得到。残差单元即教材的式 6.50。' },
      nonlinearity: { label: '激活函数', help: '简单循环网络的激活函数。' },
      gruVariant: {
        label: 'GRU 形式',
        help: '重置门在循环乘积之后（PyTorch 的做法）或之前（教科书的做法）。',
      },
      hiddenSize: { label: '隐藏单元数', help: '每层状态的单元数 H。' },
      numLayers: { label: '层数', help: '循环层数，每层以下一层的输出为输入。' },
      bias: { label: '偏置', help: '单元是否带偏置向量。' },
      bidirectional: {
        label: '双向',
        help: '另有一个网络从序列末尾往回读。它需要尚未到来的内容，因此不能生成文本，也不能预测。',
      },
      init: { label: '初始化', help: '初始权重的取法。正交初始化最能保持梯度的长度。' },
      initGain: { label: '增益', help: '初始循环权重的系数。' },
      forgetBias: {
        label: '遗忘门偏置',
        help: 'LSTM 遗忘门的初始偏置。取 1 或 2 可使记忆在开始时保持畅通。',
      },
      residualScale: {
        label: '残差系数',
        help: 'h + α g 中的系数 α。取小值可抑制梯度增长；教材中为 1。',
      },
      embeddingSize: {
        label: '嵌入维数',
        help: '每个符号读作这么多个可学习的数组成的向量。留空：直接用独热向量。',
        empty: '独热',
      },
      dropout: {
        label: '丢弃率',
        help: '每次更新时，一层的输出中有这么大的比例不传给上一层，每次重新抽取；测试时不丢弃。',
      },
      learnInitialState: {
        label: '学习初始状态',
        help: 'h₀（以及 LSTM 的 c₀）是从 0 开始学习的参数，而不固定为零。',
      },
    },
    branch: {
      update: { label: '更新之后', help: '分支之前的更新次数；分支的曲线从这里开始。' },
    },
    optimizer: {
      name: { label: '优化器', help: '梯度如何变成权重的改变。' },
      lr: { label: '学习率', help: '每次改变的大小。训练中也可以调整。' },
      momentum: { label: '动量', help: '上一次改变延续下来的比例。' },
      alpha: { label: 'α', help: 'RMSprop 中梯度平方均值的衰减率。' },
      beta1: { label: 'β₁', help: 'Adam 中梯度均值的衰减率。' },
      beta2: { label: 'β₂', help: 'Adam 中梯度平方均值的衰减率。' },
      eps: { label: 'ε', help: '梯度极小时保证除法有限。' },
      weightDecay: { label: '权重衰减', help: '把权重拉向零。', empty: '无' },
      schedule: { label: '学习率衰减', help: '学习率在训练中如何自行变化。' },
      stepSize: { label: '下降间隔', help: '学习率两次下降之间的更新次数。' },
      gamma: { label: '下降系数', help: '每次下降时乘到学习率上的系数。' },
      minLr: { label: '最低学习率', help: '余弦衰减结束时的学习率。' },
      warmup: { label: '预热', help: '学习率从零升起所用的更新次数。' },
    },
    clip: {
      mode: {
        label: '梯度截断',
        help: '又称梯度裁剪。限制的对象：全部梯度的范数、每个数值，或每一时刻上状态的梯度。',
      },
      threshold: { label: '截断阈值', help: '截断所保证的上限。训练中也可以调整。' },
    },
    train: {
      batch: { label: '批大小', help: '每次更新的序列数。每一批都重新抽取。' },
      updates: { label: '更新次数', help: '训练结束前优化器的更新次数。' },
      tbptt: { label: 'BPTT 截断长度', help: '截断 BPTT：梯度最多往回走这么多步。', empty: '走完整个序列' },
      dtype: { label: '精度', help: 'float64 便于核对公式（十六位有效数字），float32 只需一半时间。' },
      threads: {
        label: '线程数',
        help: '分担一次更新的线程数。无论多少，结果都相同。',
        empty: '自动选择',
      },
      seed: { label: '随机种子', help: '实验和种子相同，在任何机器上结果都相同。' },
      initSeed: { label: '权重种子', help: '初始权重单独使用的种子。', empty: '由随机种子得出' },
      dataSeed: { label: '数据种子', help: '序列单独使用的种子。', empty: '由随机种子得出' },
      stop: {
        loss: { label: '目标损失', help: '平滑后的损失低于此值时结束训练。', empty: '关闭' },
        patience: { label: '提前停止（等待次数）', help: '损失这么久没有改善时结束训练。', empty: '关闭' },
        seconds: { label: '时间上限', help: '到此时间后结束训练。', empty: '关闭' },
      },
    },
    evaluation: {
      every: {
        label: '评估间隔',
        help: '每隔这么多次更新，在留出的序列上评估一次。',
        empty: '自动：占用百分之几的时间',
      },
      sequences: {
        label: '留出序列数',
        help: '用于评估、与训练序列等长的序列数；每种更长的序列取一半。0 表示不评估。',
      },
      longest: {
        label: '最长为训练长度的倍数',
        help: '还在 2、4、8……倍于训练长度的序列上测试，最多到此倍数。',
      },
      seed: {
        label: '留出集种子',
        help: '留出序列的种子。种子相同的训练在同样的序列上评估，与训练种子无关。',
      },
      outputEvery: {
        label: '文本或预测间隔',
        help: '每隔这么多次更新，网络生成一段文本或做一次预测。每次的结果都随训练保存。',
        empty: '自动：开始时较密，估计最多占训练计算量的 2%',
      },
    },
  },
  options: {
    task: { name: entriesZhCN.tasks, ...entriesZhCN.taskOptions },
    model: {
      cell: entriesZhCN.cells,
      nonlinearity: { tanh: 'tanh', relu: 'ReLU' },
      gruVariant: { resetAfter: '先乘后重置', resetBefore: '先重置后乘' },
      init: { pytorch: 'PyTorch 均匀', orthogonal: '正交', glorot: 'Glorot', identity: '单位阵（IRNN）' },
    },
    optimizer: {
      name: {
        sgd: 'SGD',
        momentum: '动量法',
        nesterov: 'Nesterov',
        rmsprop: 'RMSprop',
        adam: 'Adam',
        adamw: 'AdamW',
      },
      schedule: { constant: '恒定', step: '阶梯下降', cosine: '余弦' },
    },
    clip: { mode: { none: '不截断', norm: '按模截断', value: '按值截断', step: '逐时刻截断' } },
    train: { dtype: { float64: 'float64', float32: 'float32' } },
  },
}
