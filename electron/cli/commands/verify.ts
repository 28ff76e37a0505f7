import type { Dtype } from '../../../core/experiment/experiment'
import type { VerifyReport } from '../../../core/check/reference'
import { verifyReference } from '../../../core/check/reference'
import { FormatError } from '../../../core/formats/formatError'
import { showPath, showText } from '../../../core/text/foreign'
import { ExitCode } from '../exitCode'
import { jsonLine } from '../jsonLine'
import { jsonNumber, scientific } from '../numbers'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { readLimited } from '../readLimited'
import { UsageError } from '../usageError'
import type { Command } from './command'

/** Far above any reference file, far below what would hurt. */
const MAX_BYTES = 2 ** 30

const DTYPES: readonly Dtype[] = ['float64', 'float32']

const help = () => `Recomputes reference files made by PyTorch and compares every tensor.

  unroll verify FILE.safetensors... [OPTIONS]

${table([
  ['--dtype NAME', 'computes in float64 (bound 1e-9) or float32 (bound 1e-4) [float64]'],
  ['--json', 'one JSON object a file'],
  ['--help', 'this text'],
])}

A tensor that the file has in F32 is compared with the bound of float32 either way.

Exit code: 0 all files match, 1 one does not, 2 one cannot be read.
`

export const verify: Command = {
  summary: 'recompute reference files made by PyTorch: FILE.safetensors... [--json] [--dtype float32]',
  help,
  run(args, io) {
    const accepts = { switches: ['json', 'help'], values: ['dtype'] }
    const { switches, values, files } = parseArguments('verify', args, accepts)
    const wanted = values.get('dtype') ?? 'float64'
    const dtype = DTYPES.find((name) => name === wanted)
    if (!dtype) throw new UsageError(`--dtype is ${showText(wanted)}: expected one of ${DTYPES.join(', ')}`)
    if (files.length === 0) throw new UsageError('verify needs at least one file; see unroll verify --help')
    let code: ExitCode = ExitCode.fine
    for (const file of files) {
      const report = tryVerify(file, dtype)
      if (typeof report === 'string') io.writeError(`unroll: ${report}`)
      else io.write(switches.has('json') ? reportLine(file, report) : lines(file, report))
      if (typeof report === 'string') code = ExitCode.usage
      else if (!report.ok && code === ExitCode.fine) code = ExitCode.failed
    }
    return Promise.resolve(code)
  },
}

/** The report, or why the file cannot be read: the other files are still worth their verdict. */
function tryVerify(file: string, dtype: Dtype): VerifyReport | string {
  try {
    return verifyReference(readLimited(file, MAX_BYTES), { dtype })
  } catch (error) {
    if (error instanceof UsageError) return error.message
    if (error instanceof FormatError) return `${showPath(file)}: ${error.message}`
    throw error
  }
}

function reportLine(file: string, { ok, kind, maxError, tensors, unjudged }: VerifyReport): string {
  const listed = tensors.map((tensor) => ({ ...tensor, maxError: jsonNumber(tensor.maxError) }))
  return jsonLine({ file, ok, kind, maxError: jsonNumber(maxError), tensors: listed, unjudged })
}

type Row = readonly [string, string]

function lines(file: string, { ok, kind, maxError, tensors, unjudged }: VerifyReport): string {
  const verdict = ok ? 'matches' : 'DOES NOT MATCH'
  const head = `${showPath(file)} (${kind}) ${verdict}: ${tensors.length} tensors, largest error ${scientific(maxError)}`
  const compared = tensors.map(({ name, dtype, maxError: error, bound, ok: isWithin, worst }): Row => {
    const at = isWithin ? '' : `  WRONG at [${worst.index.join(', ')}]: got ${worst.got}, want ${worst.want}`
    const kindOfNumber = dtype === 'F32' ? ' (F32 in the file)' : ''
    return [name, `error ${scientific(error)}  bound ${scientific(bound)}${kindOfNumber}${at}`]
  })
  const others = unjudged.map(({ name, dtype }): Row => [
    name,
    `not compared: ${dtype} in the file, only F64 and F32 are`,
  ])
  return `${head}\n${table([...compared, ...others])}\n`
}
