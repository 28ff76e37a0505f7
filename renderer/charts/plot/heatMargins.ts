/** Margins around a heatmap's pixels in CSS pixels; the left one as wide as that of the charts above. */
export const HEAT_MARGINS = { left: 58, right: 12, top: 6, bottom: 36 } as const
