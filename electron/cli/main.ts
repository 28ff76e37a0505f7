import { escapeUnshown, showText } from '../../core/text/foreign'
import { StoreError } from '../store/storeError'
import type { Thread, WorkerStart } from '../worker/messages'
import { bench } from './commands/bench'
import { check } from './commands/check'
import { evaluate } from './commands/evaluate'
import { exportRun } from './commands/export'
import { importRun } from './commands/import'
import { report } from './commands/report'
import { runs } from './commands/runs'
import type { Command } from './commands/command'
import { sample } from './commands/sample'
import { lesson } from './commands/lesson'
import { schema } from './commands/schema'
import { selfTest } from './commands/selfTest'
import { sweep } from './commands/sweep'
import { train } from './commands/train'
import { verify } from './commands/verify'
import { worker } from './commands/worker'
import { ExitCode } from './exitCode'
import type { Io } from './io'
import { table } from './options/help'
import { wrapLines } from './options/wrap'
import { UsageError } from './usageError'
import { version } from './version'

export const commands: Readonly<Record<string, Command>> = {
  ...{ train, evaluate, sweep, worker, runs, export: exportRun, import: importRun, sample },
  ...{ verify, check, selftest: selfTest, lesson, report, bench, schema },
}

const help = () => `Unroll: a lab for recurrent networks.

  unroll COMMAND [OPTIONS]

${table(Object.entries(commands).map(([name, { summary }]) => [name, summary]))}

  unroll COMMAND --help says more; unroll --version prints the version.
`

function find(name: string): Command {
  if (Object.hasOwn(commands, name)) return commands[name]!
  throw new UsageError(`there is no command ${showText(name)}; there are ${Object.keys(commands).join(', ')}`)
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const options = end < 0 ? args : args.slice(0, end)
  return options.includes('--help') || options.includes('-h')
}

async function dispatch(args: readonly string[], io: Io, spawn: (start: WorkerStart) => Thread) {
  const [name, ...rest] = args
  if (name === undefined) throw new UsageError('which command? See unroll --help')
  if (name === '--version') io.write(`${version()}\n`)
  else if (name === '--help' || name === '-h' || name === 'help') io.write(wrapLines(help(), io.columns))
  else if (asksForHelp(rest)) io.write(wrapLines(find(name).help(), io.columns))
  else return find(name).run(rest, io, spawn)
  return ExitCode.fine
}

/** Runs a command. Whatever goes wrong is said on standard error. */
export async function main(
  args: readonly string[],
  io: Io,
  spawn: (start: WorkerStart) => Thread,
): Promise<ExitCode> {
  try {
    return await dispatch(args, io, spawn)
  } catch (error) {
    const isOfInput = error instanceof UsageError || error instanceof StoreError
    const message = `unroll: ${error instanceof Error ? error.message : String(error)}`
    // Only what was written here goes over lines, such as code to be copied: texts from outside are escaped in it.
    for (const line of isOfInput ? message.split('\n') : [message]) io.writeError(escapeUnshown(line))
    return isOfInput ? ExitCode.usage : ExitCode.failed
  }
}
