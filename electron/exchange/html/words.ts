import type { ChartName } from '../../../core/contract/exchange'
import type { CellName } from '../../../core/kinds/cells'
import type { StoredStatus } from '../../store/runFolder'
import type { TaskName } from '../../../core/tasks/registry'

/** Lines of charts, or what they say of a value. */
type LineName =
  | ('baseline' | 'clipped' | 'smoothed' | 'radius' | 'singularValue')
  | ('open' | 'shut' | 'vanishing' | 'exploding' | 'verdict')

/** The texts of a page in one language; `{name}` stands for a value. */
export interface Words {
  readonly language: string
  readonly other: string
  /** Between a name and what it is the name of. */
  readonly colon: string
  readonly tasks: Readonly<Record<TaskName, string>>
  readonly cells: Readonly<Record<CellName, string>>
  readonly status: Readonly<Record<StoredStatus, string>>
  readonly learning: Readonly<Record<'notYet' | 'learns' | 'solved', string>>
  readonly verdict: Readonly<Record<'vanishing' | 'healthy' | 'exploding' | 'truncated', string>>
  readonly figures: Readonly<
    Record<ChartName | 'sample' | 'settings' | 'play' | 'pause' | 'position', string>
  >
  readonly axes: Readonly<Record<'updates' | 'loss' | 'gradNorm' | 'step' | 'flow', string>>
  readonly lines: Readonly<Record<LineName, string>>
  readonly sample: Readonly<
    Record<'input' | 'value' | 'mark' | 'target' | 'prediction' | 'of' | 'none', string>
  >
  readonly readouts: Readonly<Record<'update' | 'loss' | 'gradNorm' | 'lr', string>>
  /** Of what a learner hands in. */
  readonly report: Readonly<
    Record<
      | ('by' | 'question' | 'answer' | 'result' | 'nothing')
      | ('right' | 'wrong' | 'met' | 'unmet')
      | ('predict' | 'choice' | 'check' | 'write'),
      string
    >
  >
  readonly notes: Readonly<
    Record<
      'flow' | 'noFlow' | 'gain' | 'defaults' | 'made' | 'noUpdates' | 'summary' | 'notFinite' | 'observed',
      string
    >
  >
}

const en: Words = {
  language: 'en',
  other: '中文',
  colon: ': ',
  tasks: {
    ...{ adding: 'Adding problem', copy: 'Copy memory', echo: 'Delayed echo', parity: 'Running parity' },
    ...{ parityEnd: 'Parity at the end', order: 'Temporal order', sine: 'Sine forecast' },
    ...{ digitSum: 'Digit sum', recall: 'Key-value recall', noisyEcho: 'Noisy echo' },
    ...{ phaseJump: 'Phase jump', mackeyGlass: 'Mackey-Glass', reber: 'Reber grammar' },
    ...{ embeddedReber: 'Embedded Reber', dyck: 'Brackets (Dyck)', anbn: 'Counting aⁿbⁿ' },
    ...{ text: 'Text', series: 'Your series', custom: 'Your task' },
  },
  cells: { rnn: 'Simple RNN', residual: 'Residual', gru: 'GRU', lstm: 'LSTM' },
  status: {
    ...{ running: 'In training', done: 'Done', diverged: 'Diverged', stopped: 'Stopped', failed: 'Failed' },
    ...{ paused: 'Paused', interrupted: 'Interrupted' },
  },
  learning: { notYet: 'Has not learned yet', learns: 'Learns', solved: 'Solved' },
  verdict: { vanishing: 'Vanishing', healthy: 'Healthy', exploding: 'Exploding', truncated: 'Truncated' },
  figures: {
    ...{ loss: 'Loss', gradNorm: 'Gradient norm', lr: 'Learning rate' },
    ...{ flow: 'Gradient flow', sample: 'Sample', jacobian: 'Gradient factor per step back' },
    ...{ verdict: 'Gradient factor over the steps back that the task needs', gates: 'Saturated gates' },
    ...{ parameters: 'Gradient norm by parameter', spectrum: 'Spectrum of the recurrent weights' },
    ...{ settings: 'Settings', play: 'Play', pause: 'Pause', position: 'Update' },
  },
  axes: { updates: 'update', loss: 'loss', gradNorm: 'norm', step: 'time step t', flow: '‖∂L/∂h_t‖' },
  lines: {
    ...{ baseline: 'baseline', clipped: 'after clipping', smoothed: 'smoothed' },
    ...{ radius: 'spectral radius', singularValue: 'largest singular value' },
    ...{ open: 'above 0.95', shut: 'below 0.05' },
    ...{ vanishing: 'vanishing below {value}', exploding: 'exploding above {value}' },
    verdict: '{verdict} at update {update}',
  },
  sample: {
    ...{ input: 'Input', value: 'Value', mark: 'Mark', target: 'Target', prediction: 'Prediction' },
    ...{ of: 'A new sequence, as the network answers it after {update} updates', none: 'No sample is kept.' },
  },
  readouts: { update: 'Update', loss: 'Loss', gradNorm: 'Gradient norm', lr: 'Learning rate' },
  report: {
    ...{
      by: '{name}, {at} UTC',
      question: 'Question',
      answer: 'Answer',
      result: 'Result',
      nothing: 'No answer',
    },
    ...{ right: 'right', wrong: 'wrong', met: 'met', unmet: 'not met' },
    ...{ predict: 'Prediction', choice: 'Question', check: 'Check', write: 'Text' },
  },
  notes: {
    observed:
      'Observed at {n} of {total} updates: observing is spread out, so that it does not slow training down.',
    flow: 'The norm of the gradient at every time step of the top layer, update by update.',
    noFlow: 'The gradient flow of this run was not recorded.',
    gain: 'Gradients at update {update}: {verdict}. Over the {lag} steps back that the task needs, a gradient is multiplied by {gain}.',
    defaults: 'Bold: what is not the default.',
    made: 'Made by Unroll {version}. This file needs no network.',
    noUpdates: 'This run has made no update.',
    summary: '{figure}: {last} at update {update}; the lowest is {min}, the highest {max}.',
    notFinite: 'not finite',
  },
}

