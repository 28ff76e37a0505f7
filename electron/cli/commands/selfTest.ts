import type { SelfTestLine, SelfTestName, SelfTestReport } from '../../../core/contract/selfTest'
import { runSelfTest } from '../../verify/selfTest'
import { ExitCode } from '../exitCode'
import { jsonLine } from '../jsonLine'
import { jsonNumber, scientific } from '../numbers'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'

const help = () => `Checks the whole product on this machine, as Verify does in the window.

  unroll selftest [--json]

${table(Object.entries(checks))}

${table([
  ['--json', 'one JSON object'],
  ['--help', 'this text'],
])}

Exit code: 0 everything holds, 1 something does not, 2 wrong use.
`

/** What each line checks. */
const checks: Readonly<Record<SelfTestName, string>> = {
  homework: 'every number of the homework’s five parts',
  references64: 'PyTorch’s reference files, recomputed in float64',
  references32: 'the same in float32',
  gradients: 'the gradients of every cell against central differences',
  rtrl: 'the gradient by real-time recurrent learning against that by BPTT',
  kernels: 'the SIMD kernels against plain loops, bit by bit',
  threads: 'two threads against one, bit by bit',
  knownLosses: 'the losses of a seed against those of other machines, bit by bit',
  resume: 'a run that goes on from a checkpoint, bit by bit',
  numberFormats: 'numbers that are written and read again, bit by bit',
}

export const selfTest: Command = {
  summary: 'check the whole product on this machine: [--json]',
  help,
  async run(args, io) {
    const { switches, files } = parseArguments('selftest', args, { switches: ['json', 'help'], values: [] })
    if (files.length > 0) throw new UsageError(`selftest takes no file, got ${files.length}`)
    const isJson = switches.has('json')
    const report = await runSelfTest(version(), (line) => {
      if (!isJson) io.write(lineOf(line))
    })
    io.write(isJson ? jsonLine(jsonOf(report)) : lastLine(report))
    return report.ok ? ExitCode.fine : ExitCode.failed
  },
}

function lineOf({ name, ok, numCompared, worst, failures, seconds }: SelfTestLine): string {
  const figure = worst
    ? `largest error ${scientific(worst.error)} (bound ${scientific(worst.bound)})`
    : 'the same bits'
  const found = ok ? figure : `FAILED: ${failures.join('; ')}`
  return `${ok ? 'ok  ' : 'FAIL'} ${name}: ${checks[name]}: ${numCompared} compared, ${found}, ${seconds.toFixed(1)} s\n`
}

function lastLine({ ok, lines, version: its, engine, cpu }: SelfTestReport): string {
  const failed = lines.filter((line) => !line.ok).map(({ name }) => name)
  const verdict = ok ? 'everything holds' : `FAILED: ${failed.join(', ')}`
  return `unroll ${its}: ${verdict}; ${engine.join(', ')}; ${cpu}\n`
}

function jsonOf({ lines, ...report }: SelfTestReport) {
  const listed = lines.map(({ worst, ...line }) => ({
    ...line,
    worst: worst && { ...worst, error: jsonNumber(worst.error) },
  }))
  return { ...report, lines: listed }
}
