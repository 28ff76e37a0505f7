/*
 * What is often found where another file is expected, each told by its first bytes.
 */

export interface MistakenKind {
  readonly name: 'lfsPointer' | 'webPage' | 'utf16' | 'zipArchive' | 'gzip'
  readonly begins: RegExp
  /** The end of the sentence `it is`. */
  readonly is: string
}

/** Bytes at the beginning that are looked at. */
const BEGINNING = 64

const KINDS: readonly MistakenKind[] = [
  {
    name: 'lfsPointer',
    begins: /^version https:\/\/git-lfs/,
    is: 'a Git LFS pointer, not the file itself: git lfs pull fetches it',
  },
  {
    name: 'webPage',
    begins: /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype|html|\?xml)/i,
    is: 'a web page, not the file itself: download it as raw',
  },
  {
    name: 'utf16',
    begins: /^(?:\u00ff\u00fe|\u00fe\u00ff|[^\0]\0|\0[^\0])/,
    is: 'text in UTF-16: save it as UTF-8',
  },
  {
    name: 'zipArchive',
    begins: /^PK\u0003\u0004/,
    is: 'a zip archive, as PyTorch writes its .pt files: unpack or convert it',
  },
  { name: 'gzip', begins: /^\u001f\u008b/, is: 'compressed by gzip: unpack it' },
]

/**
 * What a file seems to be that is not what was expected; null if unknown.
 */
export function mistakenKind(bytes: Uint8Array): MistakenKind | null {
  const beginning = String.fromCharCode(...bytes.subarray(0, BEGINNING))
  return KINDS.find(({ begins }) => begins.test(beginning)) ?? null
}
