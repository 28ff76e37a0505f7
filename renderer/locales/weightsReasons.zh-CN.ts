import type { weightsSentences } from '../../core/contract/weightsReasons'

/** 为什么不能采用 PyTorch 的权重。 */
export const weightsReasonsZhCN: Readonly<Record<keyof typeof weightsSentences, string>> = {
  notSafetensors: '不是完整的 safetensors 文件（{text}）',
  severalNetworks: '文件含有 {count} 个网络的权重（{names}）：应只有一个',
  noNetwork: '缺少 {name}：应为 nn.RNN、GRU 或 LSTM 的 state_dict；文件含有 {held}',
  noTensors: '缺少 {name}：应为 nn.RNN、GRU 或 LSTM 的 state_dict；文件中没有张量',
  tensorKind: '张量 {name} 的类型为 {dtype}，应为 F32 或 F64：可用 PyTorch 的 .float() 转换',
  tensorValue: '张量 {name} 在 {place} 处为 {value}，应为有限的数',
  noGates: '张量 {name} 的形状为 {shape}；有 H 个单元时应为 H×H、3H×H 或 4H×H',
  tensorShape: '张量 {name} 的形状为 {shape}，应为 {expected}',
  tensorMissing: '缺少张量 {name}，形状应为 {expected}',
  headWeightMissing: '缺少线性层的权重，形状应为 {expected}',
  headBiasMissing: '缺少线性层的偏置，形状应为 {expected}',
  tensorUseless: '张量 {name}（形状 {shape}）既不属于循环网络，也不属于其唯一的线性层',

  shapeOfExperiment: '张量 {name} 的形状为 {shape}，按实验应为 {expected}',
  missingOfExperiment: '缺少张量 {name}，按实验其形状应为 {expected}',
  uselessOfExperiment: '张量 {name}（形状 {shape}）不属于该实验的网络',
  digitsLost: '张量为 F64，而 train.dtype 为 float32，应为 F32：否则会损失精度',
  noTaskOfSizes: '没有哪个任务的默认设置是 {inputs} 个输入、{outputs} 个输出：请用 --experiment 指定实验',
  inMetadata: '元数据中的实验：{why}',
  ofTheNetwork: '网络：{why}',
}
