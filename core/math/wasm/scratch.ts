import { ENTRY_BYTES } from './entry'

/**
 * Bytes at the start of scratch that serve single tiles and rests. Behind them lies the entry of a call that is done at
 * once,
 */
export const STAGE_BYTES: i32 = 448
/** here lie the constants of `constants.ts`, */
export const CONSTANTS: i32 = STAGE_BYTES + (ENTRY_BYTES as i32)
/** and from here on lie packed operands. */
export const OPERANDS: i32 = CONSTANTS + 64

/** Where this instance may write at will. */
export let scratch: usize = 0

export function placeScratch(address: usize): void {
  scratch = address
}
