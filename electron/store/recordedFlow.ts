import type { RecordedFlow } from '../../core/contract/inside'
import { openDiagnostics } from './diagnosticsFile'

/** More than a figure beside others has columns of pixels. */
const MOST = 400

/**
 * The gradient's flow as it was recorded of a run that lies in a folder: evenly thinned, with the first and
 * the newest.
 * @throws {StoreError} if it cannot be read.
 */
export async function readRecordedFlow(folder: string): Promise<RecordedFlow> {
  const { observations } = await openDiagnostics(folder)
  const recorded = observations.flatMap(({ update, flow }) => (flow ? [{ update, flow }] : []))
  const stride = Math.max(1, Math.ceil(recorded.length / MOST))
  return recorded.filter((_, i) => i % stride === 0 || i === recorded.length - 1)
}
