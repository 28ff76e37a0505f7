import createThread from './compareThread?nodeWorker'
import type { RunInStep } from './compareWeights'

/**
 * Starts a thread that compares the weights of two runs. In a file of its own since only the app's bundler can
 * resolve the import.
 */
export const spawnComparison = (runs: readonly [RunInStep, RunInStep]) => createThread({ workerData: runs })
