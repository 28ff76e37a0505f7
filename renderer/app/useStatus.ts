import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Divergence } from '../../core/contract/run'
import { useExperimentStore } from '../stores/experiment'
import { useRunsStore } from '../stores/runs'
import type { IconName } from '../ui/icons'
import { useLocaleFormat } from '../ui/useLocaleFormat'
import { useReasonText } from '../ui/useReasonText'
import { useProblemText } from '../ui/useProblemText'

/** What is going on. */
export interface Status {
  readonly icon: IconName
  readonly tone: 'plain' | 'active' | 'good' | 'bad'
  readonly text: string
}

/** What the status line says: of the run, or without one of the form. */
export function useStatus(): ComputedRef<Status> {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  const problemText = useProblemText()
  const { failureText } = useReasonText()
  const draft = useExperimentStore()
  const runs = useRunsStore()

  function idle(): Status {
    const [first] = draft.problems.values()
    if (first) {
      const field = t(`fields.${first.path}.label`)
      const problem = t('status.problem', { field, problem: problemText(first) })
      return { icon: 'warning', tone: 'bad', text: t('status.invalid', { problem }) }
    }
    if (runs.shelved) {
      const { update } = runs.shelved.state
      return { icon: 'reset', tone: 'plain', text: t('status.shelved', { n: format.count(update) }, update) }
    }
    return { icon: 'ready', tone: 'plain', text: t('status.idle') }
  }

  /** Of what is no parameter in words, of a parameter as everywhere. */
  const tensorName = (tensor: string) =>
    te(`status.tensors.${tensor}`) ? t(`status.tensors.${tensor}`) : t('status.tensorName', { name: tensor })

  /** Why a finite value counts as a divergence, and where it came from. */
  function whyDiverged({ value, origin }: Divergence): string[] {
    if (!Number.isFinite(Number(value))) return []
    const range = t('status.beyondRange')
    if (!origin) return [range]
    const { tensor, step } = origin
    const words = {
      tensor: tensorName(tensor),
      norm: format.number(Number(origin.norm), 2),
      step: step === null ? '' : format.ordinal(step),
    }
    return [range, t(step === null ? 'status.origin' : 'status.originAt', words)]
  }

  /** Of the commands that have to wait, those that wait for the update in hand. */
  function waiting(): string | null {
    const command = runs.slowCommand
    switch (command) {
      case 'pause':
      case 'resume':
      case 'step':
      case 'stepBack':
      case 'branch':
      case 'stop':
      case 'shelve':
      case 'tune':
      case 'inspectNext':
        return t(`status.waiting.${command}`)
      default:
        return null
    }
  }

  /** What is so while another run can be brought back. */
  const withOther = (text: string) =>
    runs.shelved ? format.sentences([text, t('status.otherShelved')]) : text

  function current(): Status {
    if (runs.isBuilding) return { icon: 'play', tone: 'active', text: t('status.building') }
    const wait = waiting()
    if (wait !== null) return { icon: 'play', tone: 'active', text: wait }
    if (runs.failure) {
      return {
        icon: 'warning',
        tone: 'bad',
        text: t('status.refused', { message: failureText(runs.failure) }),
      }
    }
    const { shown } = runs
    if (shown.status === 'idle') return idle()
    /** Of updates that are made; the newest of them is the one with this number. */
    const made = [{ n: format.count(shown.update) }, shown.update] as const
    switch (shown.status) {
      case 'queued':
        return {
          icon: 'queued',
          tone: 'active',
          text: withOther(t('status.queued', { n: format.count(shown.place) }, shown.place)),
        }
      case 'building':
        return { icon: 'play', tone: 'active', text: t('status.building') }
      case 'running':
        return shown.run.trainedBy
          ? { icon: 'elsewhere', tone: 'active', text: withOther(t('status.elsewhere', shown.run.trainedBy)) }
          : { icon: 'play', tone: 'active', text: withOther(t('status.running')) }
      case 'paused':
        return { icon: 'pause', tone: 'active', text: withOther(t('status.paused', ...made)) }
      case 'done':
        return { icon: 'check', tone: 'good', text: withOther(t(`status.done.${shown.reason}`, ...made)) }
      case 'stopped':
        return { icon: 'stop', tone: 'plain', text: withOther(t('status.stopped', ...made)) }
      case 'diverged': {
        const { tensor, step, value } = shown.divergence
        const words = {
          update: format.ordinal(shown.divergence.update),
          tensor: tensorName(tensor),
          value: format.number(Number(value)),
          step: step === null ? '' : format.ordinal(step),
        }
        const what = t(step === null ? 'status.diverged' : 'status.divergedAt', words)
        const parts = [what, ...whyDiverged(shown.divergence), t('status.divergedHint')]
        return { icon: 'cross', tone: 'bad', text: format.sentences(parts) }
      }
      case 'failed':
        return {
          icon: 'cross',
          tone: 'bad',
          text: t('status.failed', { ...made[0], message: failureText(shown.error) }, shown.update),
        }
    }
  }

  return computed(current)
}
