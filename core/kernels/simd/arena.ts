import type { Dtype, Floats } from '../../math/floats'
import { compileKernels, createInstance, type Kernels } from './kernels'
import { kernelMemory, take } from './memory'
import type { Memory, Module } from './webAssembly'

/*
 * Where numbers live so that the SIMD kernels of their kind reach them. When the memory is full they lie in
 * ordinary arrays, for which the scalar reference of the kernels computes the same bits, slowly.
 */

/** Float32 numbers within reach of their kernels, who know them by this class. */
class ArenaFloat32 extends Float32Array<SharedArrayBuffer> {
  /** A part is as good as the whole. */
  override subarray(begin?: number, end?: number): ArenaFloat32 {
    const part = super.subarray(begin, end)
    return new ArenaFloat32(this.buffer, part.byteOffset, part.length)
  }
}

/** Float64 numbers within reach of their kernels. */
class ArenaFloat64 extends Float64Array<SharedArrayBuffer> {
  override subarray(begin?: number, end?: number): ArenaFloat64 {
    const part = super.subarray(begin, end)
    return new ArenaFloat64(this.buffer, part.byteOffset, part.length)
  }
}

// To everybody else these are plain arrays; `slice` and the like make ordinary copies of them.
Object.defineProperty(ArenaFloat32.prototype, 'constructor', { value: Float32Array })
Object.defineProperty(ArenaFloat64.prototype, 'constructor', { value: Float64Array })

/**
 * The kernels of one kind of number in this thread, and what further instances in the same memory are made
 * of.
 */
interface Instance {
  readonly module: Module
  readonly memory: Memory
  readonly kernels: Kernels
  readonly placeOf: (name: string) => number | undefined
  readonly scratchBytes: number
}

/** Numbers of one kind within reach of their kernels. */
export class Arena {
  /** undefined: not tried yet; null: this platform has no SIMD kernels. */
  private instance: Instance | null | undefined
  private isWide = false

  constructor(
    readonly dtype: Dtype,
    private readonly Numbers: typeof ArenaFloat32 | typeof ArenaFloat64,
    private readonly Ordinary: typeof Float32Array | typeof Float64Array,
  ) {}

  /** Bytes of a number. */
  get size(): number {
    return this.Numbers.BYTES_PER_ELEMENT
  }

  /** Whether this platform has the kernels. */
  get hasKernels(): boolean {
    if (this.instance === undefined) this.instance = this.createInstance()
    return this.instance !== null
  }

  /** The kernels. Only to be called when numbers are `within` their reach. */
  get kernels(): Kernels {
    return (this.instance as Instance).kernels
  }

  /** What further instances in the same memory are made of; as `kernels`. */
  get parts(): { module: Module; memory: Memory; scratchBytes: number; isWide: boolean } {
    const { module, memory, scratchBytes } = this.instance as Instance
    return { module, memory, scratchBytes, isWide: this.isWide }
  }

  /** The place of a function in the function table of the kernels, see `callLoop`; as `kernels`. */
  placeOf(name: string): number | undefined {
    return (this.instance as Instance).placeOf(name)
  }

  /**
   * Which tiles products use from then on, see `core/kernels/wasm/wideTile.ts`. A matter of speed only: the
   * bits are the same.
   */
  useWideTiles(areWide: boolean): void {
    this.isWide = areWide
    this.instance?.kernels.setWide(areWide)
  }

  /** `length` zeros. */
  allocate(length: number): Floats {
    const address = this.hasKernels ? take(length * this.size) : null
    return address === null ? new this.Ordinary(length) : this.at(address, length)
  }

  /** Whether all of these numbers are within reach of the kernels. */
  within(x: Floats, y: Floats = x, z: Floats = x): boolean {
    const { Numbers } = this
    return x instanceof Numbers && y instanceof Numbers && z instanceof Numbers
  }

  /** Where element `offset` of `x` lies, for the kernels. */
  address(x: Floats, offset: number): number {
    return x.byteOffset + this.size * offset
  }

  private at(address: number, length: number): Floats {
    return new this.Numbers((this.instance as Instance).memory.buffer, address, length)
  }

  private createInstance(): Instance | null {
    const memory = kernelMemory()
    if (memory === null) return null
    try {
      const module = compileKernels(this.dtype)
      const instance = createInstance(module, memory)
      const scratch = take(instance.scratchBytes)
      if (scratch === null) return null
      instance.kernels.setScratch(scratch)
      instance.kernels.setWide(this.isWide)
      return { module, memory, ...instance }
    } catch {
      return null
    }
  }
}

/** The numbers of this thread within reach of its kernels, by kind. */
export const arenas: Readonly<Record<Dtype, Arena>> = {
  float64: new Arena('float64', ArenaFloat64, Float64Array),
  float32: new Arena('float32', ArenaFloat32, Float32Array),
}
