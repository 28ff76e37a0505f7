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
  taskSettings: {
    seqLen: { label: '序列长度', help: '一个序列的时间步数。越长，梯度往回走的路就越长。' },
    length: { label: '复制符号数', help: '需要记住并写出的符号个数。' },
    delay: { label: '延迟', help: '输入符号到须输出它之间的步数。' },
    alphabet: { label: '字母表大小', help: '不同符号的个数。' },
    marks: { label: '标记数', help: '标记（X 或 Y）的个数，最后要回答它们的次序。' },
    minPeriod: { label: '最短周期', help: '正弦的最短周期，以时间步计。' },
    maxPeriod: { label: '最长周期', help: '正弦的最长周期，以时间步计。' },
  },
  cells: { rnn: '简单循环网络（SRN）', residual: '残差', gru: 'GRU', lstm: 'LSTM' },
  cellsInSentences: { rnn: '简单循环', residual: '残差', gru: 'GRU', lstm: 'LSTM' },
  lossUnits: { crossEntropy: '交叉熵（nat）', mse: '均方误差' },
}
