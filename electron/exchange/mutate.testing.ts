import fc from 'fast-check'

/*
 * Files as damage leaves them: a good one with some bytes turned, cut out, doubled, put in or overwritten by
 * what readers stumble over.
 */

const TOKENS = [
  ...[
    '"__proto__":1,',
    '{}',
    '[[[[[[',
    '\0',
    '-',
    '1e999',
    'NaN',
    '99999999999999999999',
    '\ud800',
    '"',
    '\n',
  ],
  ...['../../', 'constructor', '```', '---\n', ',,,,', 'PK\u0001\u0002', '\u00ff\u00fe', '#{}'],
].map((token) => Buffer.from(token))

const change = fc.record({
  kind: fc.constantFrom('turn', 'cut', 'double', 'put', 'overwrite', 'end'),
  /** Where, as a share of the file, and how many bytes. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(64),
  bytes: fc.oneof(fc.constantFrom(...TOKENS), fc.uint8Array({ maxLength: 16 })),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** What is done to a file: one to four changes. */
export const changes = fc.array(change, { minLength: 1, maxLength: 4 })

/** A file with the changes. */
export function mutate(file: Uint8Array, all: readonly Change[]): Buffer {
  let bytes = Buffer.from(file)
  for (const { kind, at, length, bytes: given } of all) {
    const begin = Math.floor(at * bytes.length)
    const [before, part, after] = [
      bytes.subarray(0, begin),
      bytes.subarray(begin, begin + length),
      bytes.subarray(begin + length),
    ]
    if (kind === 'turn')
      bytes = Buffer.concat([before, part.map((byte) => byte ^ (1 << (length % 8))), after])
    else if (kind === 'cut') bytes = Buffer.concat([before, after])
    else if (kind === 'double') bytes = Buffer.concat([before, part, part, after])
    else if (kind === 'put') bytes = Buffer.concat([before, given, part, after])
    else if (kind === 'overwrite')
      bytes = Buffer.concat([before, given, bytes.subarray(begin + given.length)])
    else bytes = Buffer.from(before)
  }
  return bytes
}

/**
 * How `npm run prove:fuzz` asks for more than the suite's short form: so many in all, and from which seed.
 * The seed is printed, so that a failure can be had again. `msEach` is the time that one may take on a busy
 * machine.
 */
export function fuzzing(short: number, share = 1, msEach = 100) {
  const all = Number(process.env['UNROLL_FUZZ'] ?? 0)
  const seed = Number(process.env['UNROLL_FUZZ_SEED'] ?? 21)
  const numRuns = all > 0 ? Math.ceil(all * share) : short
  // Megabytes and milliseconds: far above what any takes, far below what hurts.
  return { numRuns, seed, mostGrowth: 300, mostMs: 5000, timeout: 60_000 + msEach * numRuns }
}

/** Says what was done, where that was asked for. */
export function report(what: string, { numRuns, seed }: ReturnType<typeof fuzzing>, slowest: number): void {
  if (process.env['UNROLL_FUZZ'] === undefined) return
  const megabytes = (process.memoryUsage().heapUsed / 1e6).toFixed(0)
  process.stdout.write(
    `${what}: ${numRuns} (seed ${seed}), the slowest ${slowest.toFixed(0)} ms, heap ${megabytes} MB\n`,
  )
}
