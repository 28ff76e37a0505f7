/**
 * What plots over steps leave at either side of their area, in CSS pixels, so that they stand in line one
 * above the other.
 */
export const STEP_MARGINS = { left: 58, right: 10 } as const
