import { parseArgs } from 'node:util'
import { UsageError } from '../usageError'

/** What a command takes: names of flags without dashes. */
export interface Accepts {
  /** Flags without a value. */
  readonly switches: readonly string[]
  /** Flags followed by a value. */
  readonly values: readonly string[]
}

export interface Parsed {
  readonly switches: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly files: readonly string[]
}

/**
 * Splits a command's arguments. Values may be negative numbers; the last of two equal flags counts.
 * @throws {UsageError} naming the argument that is not understood.
 */
export function parseArguments(command: string, args: readonly string[], accepts: Accepts): Parsed {
  const option = (type: 'string' | 'boolean') => (name: string) => [name, { type }] as const
  const options = Object.fromEntries([
    ...accepts.values.map(option('string')),
    ...accepts.switches.map(option('boolean')),
    ['h', { type: 'boolean' as const }],
  ])
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const switches = new Set<string>()
  const values = new Map<string, string>()
  const files: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (rawName === '-h') switches.add('help')
    else if (!rawName.startsWith('--') || !Object.hasOwn(options, name)) {
      throw new UsageError(`${command} has no option ${rawName}; see unroll ${command} --help`)
    } else if (accepts.switches.includes(name)) {
      if (value !== undefined) throw new UsageError(`--${name} is ${value}: expected no value`)
      switches.add(name)
    } else if (value === undefined || (!inlineValue && value.startsWith('--'))) {
      throw new UsageError(`--${name} is missing its value; see unroll ${command} --help`)
    } else values.set(name, value)
  }
  return { switches, values, files }
}
