import type { ColumnSource } from 'hyparquet-writer'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { LogColumns } from '../store/arrowLog'
import { logColumnNames } from '../store/arrowLog'
import type { ExportSource, FileFormat } from './exportFormat'

/** Updates of one row group: some megabytes. */
const GROUP = 100_000

/** Updates from .. to - 1 as columns that may not be null; NaN and infinities are what they are. */
function columnsOf(columns: LogColumns, first: number, from: number, to: number): ColumnSource[] {
  const update = Int32Array.from({ length: to - from }, (_, i) => first + from + i)
  return [
    { name: 'update', data: update, type: 'INT32', nullable: false },
    ...logColumnNames.map((name): ColumnSource => {
      return { name, data: columns[name].subarray(from, to), type: 'DOUBLE', nullable: false }
    }),
  ]
}

/** The log as Parquet, a row group at a time; the experiment stands in the file's metadata. */
function* parquetOf({ stored: { log, experiment } }: ExportSource): Generator<Uint8Array> {
  const { length } = log.columns.loss
  const writer = new ByteWriter()
  const schema = schemaFromColumnData({ columnData: columnsOf(log.columns, log.first, 0, 0) })
  const file = new ParquetWriter({
    ...{ writer, schema, createdBy: 'unroll' },
    kvMetadata: [{ key: 'experiment', value: JSON.stringify(experiment) }],
  })
  for (let from = 0; from < length; from += GROUP) {
    const to = Math.min(length, from + GROUP)
    const columnData = columnsOf(log.columns, log.first, from, to)
    void file.write({ columnData, rowGroupSize: GROUP })
    yield taken(writer)
  }
  void file.finish()
  yield taken(writer)
}

/** What was written since, which the writer then forgets; its offset goes on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}

export const parquet: FileFormat = {
  ...{ makes: 'file', options: [] },
  summary: 'the log in columns, as pandas, polars and DuckDB read it; NaN and infinity are kept',
  write: parquetOf,
}
