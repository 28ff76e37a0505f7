import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { HomeworkPart } from '../../core/contract/homeworkParts'
import type { ReplyOf, RequestOf } from '../../core/contract/ipc'
import type { Failure, Result } from '../../core/contract/result'
import type { SelfTestLine } from '../../core/contract/selfTest'
import type { VerifyJobName, VerifyProgress } from '../../core/contract/verify'
import type { Experiment } from '../../core/experiment/experiment'
import { useClient } from '../client/client'
import { bytesOf } from './fileBytes'
import { useMicroscopeStore } from './microscope'

/** What the place Verify can be opened at. */
export const verifySections = ['homework', 'reference', 'gradient', 'slip', 'rtrl', 'selfTest'] as const
export type VerifySection = (typeof verifySections)[number]

type Dtype = 'float64' | 'float32'

/** What is computed in the place Verify, and what came of it. */
export const useVerifyStore = defineStore('verify', () => {
  const client = useClient()
  const microscope = useMicroscopeStore()
  const section = ref<VerifySection>('homework')
  const progress = shallowRef<VerifyProgress | null>(null)
  client.on['verify:progress']((its) => void (progress.value = its))

  /** One kind of computation: its newest answer, or why there is none. */
  function createJob<K extends VerifyJobName>(job: K) {
    type Report = ReplyOf<`verify:${K}`>
    const its = shallowReactive({
      report: null as Report | null,
      failure: null as Failure | null,
      isGoing: false,
      isGivenUp: false,
      ask,
      cancel: () => void client.request['verify:cancel']({ job }),
    })
    let newest = 0

    /** Resolves with whether there is an answer. */
    async function ask(request: RequestOf<`verify:${K}`>): Promise<boolean> {
      const own = ++newest
      Object.assign(its, { isGoing: true, isGivenUp: false, failure: null, report: null })
      progress.value = null
      const answer = (await client.request[`verify:${job}`](request as never)) as Result<Report>
      // Something else was asked meanwhile.
      if (own !== newest) return false
      its.isGoing = false
      if (answer.ok) its.report = answer.value
      else if (answer.error.code === 'cancelled') its.isGivenUp = true
      else its.failure = answer.error
      return answer.ok
    }

    return its
  }

  const homework = createJob('homework')
  const part = ref<HomeworkPart>('part1')
  async function openPart(wanted: HomeworkPart): Promise<void> {
    part.value = wanted
    await homework.ask({ part: wanted })
  }

  const shipped = createJob('reference')
  const own = createJob('referenceFile')
  const references = shallowRef<readonly string[]>([])
  const dtype = ref<Dtype>('float64')
  /** The file that is judged: one that comes along, or the person's own. */
  const reference = shallowRef<string | File | null>(null)

  async function loadReferences(): Promise<void> {
    const answer = await client.request['verify:references']({})
    if (!answer.ok) return
    references.value = answer.value
    if (reference.value === null && answer.value[0] !== undefined) await judge(answer.value[0])
  }

  async function judge(file: string | File): Promise<void> {
    reference.value = file
    if (typeof file === 'string') return void (await shipped.ask({ name: file, dtype: dtype.value }))
    const read = await bytesOf(file)
    if (reference.value !== file) return
    if (read.ok) await own.ask({ ...read.value, dtype: dtype.value })
    else Object.assign(own, { report: null, failure: read.error })
  }

  const judged = computed(() => (reference.value instanceof File ? own : shipped))

  const gradient = createJob('gradient')
  /** What the newest check was of. */
  const checked = shallowRef<Experiment | null>(null)
  async function checkGradient(experiment: Experiment, most: number | null): Promise<void> {
    checked.value = experiment
    await gradient.ask({ experiment, most })
  }

  const trace = createJob('trace')
  /** Opens an element of the checked gradients in the Microscope. */
  async function openGradient(parameter: string, index: readonly number[]): Promise<void> {
    if (!checked.value || !(await trace.ask({ experiment: checked.value })) || !trace.report) return
    microscope.openChecked(trace.report, parameter, index)
    trace.report = null
  }

  const program = shallowRef<readonly string[]>([])
  const slip = createJob('slip')
  const guess = createJob('guess')
  async function loadProgram(): Promise<void> {
    const answer = await client.request['verify:program']({})
    if (answer.ok) program.value = answer.value
  }

  const rtrl = createJob('rtrl')

  const selfTest = createJob('selfTest')
  const lines = shallowRef<readonly SelfTestLine[]>([])
  client.on['verify:tested'](({ line }) => {
    if (selfTest.isGoing) lines.value = [...lines.value, line]
  })
  async function runSelfTest(): Promise<void> {
    lines.value = []
    await selfTest.ask({})
    // Events may come behind the answer, which has them all.
    if (selfTest.report) lines.value = selfTest.report.lines
  }

  return {
    ...{ section, progress, part, openPart, references, reference, dtype, loadReferences, judge },
    ...{ checked, checkGradient, openGradient, program, loadProgram, lines, runSelfTest },
    jobs: { homework, gradient, trace, slip, guess, rtrl, selfTest },
    judged,
  }
})
