import { experimentSchema, fieldOfSchema } from '../../../core/experiment/schema'
import { z } from '../../../core/experiment/zod'
import { lessonBlocksSchema } from '../../../core/lessons/schema'
import { sweepSchema } from '../../../core/sweep/schema'
import { taskFileSchema } from '../../../core/taskFile/schema'
import { showText } from '../../../core/text/foreign'
import { ExitCode } from '../exitCode'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

/** The documents whose schemas are published. */
const schemas = {
  ...{ experiment: experimentSchema, sweep: sweepSchema, task: taskFileSchema },
  lesson: lessonBlocksSchema,
} as const
type DocumentName = keyof typeof schemas

/** `hiddenSize` as words: `hidden size`. */
const title = (key: string) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** The JSON Schema of a document as a person writes it: fields with a default may be left out. */
export function jsonSchemaOf(name: DocumentName): object {
  return z.toJSONSchema(schemas[name], {
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
  summary:
    'print the JSON Schema of an experiment, a sweep, a task or a lesson: [experiment|sweep|task|lesson]',
  help: () => `Prints a JSON Schema, for editors and other programs: that of an experiment, of a sweep, of a
task that a file describes (train --task-file), or of the blocks of a lesson, each by the word behind its fence.

  unroll schema [experiment]
  unroll schema sweep
  unroll schema task
  unroll schema lesson
`,
  run(args, io) {
    const { files } = parseArguments('schema', args, { switches: ['help'], values: [] })
    const [name = 'experiment', other] = files
    if (!Object.hasOwn(schemas, name) || other !== undefined) {
      const given = other === undefined ? name : files.join(' ')
      throw new UsageError(
        `schema is followed by ${showText(given)}: expected experiment, sweep, task or lesson`,
      )
    }
    io.write(`${JSON.stringify(jsonSchemaOf(name as DocumentName), null, 2)}\n`)
    return Promise.resolve(ExitCode.fine)
  },
}
