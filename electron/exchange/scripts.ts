import { Readable } from 'node:stream'
import type { NpyArray } from '../../core/formats/npy'
import { npy } from '../../core/formats/npy'
import { numpyScript } from '../../core/formats/scripts/numpyScript'
import { pytorchScript } from '../../core/formats/scripts/pytorchScript'
import type { ScriptSpec } from '../../core/formats/scripts/scriptSpec'
import { SCRIPT_NAME } from '../../core/formats/scripts/scriptSpec'
import type { Trainer } from '../../core/train/trainer'
import { counted } from '../../core/text/counted'
import type { ExportSource, FolderFormat, OutputFile } from './exportFormat'
import type { NextUpdate } from './nextUpdate'
import { computeNextUpdate, numFeatures } from './nextUpdate'
import { writeZip } from './writeZip'

type Arrays = Readonly<Record<string, NpyArray>>

/** Arrays as numpy's archive of them. */
function npz(arrays: Arrays, mtime: Date): AsyncGenerator<Uint8Array> {
  const entries = Object.entries(arrays).map(([name, array]) => ({
    name: `${name}.npy`,
    open: () => Readable.from([npy(array)]),
  }))
  return writeZip(entries, mtime)
}

function weightsOf({ model }: Trainer): Arrays {
  return Object.fromEntries(model.parameters.map(({ name, shape, value }) => [name, { shape, data: value }]))
}

/** What the update sees, time first. */
function batchOf({ model, task, experiment }: Trainer, { window, goesOn, masks }: NextUpdate): Arrays {
  const { batch } = experiment.train
  const { inputSize, outputSize } = task.shape
  const { numLayers, bidirectional, hiddenSize } = model.spec
  const state = [numLayers * (bidirectional ? 2 : 1), batch, hiddenSize]
  const features = [window.supervised.length, batch, numFeatures(model.spec)]
  const { h, c } = model.initialState
  return {
    x: { shape: [window.supervised.length, batch, inputSize], data: window.input },
    ...(task.loss === 'crossEntropy'
      ? { classes: { shape: [window.numSupervised, batch], data: window.classes } }
      : { values: { shape: [window.numSupervised, batch, outputSize], data: window.values } }),
    ...(goesOn ? { h0: { shape: state, data: h } } : {}),
    ...(goesOn && c ? { c0: { shape: state, data: c } } : {}),
    ...Object.fromEntries(masks.map((data, layer) => [`mask_l${layer}`, { shape: features, data }])),
  }
}

function specOf(source: ExportSource, trainer: Trainer, next: NextUpdate): ScriptSpec {
  const { task, experiment } = trainer
  const { window, loss, gradNorm } = next
  const isFloat32 = experiment.train.dtype === 'float32'
  return {
    about: aboutOf(source, trainer, next),
    ...{ model: experiment.model, inputSize: task.shape.inputSize, outputSize: task.shape.outputSize },
    ...{ seqLen: window.supervised.length, batch: experiment.train.batch, loss: task.loss },
    supervised: [...window.supervised.keys()].filter((t) => window.supervised[t] !== 0),
    ...{ hasInitialState: next.goesOn, isFloat32, expected: { loss, gradNorm } },
  }
}

/** Which run and update it is, and what the numbers are. */
function aboutOf(
  { stored }: ExportSource,
  { experiment, progress, model }: Trainer,
  next: NextUpdate,
): string[] {
  const { task, train, clip } = experiment
  const settings = Object.entries(task)
    .filter(([name]) => name !== 'name')
    .map(([name, value]) => `${name} ${String(value)}`)
  const { firstStep, supervised } = next.window
  const steps = `steps ${firstStep} to ${firstStep + supervised.length - 1} of it`
  return [
    `Run ${stored.run.id}, task ${task.name} (${settings.join(', ')}), after ${counted(progress.update, 'update')}: ` +
      `weights.npz holds its weights then, batch.npz what update ${progress.update + 1} sees` +
      `${next.goesOn || supervised.length < model.sizes.seqLen || train.tbptt ? ` (truncated BPTT: ${steps})` : ''}.`,
    ...(experiment.model.dropout > 0
      ? ['The masks of dropout that this update draws stand in batch.npz, too: 0, or 1 / (1 - p).']
      : []),
    ...(clip.mode === 'none' ? [] : ['The norm of the gradient is that before clipping.']),
    ...(train.dtype === 'float32'
      ? [
          'The run computes in float32. Here its weights and data, float32 as they are, are computed with in ' +
            'float64, and so are the numbers of Unroll that stand below: float32 has seven digits.',
        ]
      : []),
  ]
}

/** A folder of a script, the weights and the batch of the next update. */
async function* filesOf(
  source: ExportSource,
  script: (spec: ScriptSpec) => string,
): AsyncGenerator<OutputFile> {
  const trainer = await source.trainer()
  const next = computeNextUpdate(trainer)
  const mtime = new Date(source.stored.run.created)
  yield { name: SCRIPT_NAME, pieces: [script(specOf(source, trainer, next))] }
  yield { name: 'weights.npz', pieces: npz(weightsOf(trainer), mtime) }
  yield { name: 'batch.npz', pieces: npz(batchOf(trainer, next), mtime) }
}

const format = (name: string, how: string, script: (spec: ScriptSpec) => string): FolderFormat => ({
  ...{ makes: 'folder', options: ['update'] },
  summary: `a folder with weights, the batch of the next update, and a script that computes it ${how} in ${name}`,
  write: (source) => filesOf(source, script),
})

export const numpy = format('numpy', 'by hand, forward and back,', numpyScript)
export const pytorch = format('PyTorch', 'by its modules and autograd', pytorchScript)
