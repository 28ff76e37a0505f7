import type { InjectionKey } from 'vue'
import type { Frame } from './frame'

export interface SurfaceOptions {
  /** Labels of the two axes: of an update, and of a value. */
  readonly formatX: (update: number) => string
  readonly formatY: (value: number) => string
}

/** Draws frames. The components know this and not the library behind it. */
export interface Surface {
  draw(frame: Frame): void
  /** The part of the canvas between the axes, in CSS pixels. */
  readonly plotArea: { readonly left: number; readonly width: number; readonly height: number }
  /** Takes up changed colours of the style sheet. */
  restyle(): void
  /** Takes up the size of what is around the canvas, and how much larger than its own pixels it is shown. */
  resize(scale: number): void
  destroy(): void
}

/** Makes a surface on a canvas, or null where nothing can be drawn. */
export type SurfaceFactory = (canvas: HTMLCanvasElement, options: SurfaceOptions) => Surface | null

export const surfaceKey: InjectionKey<SurfaceFactory> = Symbol('surface')
