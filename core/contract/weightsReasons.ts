/**
 * Why weights of PyTorch's are not taken: sentences as those of `reasons.ts`, of which they are part.
 */
export const weightsSentences = {
  notSafetensors: 'it is no whole file of safetensors: {text}',
  severalNetworks: 'it holds the weights of {count} networks ({names}): expected one',
  noNetwork: '{name} is missing, expected the state_dict of an nn.RNN, GRU or LSTM; it holds {held}',
  noTensors: '{name} is missing, expected the state_dict of an nn.RNN, GRU or LSTM; it holds nothing',
  tensorKind: 'tensor {name} is {dtype}, expected F32 or F64: .float() in PyTorch makes it so',
  tensorValue: 'tensor {name} is {value} at {place}, expected finite numbers',
  noGates: 'tensor {name} has shape {shape}, expected (H, H), (3 H, H) or (4 H, H) of H units',
  tensorShape: 'tensor {name} has shape {shape}, expected {expected}',
  tensorMissing: 'tensor {name} is missing, expected shape {expected}',
  headWeightMissing: 'the weight of a linear layer is missing, expected shape {expected}',
  headBiasMissing: 'the bias of a linear layer is missing, expected shape {expected}',
  tensorUseless:
    'tensor {name} of shape {shape} is neither the recurrent network’s nor of its one linear layer',

  // Against the experiment that they are to begin.
  shapeOfExperiment: 'tensor {name} has shape {shape}, expected {expected} as the experiment says',
  missingOfExperiment: 'tensor {name} is missing, expected {expected} as the experiment says',
  uselessOfExperiment: 'tensor {name} of shape {shape} is none of the experiment’s network',
  digitsLost: 'its tensors are F64, expected F32 as train.dtype is float32: digits would be lost',
  noTaskOfSizes:
    'by its defaults no task has as many inputs ({inputs}) and outputs ({outputs}): name an experiment that has, by --experiment',
  inMetadata: 'its metadata experiment: {why}',
  ofTheNetwork: 'the network: {why}',
} as const
