import { parseArgs } from 'node:util'
import { showText } from '../../../core/text/foreign'
import { UsageError } from '../usageError'

/** What a command takes: names of options without dashes. */
export interface Accepts {
  /** Options without a value. */
  readonly switches: readonly string[]
  /** Options that are yes or no: `--bias` and `--no-bias`. */
  readonly flags?: readonly string[]
  /** Options followed by a value. */
  readonly values: readonly string[]
}

export interface Parsed {
  readonly switches: ReadonlySet<string>
  readonly flags: ReadonlyMap<string, boolean>
  readonly values: ReadonlyMap<string, string>
  readonly files: readonly string[]
}

/**
 * Splits a command's arguments. Values may be negative numbers; of two options that say the same thing the
 * last counts, and what stands behind `--` is a file whatever it looks like.
 * @throws {UsageError} naming the argument that is not understood.
 */
export function parseArguments(command: string, args: readonly string[], accepts: Accepts): Parsed {
  const option = (type: 'string' | 'boolean') => (name: string) => [name, { type }] as const
  /** What an option says of a flag: its name, and whether it is yes. */
  const flagOptions = new Map<string, { readonly name: string; readonly isOn: boolean }>()
  for (const name of accepts.flags ?? []) {
    flagOptions.set(name, { name, isOn: true }).set(`no-${name}`, { name, isOn: false })
  }
  const options = Object.fromEntries([
    ...accepts.values.map(option('string')),
    ...[...accepts.switches, ...flagOptions.keys()].map(option('boolean')),
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
  const flags = new Map<string, boolean>()
  const values = new Map<string, string>()
  const files: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (rawName === '-h') {
      switches.add('help')
      continue
    }
    if (!rawName.startsWith('--') || !Object.hasOwn(options, name)) {
      throw new UsageError(`${command} has no option ${showText(rawName)}; see unroll ${command} --help`)
    }
    const flag = flagOptions.get(name)
    if (flag || accepts.switches.includes(name)) {
      if (value !== undefined) throw new UsageError(`--${name} is ${showText(value)}: expected no value`)
      if (flag) flags.set(flag.name, flag.isOn)
      else switches.add(name)
    } else if (value === undefined || (!inlineValue && value.startsWith('--'))) {
      throw new UsageError(`--${name} is missing its value; see unroll ${command} --help`)
    } else values.set(name, value)
  }
  return { switches, flags, values, files }
}
