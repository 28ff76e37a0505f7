import { experimentSchema } from '../../../core/experiment/schema'
import { fieldOfSchema } from '../../../core/experiment/schema'
import { z } from '../../../core/experiment/zod'
import { showPath } from '../../../core/text/foreign'
import { ExitCode } from '../exitCode'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

/** `hiddenSize` as words: `hidden size`. */
const title = (key: string) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** The JSON Schema of an experiment as a person writes it: fields with a default may be left out. */
export function experimentJsonSchema(): object {
  return z.toJSONSchema(experimentSchema, {
    io: 'input',
    override({ zodSchema, jsonSchema, path }) {
      if (path.length === 0)
        jsonSchema.properties!['$schema'] = { type: 'string', title: 'address of this schema' }
      const field = fieldOfSchema.get(zodSchema as unknown as z.ZodType)
      const key = path.at(-1)
      if (!field || typeof key !== 'string') return
      jsonSchema.title = title(key)
      if (field.unit) jsonSchema.description = `in ${field.unit}`
    },
  })
}

export const schema: Command = {
  summary: 'print the JSON Schema of an experiment',
  help: () => `Prints the JSON Schema of an experiment, for editors and other programs.\n\n  unroll schema\n`,
  run(args, io) {
    const { files } = parseArguments('schema', args, { switches: ['help'], values: [] })
    if (files.length > 0) throw new UsageError(`schema expects no file, got ${showPath(files[0]!)}`)
    io.write(`${JSON.stringify(experimentJsonSchema(), null, 2)}\n`)
    return Promise.resolve(ExitCode.fine)
  },
}
