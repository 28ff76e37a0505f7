import { crc32c } from './crc32c'

/** Bytes around a record's data: its length (8) and that one's checksum (4) before, its own (4) behind. */
const AROUND = 16

/**
 * A record as TensorFlow's files of records hold it: length (uint64, little-endian), masked CRC-32C of the
 * length, data, masked CRC-32C of the data.
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(AROUND + data.length)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true)
  record.set(data, 12)
  view.setUint32(12 + data.length, masked(crc32c(data)), true)
  return record
}

/** A checksum turned right by 15 bits, plus a constant: one that stands among data it sums up is no trap. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
