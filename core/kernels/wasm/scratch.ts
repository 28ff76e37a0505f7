import { COMMAND_BYTES } from './command'

/**
 * Bytes at the start of scratch that serve single tiles and rests; behind them lies a command that is done at
 * once.
 */
export const STAGE_BYTES: i32 = 448
/** Where the constants of `constants.ts` lie. */
export const CONSTANTS: i32 = STAGE_BYTES + (COMMAND_BYTES as i32)
/** Where packed operands begin. */
export const OPERANDS: i32 = CONSTANTS + 256

/** Where this instance may write at will. */
export let scratch: usize = 0

export function placeScratch(address: usize): void {
  scratch = address
}
