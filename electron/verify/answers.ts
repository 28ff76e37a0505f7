import { compareRtrl } from '../../core/check/rtrlComparison'
import { comparedTensor } from '../../core/check/comparedTensor'
import { checkHomework } from '../../core/check/homeworkCheck'
import { verifyReference } from '../../core/check/reference'
import { alikeSlips, checkSlip } from '../../core/check/slipCheck'
import { checkUpdate, traceUpdate } from '../../core/check/updateCheck'
import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { ReferenceJudgement, VerifyJobName } from '../../core/contract/verify'
import { slipNames } from '../../core/contract/verify'
import { provideData } from '../../core/data/table'
import type { Experiment } from '../../core/experiment/experiment'
import { dataOf } from '../../core/experiment/ownData'
import { FormatError } from '../../core/formats/formatError'
import { WeightsError } from '../../core/formats/weightsError'
import { slips } from '../../core/homework/plantedSlips'
import type { Dtype } from '../../core/math/floats'
import { showPath, showText } from '../../core/text/foreign'
import { fitKernels } from '../worker/avxRevectorization'
import type { VerifyJob, VerifyMessage, VerifyReply, VerifyRequest } from './messages'
import { runSelfTest } from './selfTest'
import { shippedReference } from './shippedReferences'

interface Context {
  readonly job: VerifyJob
  tell(message: VerifyMessage): void
}

/** How each job is done. */
type Answers = {
  [K in VerifyJobName]: (
    request: VerifyRequest<K>,
    context: Context,
  ) => Result<VerifyReply<K>> | Promise<Result<VerifyReply<K>>>
}

/** So many elements are perturbed between two reports. */
const REPORT_EACH = 16

const answers: Answers = {
  homework: ({ part }) => succeed(checkHomework(part)),
  async reference({ name, dtype }) {
    const bytes = await shippedReference(name)
    return bytes
      ? judge(name, bytes, dtype)
      : fail('invalidRequest', reason('noReference', { name: showText(name) }))
  },
  referenceFile: ({ file, bytes, dtype }) => judge(file, bytes, dtype),
  gradient({ experiment, most }, { job, tell }) {
    prepare(experiment, job)
    const onElement = (done: number, total: number) => {
      if (done % REPORT_EACH === 0 || done === total) tell({ type: 'progress', done, total })
    }
    return succeed(checkUpdate(experiment, { most, onElement }))
  },
  trace({ experiment }, { job }) {
    prepare(experiment, job)
    return succeed(traceUpdate(experiment))
  },
  slip: ({ slip, ...sizes }) => succeed(checkSlip(slipNames[slip]!, sizes)),
  guess({ slip, guess }) {
    const name = slipNames[slip]!
    return succeed({ isRight: guess === name, slip: name, ...slips[name], alike: alikeSlips(name) })
  },
  rtrl: (sizes) => succeed(compareRtrl(sizes)),
  selfTest: async (_, { job, tell }) =>
    succeed(await runSelfTest(job.version, (line) => tell({ type: 'tested', line }))),
}

/** Does a job. */
export function answer(job: VerifyJob, tell: Context['tell']): Promise<Result<unknown>> {
  const act = answers[job.job] as (request: unknown, context: Context) => Promise<Result<unknown>>
  return Promise.resolve(act(job.request, { job, tell }))
}

function prepare(experiment: Experiment, { data }: VerifyJob): void {
  const reading = dataOf(experiment.task)
  if (reading && data) provideData(reading, data)
  fitKernels('float64')
}

/** Recomputes a reference file, or says what is wrong with it. */
function judge(file: string, bytes: Uint8Array, dtype: Dtype): Result<ReferenceJudgement> {
  const tensors: ReferenceJudgement['tensors'] = []
  try {
    const report = verifyReference(bytes, {
      dtype,
      onCompared: ({ name, got, want, shape, tolerance, dtype: its }) =>
        void tensors.push({ ...comparedTensor(name, got, want, shape, tolerance), dtype: its }),
    })
    const { kind, ok, maxError, unjudged } = report
    return succeed({ file, kind, dtype, ok, maxError, tensors, unjudged: [...unjudged] })
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const why = error instanceof WeightsError ? error.reason : reason('words', { text: error.message })
    return fail('unreadableFile', reason('inFile', { path: showPath(file), why }))
  }
}
