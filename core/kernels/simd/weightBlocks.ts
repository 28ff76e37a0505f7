import type { Floats } from '../../math/floats'
import type { Backend, WeightBlocks } from '../backend'
import type { Arena } from './arena'

/** Bytes of a row of a panel: two vectors. */
const PANEL_BYTES = 32

/** Numbers in the panels of a (k, n) operand: its columns are filled up to whole panels. */
function panelLength(n: number, k: number, { size }: Arena): number {
  const columns = PANEL_BYTES / size
  return Math.ceil(n / columns) * columns * k
}

/** Copies the blocks once a pass into the order in which the product kernel reads them. */
export class PackedWeightBlocks implements WeightBlocks {
  /** Blocks W_qᵀ and W_q as the kernels want them. */
  private readonly forwardPanels: Floats
  private readonly backwardPanels: Floats
  private readonly forwardLength: number
  private readonly backwardLength: number
  readonly buffers: readonly Floats[]
  private readonly isInReach: boolean
  /** For what is out of the kernels' reach. */
  private readonly scalar: WeightBlocks

  constructor(
    private readonly arena: Arena,
    reference: Backend,
    private readonly weight: Floats,
    private readonly count: number,
    private readonly n: number,
    private readonly k: number,
  ) {
    this.forwardLength = panelLength(n, k, arena)
    this.backwardLength = panelLength(k, n, arena)
    this.forwardPanels = arena.allocate(count * this.forwardLength)
    this.backwardPanels = arena.allocate(count * this.backwardLength)
    this.buffers = [weight, this.forwardPanels, this.backwardPanels]
    this.isInReach = this.buffers.every((buffer) => arena.within(buffer))
    this.scalar = reference.createWeightBlocks(weight, count, n, k)
  }

  prepareForward(): void {
    if (!this.isInReach) return
    const { arena, weight, forwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = arena.address(forwardPanels, q * this.forwardLength)
      arena.kernels.packColumns(panels, arena.address(weight, q * n * k), arena.size * k, n, k)
    }
  }

  prepareBackward(): void {
    if (!this.isInReach) return
    const { arena, weight, backwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = arena.address(backwardPanels, q * this.backwardLength)
      arena.kernels.packRows(panels, arena.address(weight, q * n * k), arena.size * k, k, n)
    }
  }

  forward(q: number, out: Floats, o: number, x: Floats, xo: number, m: number, accumulate: boolean): void {
    if (this.isInReach && this.arena.within(out, x)) {
      const to = this.arena.address(out, o)
      this.product(q, to, accumulate ? to : 0, this.arena.size * this.n, x, xo, m)
    } else {
      this.scalar.forward(q, out, o, x, xo, m, accumulate)
    }
  }

  forwardFrom(
    q: number,
    out: Floats,
    o: number,
    b: Floats,
    bo: number,
    x: Floats,
    xo: number,
    m: number,
  ): void {
    const { arena } = this
    if (this.isInReach && arena.within(out, x, b)) {
      this.product(q, arena.address(out, o), arena.address(b, bo), 0, x, xo, m)
    } else this.scalar.forwardFrom(q, out, o, b, bo, x, xo, m)
  }

  private product(
    q: number,
    to: number,
    from: number,
    fromStride: number,
    x: Floats,
    xo: number,
    m: number,
  ): void {
    const { arena, n, k } = this
    const panels = arena.address(this.forwardPanels, q * this.forwardLength)
    arena.kernels.product(
      to,
      arena.size * n,
      from,
      fromStride,
      arena.address(x, xo),
      arena.size * k,
      panels,
      m,
      n,
      k,
    )
  }

  backward(q: number, out: Floats, o: number, y: Floats, yo: number, m: number, accumulate: boolean): void {
    const { arena, n, k } = this
    if (this.isInReach && arena.within(out, y)) {
      const panels = arena.address(this.backwardPanels, q * this.backwardLength)
      const to = arena.address(out, o)
      arena.kernels.product(
        to,
        arena.size * k,
        accumulate ? to : 0,
        arena.size * k,
        arena.address(y, yo),
        arena.size * n,
        panels,
        m,
        k,
        n,
      )
    } else {
      this.scalar.backward(q, out, o, y, yo, m, accumulate)
    }
  }
}
