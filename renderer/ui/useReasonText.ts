import { useI18n } from 'vue-i18n'
import type { Reason } from '../../core/contract/reasons'
import type { Failure } from '../../core/contract/result'
import { useLocaleFormat } from './useLocaleFormat'
import { useProblemText } from './useProblemText'

/** Says in the window's language why something was refused, is damaged or has failed. */
export function useReasonText() {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const problemText = useProblemText()

  function word(name: string, param: string | number | Reason): string {
    if (typeof param === 'object') return reasonText(param)
    if (typeof param === 'number') return format.count(param)
    return name === 'status' ? t(`runs.status.${param}`) : param
  }

  function reasonText({ code, params }: Reason): string {
    const words = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, word(name, param)]))
    const { n } = params
    return t(`reasons.${code}`, words, typeof n === 'number' ? n : 1)
  }

  function failureText({ code, message, reason, problems }: Failure): string {
    if (reason) return reasonText(reason)
    if (code !== 'invalidExperiment' || problems.length === 0) return t('app.unforeseen', { text: message })
    return format.sentences(
      problems.map((problem) =>
        t('status.problem', { field: t(`fields.${problem.path}.label`), problem: problemText(problem) }),
      ),
    )
  }

  return { reasonText, failureText }
}
