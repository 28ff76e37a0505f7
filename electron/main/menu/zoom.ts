/** Zoom factors that the menu steps through: 80 to 200 %. */
const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

/** The next larger (or smaller) zoom factor, or the end of the scale. */
export function nextZoom(factor: number, direction: 1 | -1): number {
  const tolerance = 0.01
  const beyond = direction === 1 ? STEPS : [...STEPS].reverse()
  const next = beyond.find((step) => (step - factor) * direction > tolerance)
  return next ?? beyond[beyond.length - 1]!
}
