import type { InjectionKey } from 'vue'
import type { Frame } from './frame'
import type { Range } from './scale'

export interface SurfaceOptions {
  /** The person zoomed or moved the picture to this range of updates. */
  readonly onRange: (range: Range) => void
  /** Labels of the two axes. */
  readonly formatX: (value: number) => string
  readonly formatY: (value: number) => string
}

/** Draws frames. The components know this and not the library behind it. */
export interface Surface {
  draw(frame: Frame): void
  /** Size of the plot area in CSS pixels. */
  readonly plotSize: { readonly width: number; readonly height: number }
  /** The value of the x axis under a horizontal place in the canvas, in CSS pixels. */
  valueAt(pixel: number): number
  /** Limits within which the person may move the picture. */
  setWhole(range: Range): void
  /** Takes up changed colours of the style sheet. */
  restyle(): void
  resize(): void
  destroy(): void
}

/** Makes a surface on a canvas, or null where nothing can be drawn. */
export type SurfaceFactory = (canvas: HTMLCanvasElement, options: SurfaceOptions) => Surface | null

export const surfaceKey: InjectionKey<SurfaceFactory> = Symbol('surface')
