import { useI18n } from 'vue-i18n'
import type { Reason, ReasonParam } from '../../core/contract/reasons'
import type { Failure } from '../../core/contract/result'
import type { Problem } from '../../core/fields/problem'
import { useLocaleFormat } from './useLocaleFormat'
import { useProblemText } from './useProblemText'

/** Says in the window's language why something was refused, is damaged or has failed. */
export function useReasonText() {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  const problemText = useProblemText()

  function word(name: string, param: ReasonParam): string {
    if (typeof param === 'object') return 'code' in param ? reasonText(param) : problemsText(param)
    if (typeof param === 'number') return format.count(param)
    return name === 'status' ? t(`runs.status.${param}`) : param
  }

  function reasonText({ code, params }: Reason): string {
    const words = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, word(name, param)]))
    const { n } = params
    return t(`reasons.${code}`, words, typeof n === 'number' ? n : 1)
  }

  /** A field that is not known has no name but its path. */
  function fieldName(path: string): string {
    if (path === '') return t('status.wholeExperiment')
    return te(`fields.${path}.label`) ? t(`fields.${path}.label`) : path
  }

  function problemsText(problems: readonly Problem[]): string {
    return format.sentences(
      problems.map((problem) =>
        t('status.problem', { field: fieldName(problem.path), problem: problemText(problem) }),
      ),
    )
  }

  function failureText({ code, message, reason, problems }: Failure): string {
    if (reason) return reasonText(reason)
    if (code !== 'invalidExperiment' || problems.length === 0) return t('app.unforeseen', { text: message })
    return problemsText(problems)
  }

  return { reasonText, failureText }
}
