import type { entriesEn } from './entries.en'

/** @see entriesEn */
export const entriesZhCN: typeof entriesEn = {
  tasks: {
    adding: '加法',
    copy: '复制记忆',
    echo: '延迟回声',
    parity: '逐步奇偶校验',
    parityEnd: '末步奇偶校验',
    order: '时间次序',
    sine: '正弦预测',
  },
  taskFacts: {
    adding: {
      input: '0 到 1 之间的随机数，前后两半各有一个带标记。',
      target: '最后一步之后，输出两个带标记的数之和。',
      memory: '只需把带标记的数记到最后。',
      trivial: '总是回答 1，即和的均值。',
    },
    copy: {
      input: '若干随机符号，随后是空白（·），再是开始信号（▸）。',
      target: '信号之前（含信号）输出空白，之后按原次序输出各符号。',
      memory: '全部符号及其次序，须跨越整个延迟。',
      trivial: '该输出空白时输出空白，其余各步认为所有符号等可能。',
    },
    echo: {
      input: '每一步一个随机符号。',
      target: '每一步输出固定步数（延迟）之前的符号。',
      memory: '最近的若干符号及其次序，个数等于延迟的步数。',
      trivial: '认为所有符号等可能。',
    },
    parity: {
      input: '每一步一个随机位。',
      target: '每一步输出至今 1 的个数是偶数（0）还是奇数（1）。',
      memory: '每一位都有影响，但只需记住一位：至今的奇偶性。',
      trivial: '认为奇偶等可能。',
    },
    parityEnd: {
      input: '每一步一个随机位。',
      target: '只在最后一步之后，输出 1 的个数是偶数（0）还是奇数（1）。',
      memory: '至今的奇偶性；中途从不询问，训练得不到任何提示。',
      trivial: '认为奇偶等可能。',
    },
    order: {
      input: 'B（开始）与 E（结束）之间是随机字母 a 到 d，其中有几个标记 X 或 Y。',
      target: '最后一步之后，按出现的次序输出各标记。',
      memory: '标记及其次序；其他字母不含任何信息。',
      trivial: '认为所有次序等可能。',
    },
    sine: {
      input: '周期与相位随机的正弦波，每一步一个值。',
      target: '每一步输出下一步的值。',
      memory: '最近几个值：由它们可知周期与相位。',
      trivial: '认为下一个值与当前值相同。',
    },
  },
  taskSettings: {
    seqLen: { label: '序列长度', help: '一个序列的时间步数。越长，梯度往回走的路就越长。' },
    length: { label: '复制符号数', help: '需要记住并写出的符号个数。' },
    delay: { label: '延迟', help: '输入符号到须输出它之间的步数。' },
    alphabet: { label: '字母表大小', help: '不同符号的个数。' },
    marks: { label: '标记数', help: '标记（X 或 Y）的个数，最后要回答它们的次序。' },
    minPeriod: { label: '最短周期', help: '正弦的最短周期，以时间步计。' },
    maxPeriod: { label: '最长周期', help: '正弦的最长周期，以时间步计。' },
  },
  cells: { rnn: '简单循环网络', residual: '残差', gru: 'GRU', lstm: 'LSTM' },
  cellsInSentences: { rnn: '简单循环', residual: '残差', gru: 'GRU', lstm: 'LSTM' },
  lossUnits: { crossEntropy: '交叉熵（nat）', mse: '均方误差' },
}
