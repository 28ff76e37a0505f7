/**
 * Why a queue of many machines cannot be used, or what comes from it is not taken: sentences as those of
 * `reasons.ts`, of which they are part.
 */
export const queueSentences = {
  queueAddress:
    'the queue’s address is not understood: expected redis://:PASSWORD@HOST:PORT, or rediss:// for TLS',
  queueDatabase:
    'the queue’s address goes on behind the port: expected nothing, or a database from /0 to /15',
  queuePassword:
    'the queue at {address} is on another machine and its address has no password: expected redis://:PASSWORD@HOST:PORT',
  queueRefuses: 'the queue at {address} refuses the password, or asks for one',
  queueUnreachable: 'the queue at {address} cannot be reached: {why}',
  queueWithdrawn: 'the sweep was withdrawn from the queue by another process',
  parcelTooLarge: 'the run’s folder is too large to go through the queue: expected at most {most} bytes',
  parcelGone: 'what the queue’s server held of it is gone or damaged',
  badJob: 'job {id} of the queue is no trial: {why}',
  badTrialAnswer: 'what the worker answered for trial {id} is not understood: {why}',
  otherId: 'it is of run {id}, expected {expected}',
  otherRun: 'it holds another experiment than that of trial {id}',
  otherLosses: 'the losses in its log are not those that the worker told of trial {id}',
  notShared: 'trial {id} lies in the folder that worker {worker} shares: --shared names that folder here',
  notDelivered: 'the folder of trial {id} did not come: {why}',
} as const
