import type { RequestName } from '../../../core/contract/channels'
import type { ParsedRequestOf } from '../../../core/contract/ipc'
import { requests } from '../../../core/contract/ipc'
import { parseExperiment } from '../../../core/experiment/parse'
import { describeProblems } from '../../../core/experiment/problemText'
import { showText, showValue } from '../../../core/text/foreign'
import { valueAt } from '../../../core/fields/path'
import type { Failure, Result } from '../../../core/contract/result'
import type { Problem } from '../../../core/fields/problem'
import { failInWords, failureOf } from '../../../core/contract/result'
import type { z } from '../../../core/experiment/zod'
import type { WindowPort } from '../../runs/runSubscriptions'
import type { Handlers } from './handlers'
import { payloadProblem } from './payload'

/** Answers a request: the window it came from, or null if it came from anywhere else. */
export type Route = (window: WindowPort | null, payload: unknown) => Promise<Result<unknown>>

/** Of a payload that is wrong in many places, so many are told. */
const MOST_PROBLEMS = 20
const MOST_CHARACTERS = 500

function issueProblem(issue: z.core.$ZodIssue, payload: unknown): Problem {
  const path = issue.path.join('.')
  return {
    path,
    value: showValue(valueAt(payload, path)),
    code: 'message',
    params: { text: showText(issue.message, MOST_CHARACTERS) },
  }
}

/**
 * Why a payload is refused, or null. Experiments are judged as a whole, so that every problem has its field.
 */
function refusal(name: RequestName, payload: unknown): Failure | null {
  const { request } = requests[name]
  const unreadable = payloadProblem(payload, 'bytes' in request.shape || 'files' in request.shape)
  if (unreadable !== null) return failureOf('invalidRequest', `${name}: ${unreadable}`)
  if ('experiment' in request.shape && typeof payload === 'object' && payload !== null) {
    const experiment = parseExperiment((payload as { experiment?: unknown }).experiment)
    if (!experiment.ok) {
      return failureOf('invalidExperiment', describeProblems(experiment), experiment.problems)
    }
  }
  const parsed = request.safeParse(payload)
  if (parsed.success) return null
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => issueProblem(issue, payload))
  const list = problems.map(({ path, params }) => `${path || 'payload'}: ${params['text']}`).join('; ')
  return failureOf('invalidRequest', showText(`${name}: ${list}`, MOST_CHARACTERS), problems)
}

/** The route of one request: nothing reaches its handler but a checked payload from our own window. */
export function createRoute<N extends RequestName>(name: N, handler: Handlers[N]): Route {
  return async (window, payload) => {
    if (!window) return failInWords('forbiddenSender', `${name} is answered to the app's own window only`)
    try {
      const error = refusal(name, payload)
      if (error) return { ok: false, error }
      return await handler(requests[name].request.parse(payload) as ParsedRequestOf<N>, window)
    } catch (error) {
      return failInWords(
        'internal',
        showText(error instanceof Error ? error.message : String(error), MOST_CHARACTERS),
      )
    }
  }
}
