import type { TermId } from '../../../core/glossary/terms'

/** Entries of the glossary that explain a field of the form. */
const ofFields: Readonly<Record<string, TermId>> = {
  'task.seqLen': 'sequence-length',
  'model.hiddenSize': 'hidden-state',
  'model.numLayers': 'stacked-rnn',
  'model.bidirectional': 'bidirectional-rnn',
  'model.nonlinearity': 'activation-function',
  'model.bias': 'bias',
  'model.init': 'initialization',
  'model.initGain': 'gain',
  'model.forgetBias': 'forget-gate-bias',
  'model.residualScale': 'residual-connection',
  'model.learnInitialState': 'initial-state',
  'model.embeddingSize': 'embedding',
  'model.dropout': 'dropout',
  'optimizer.name': 'optimizer',
  'optimizer.lr': 'learning-rate',
  'optimizer.weightDecay': 'weight-decay',
  'clip.threshold': 'clip-threshold',
  'train.updates': 'update',
  'train.batch': 'batch',
  'train.seed': 'seed',
  'train.tbptt': 'truncated-bptt',
  'evaluation.every': 'held-out',
}

/** Of fields whose choices have entries of their own. */
const ofChoices: Readonly<Record<string, Readonly<Record<string, TermId>>>> = {
  'model.cell': { rnn: 'simple-rnn', residual: 'residual-connection', gru: 'gru', lstm: 'lstm' },
  'model.init': { orthogonal: 'orthogonal-initialization', identity: 'identity' },
  'clip.mode': {
    none: 'gradient-clipping',
    norm: 'clipping-by-norm',
    value: 'clipping-by-value',
    step: 'gradient-clipping',
  },
}

/** What the glossary has of a field, of the choice that stands in it where that has an entry of its own. */
export function termOfField(path: string, value: string): TermId | null {
  return ofChoices[path]?.[value] ?? ofFields[path] ?? null
}
