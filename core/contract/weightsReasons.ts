/**
 * Why weights of PyTorch's are not taken: sentences as those of `reasons.ts`, of which they are part.
 */
export const weightsSentences = {
  notSafetensors: 'it is no whole file of safetensors: {why}',
  inHeader: 'its header: {why}',
  notUtf8: 'byte {at} is {byte}, expected UTF-8',
  tensorBehind: 'tensor {name} ends behind the first {bytes} bytes of the file',
  partObject: '{part} is {value}, expected an object',
  partString: '{part} is {value}, expected a string',
  tensorsShort: 'the file has {bytes} bytes, expected at least {least} for the header’s length',
  headerLength: 'the header’s length is {length} bytes, expected at most {most} in this file',
  tensorObject: 'tensor {name} is {value}, expected an object',
  tensorDtype: 'dtype of tensor {name} is {value}, expected one of {values}',
  tensorSizes: 'shape of tensor {name} is {value}, expected a list of sizes',
  tensorOffsets: 'data_offsets of tensor {name} is {value}, expected [begin, end]',
  tensorBytes:
    'tensor {name} of shape {shape} and {dtype} takes {size} bytes, but its data_offsets [{begin}, {end}] hold {held}',
  tensorEnds: 'tensor {name} ends at byte {end} of the data, but the file holds {held}',
  tensorOverlaps:
    'tensor {name} begins at byte {begin} of the data and overlaps the tensor before it, expected {expected}',
  tensorGap:
    'tensor {name} begins at byte {begin} of the data and leaves a gap before it, expected {expected}',
  tensorsEnd: 'the tensors end at byte {end} of the data, but the file holds {held}',
  tensorFloats: 'tensor {name} is not of floats, expected F64 or F32',
  noTensorFloats: 'tensor {name} is missing, expected F64 or F32',
  tensorElements: 'tensor {name} has {count} elements, expected {expected}',
  noMetadata: 'metadata {key} is missing, expected a checkpoint’s',
  checkpointFormat: 'its format is {value}, expected {expected}, all that this version knows',
  metadataCount: 'metadata {key} is {value}, expected a whole number from {least}',
  metadataKind: 'metadata {key} is {value}, expected {expected}',

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
