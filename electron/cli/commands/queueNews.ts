import type { Connection } from '../../queue/connection'
import type { Io } from '../io'

/** Says when the queue's server is away, since when, and when it is back. Returns what ends that. */
export function tellOfReach(connection: Connection, io: Io): () => void {
  const { shown } = connection.address
  let isAway = false
  return connection.onReach((isReached) => {
    if (isReached && isAway) io.writeError(`unroll: the queue at ${shown} is back`)
    if (!isReached && !isAway) {
      const time = new Date().toLocaleTimeString('en-GB')
      io.writeError(`unroll: the queue at ${shown} is away since ${time}; what was heard before that stands`)
    }
    isAway = !isReached
  })
}
