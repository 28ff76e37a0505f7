import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of an archive as nobody should write it. */
export interface RawEntry {
  readonly name: string
  readonly content: Buffer
  /** The mode of a Unix file. @default a file's */
  readonly mode?: number
  /** What it claims to take, unpacked. @default the truth */
  readonly claimed?: number
}

/** An archive with any names, modes and claims: no library writes that. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, mode = 0o100644, claimed = content.length } of entries) {
    const packed = deflateRawSync(content)
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claimed, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, tail, title]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}

/** The same archive with an end that says it has so many entries, in the form for more than 65,535. */
export function claiming(zip: Buffer, entries: number): Buffer {
  const END_BYTES = 22
  const body = zip.subarray(0, -END_BYTES)
  const [directoryBytes, directoryAt] = [zip.readUInt32LE(zip.length - 10), zip.readUInt32LE(zip.length - 6)]
  const end64 = Buffer.alloc(56)
  end64.write('PK\u0006\u0006', 'latin1')
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(45, 12)
  end64.writeUInt16LE(45, 14)
  end64.writeBigUInt64LE(BigInt(entries), 24)
  end64.writeBigUInt64LE(BigInt(entries), 32)
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40)
  end64.writeBigUInt64LE(BigInt(directoryAt), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\u0006\u0007', 'latin1')
  locator.writeBigUInt64LE(BigInt(body.length), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(END_BYTES, 0xff)
  end.write('PK\u0005\u0006\0\0\0\0', 'latin1')
  end.writeUInt16LE(0, END_BYTES - 2)
  return Buffer.concat([body, end64, locator, end])
}