const zh: Words = {
  language: 'zh-CN',
  other: 'English',
  colon: '：',
  tasks: {
    ...{ adding: '加法', copy: '复制记忆', echo: '延迟回声', parity: '逐步奇偶校验' },
    ...{ parityEnd: '末步奇偶校验', order: '时间次序', sine: '正弦预测' },
    ...{ digitSum: '数字求和', recall: '键值回忆', noisyEcho: '含噪回声' },
    ...{ phaseJump: '相位突变', mackeyGlass: 'Mackey-Glass', reber: 'Reber 文法' },
    ...{ embeddedReber: '嵌套 Reber', dyck: '括号（Dyck）', anbn: '计数 aⁿbⁿ' },
    ...{ text: '文本', series: '自己的序列', custom: '自己的任务' },
  },
  cells: { rnn: '简单循环网络', residual: '残差', gru: 'GRU', lstm: 'LSTM' },
  status: {
    ...{ running: '训练中', done: '已完成', diverged: '已发散', stopped: '已停止', failed: '失败' },
    ...{ paused: '已暂停', interrupted: '已中断' },
  },
  learning: { notYet: '尚未学会', learns: '正在学会', solved: '已解决' },
  verdict: { vanishing: '梯度消失', healthy: '梯度正常', exploding: '梯度爆炸', truncated: '路径被截断' },
  figures: {
    ...{ loss: '损失', gradNorm: '梯度范数', lr: '学习率', flow: '梯度流', sample: '样本' },
    ...{ jacobian: '每回传一步的梯度倍数', verdict: '回传任务所需步数后的梯度倍数' },
    ...{ gates: '饱和的门', parameters: '各参数的梯度范数', spectrum: '循环权重的谱' },
    ...{ settings: '设置', play: '播放', pause: '暂停', position: '更新' },
  },
  axes: { updates: '更新', loss: '损失', gradNorm: '范数', step: '时间步 t', flow: '‖∂L/∂h_t‖' },
  lines: {
    ...{ baseline: '基线', clipped: '截断后', smoothed: '平滑' },
    ...{ radius: '谱半径', singularValue: '最大奇异值' },
    ...{ open: '大于 0.95', shut: '小于 0.05' },
    ...{ vanishing: '低于 {value} 为消失', exploding: '高于 {value} 为爆炸' },
    verdict: '第 {update} 次更新：{verdict}',
  },
  sample: {
    ...{ input: '输入', value: '数值', mark: '标记', target: '目标', prediction: '预测' },
    ...{ of: '{update} 次更新之后，网络对一个新序列的回答', none: '没有保存样本。' },
  },
  readouts: { update: '更新', loss: '损失', gradNorm: '梯度范数', lr: '学习率' },
  report: {
    ...{ by: '{name}，{at} UTC', question: '问题', answer: '回答', result: '结果', nothing: '没有回答' },
    ...{ right: '对', wrong: '不对', met: '已达到', unmet: '未达到' },
    ...{ predict: '预测', choice: '问题', check: '检查', write: '文字' },
  },
  notes: {
    observed: '{total} 次更新中测量了 {n} 次：测量间隔进行，以免拖慢训练。',
    flow: '顶层每个时间步上梯度的范数，逐次更新。',
    noFlow: '这次训练没有记录梯度流。',
    gain: '第 {update} 次更新时{verdict}：传回任务所需的 {lag} 步后，梯度变为原来的 {gain} 倍。',
    defaults: '粗体：与默认值不同的设置。',
    made: '由 Unroll {version} 生成；打开本文件无需网络。',
    noUpdates: '这次训练还没有进行任何更新。',
    summary: '{figure}：第 {update} 次更新时为 {last}；最低 {min}，最高 {max}。',
    notFinite: '非有限',
  },
}

/** The page's texts, by what a browser's language begins with. */
export const words = { en, zh }
