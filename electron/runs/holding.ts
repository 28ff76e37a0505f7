import type { Result } from '../../core/contract/result'
import { reason } from '../../core/contract/reasons'
import { fail, succeed } from '../../core/contract/result'
import type { PausedBy } from './keeping'

/** Whether a run belongs to this process. It is taken over and let go of one after the other. */
export interface Holding {
  readonly isHeld: boolean
  /** Takes the run over, to train on. */
  hold(): Promise<Result<null>>
  /** Lets go of the run, if it can rest. */
  letGo(by: PausedBy): Promise<void>
  /**
   * Gives the run up to another process, for good; false where this one has it, or where it is kept nowhere.
   */
  leave(): Promise<boolean>
}

/** Where the run is kept, as its holding uses it. */
export interface HeldPlace {
  hold(): Promise<Result<null>>
  release(by: PausedBy): Promise<boolean>
}

/** `place` is null where nothing is kept of the run. */
export function createHolding(place: HeldPlace | null, isHeldNow: boolean): Holding {
  let isHeld = isHeldNow
  let isLeft = false
  let work: Promise<unknown> = Promise.resolve()

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = work.then(act)
    work = done
    return done
  }

  return {
    get isHeld() {
      return isHeld
    },
    hold() {
      if (isHeld) return Promise.resolve(succeed(null))
      return inTurn(async () => {
        if (isLeft) return fail('inUse', reason('trainedByOther'))
        if (isHeld || !place) return succeed(null)
        const held = await place.hold()
        isHeld = held.ok
        return held
      })
    },
    letGo: (by) =>
      inTurn(async () => {
        if (isHeld && place) isHeld = !(await place.release(by))
      }),
    leave: () =>
      inTurn(() => {
        isLeft = place !== null && !isHeld
        return Promise.resolve(isLeft)
      }),
  }
}
