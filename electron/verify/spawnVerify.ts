import createThread from './verifyThread?nodeWorker'
import type { VerifyJob } from './messages'

/**
 * Starts a thread that computes one thing. In a file of its own since only the app's bundler can resolve the
 * import.
 */
export const spawnVerify = (job: VerifyJob) => createThread({ workerData: job })
