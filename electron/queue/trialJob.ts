import { describeReason, reason } from '../../core/contract/reasons'
import { describeProblems } from '../../core/experiment/problemText'
import { dataOf } from '../../core/experiment/ownData'
import { parseExperiment } from '../../core/experiment/parse'
import { showText } from '../../core/text/foreign'
import { issueReason } from '../store/issueReason'
import { StoreError } from '../store/storeError'
import { trialId } from '../sweep/hash'
import type { Parcels } from './parcels'
import type { TrialJob } from './protocol'
import { jobSchema } from './protocol'
import { takeData } from './putData'

/**
 * Reads a job as a trial that can be trained here, its data too, which then lie in `folder`.
 * @throws {StoreError} if it is none, is of another version, or its id is not the hash of its experiment.
 */
export async function readJob(
  id: string,
  document: unknown,
  { engine, parcels, folder }: { engine: string; parcels: Parcels; folder: string },
): Promise<TrialJob> {
  const refuse = (why: ReturnType<typeof reason>) =>
    new StoreError(reason('badJob', { id: showText(id), why }))
  const words = (text: string) => reason('words', { text: showText(text, 500) })
  const parsed = jobSchema.safeParse(document)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refuse(words(`${issue?.path.join('.') ?? ''}: ${describeReason(issueReason(issue))}`))
  }
  const job = parsed.data
  if (job.engine !== engine) throw refuse(words(`it is of version ${job.engine}, expected ${engine}`))
  if (job.id !== trialId(job.experiment)) throw refuse(words('its id is not the hash of its experiment'))
  const own = dataOf(job.experiment.task)
  if (own) await takeData(parcels, job.data, own, folder)
  const experiment = parseExperiment(job.experiment)
  if (!experiment.ok) throw refuse(words(describeProblems(experiment)))
  return { ...job, experiment: experiment.value }
}
