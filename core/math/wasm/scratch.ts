/** Bytes at the start of scratch that serve single tiles and rests; packed operands come behind. */
export const STAGE_BYTES: i32 = 256

/** Where this instance may write at will. */
export let scratch: usize = 0

export function setScratch(address: usize): void {
  scratch = address
}
