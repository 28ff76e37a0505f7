import protobuf from 'protobufjs/minimal'
import { tfRecord } from '../../core/formats/tfRecord'
import { logColumnNames } from '../store/arrowLog'
import type { ExportSource, FolderFormat } from './exportFormat'

/*
 * TensorBoard's event files: records, each an Event. Numbers of fields from tensorflow/core/util/event.proto
 * and framework/summary.proto; scalars are `simple_value`s, float32.
 */

/** The version that readers ask the first event for. */
const VERSION = 'brain.Event:2'
/** Events that are written together. */
const EVENTS = 2000

/** A field's number with how its bytes are to be read. */
const tag = (field: number, wireType: 0 | 1 | 2 | 5) => (field << 3) | wireType
const WALL_TIME = tag(1, 1)
const STEP = tag(2, 0)
const FILE_VERSION = tag(3, 2)
const SUMMARY = tag(5, 2)
const VALUE = tag(1, 2)
const TAG = tag(1, 2)
const SIMPLE_VALUE = tag(2, 5)

/** Seconds since 1970 of when the run was made; updates follow one another by the time each took. */
const begunAt = ({ stored }: ExportSource) => Date.parse(stored.run.created) / 1000

function* recordsOf(source: ExportSource): Generator<Uint8Array> {
  const { columns, first } = source.stored.log
  let wallTime = begunAt(source)
  const version = protobuf.Writer.create().uint32(WALL_TIME).double(wallTime)
  yield tfRecord(version.uint32(FILE_VERSION).string(VERSION).finish())
  const { length } = columns.loss
  for (let from = 0; from < length; from += EVENTS) {
    const records: Uint8Array[] = []
    for (let i = from; i < Math.min(length, from + EVENTS); i++) {
      wallTime += columns.ms[i]! / 1000
      const event = protobuf.Writer.create().uint32(WALL_TIME).double(wallTime)
      event.uint32(STEP).int64(first + i)
      event.uint32(SUMMARY).fork()
      for (const name of logColumnNames) {
        event.uint32(VALUE).fork()
        event.uint32(TAG).string(name).uint32(SIMPLE_VALUE).float(columns[name][i]!)
        event.ldelim()
      }
      records.push(tfRecord(event.ldelim().finish()))
    }
    yield Buffer.concat(records)
  }
}

export const tensorboard: FolderFormat = {
  ...{ makes: 'folder', options: [] },
  summary: 'a folder for tensorboard --logdir: every column of the log as scalars',
  write(source) {
    const { id } = source.stored.run
    const name = `events.out.tfevents.${Math.floor(begunAt(source))}.${id}`
    return [{ name, pieces: recordsOf(source) }]
  },
}
