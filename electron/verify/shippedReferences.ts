/** The reference files that come along, in base64, each loaded when it is asked for. */
const files = import.meta.glob<string>(
  ['/core/check/reference/parity/*.safetensors', '/core/check/reference/training/*.safetensors'],
  { query: '?inline', import: 'default' },
)

const nameOf = (path: string) => path.replace('/core/check/reference/', '')
const paths = new Map(Object.keys(files).map((path) => [nameOf(path), path]))

/** Their names, such as `parity/gru_T1_B1_I1_H1_L1.safetensors`. */
export const referenceNames: readonly string[] = [...paths.keys()].sort()

/** The bytes of one of them; null where there is none of that name. */
export async function shippedReference(name: string): Promise<Uint8Array | null> {
  const path = paths.get(name)
  if (path === undefined) return null
  const url = await files[path]!()
  return new Uint8Array(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
}
