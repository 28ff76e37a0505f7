// @ts-check
// Electron's archive format, as far as a handful of small files needs it.

/**
 * Packs files into an asar archive: four little-endian words, the directory as JSON, then the files one after
 * another.
 *
 * The words are Chromium pickles: the length of the next pickle's own length (4), the length of what follows
 * up to the first file, the length of the payload, and the length of the JSON, which is padded with zeros to
 * a multiple of 4.
 * @param {Readonly<Record<string, string>>} files text by file name, one flat folder
 * @returns {Buffer}
 */
export function packAsar(files) {
  let offset = 0
  /** @type {Record<string, { size: number, offset: string }>} */
  const entries = {}
  const bodies = Object.entries(files).map(([name, text]) => {
    const body = Buffer.from(text)
    entries[name] = { size: body.length, offset: String(offset) }
    offset += body.length
    return body
  })
  const json = Buffer.from(JSON.stringify({ files: entries }))
  const padded = Buffer.alloc(Math.ceil(json.length / 4) * 4)
  json.copy(padded)
  const words = Buffer.alloc(16)
  ;[4, padded.length + 8, padded.length + 4, json.length].forEach((word, i) =>
    words.writeUInt32LE(word, 4 * i),
  )
  return Buffer.concat([words, padded, ...bodies])
}
