import type { Plugin } from 'vite'

export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** From the project's folder on, with forward slashes. */
  readonly folder: string
}

export const BUNDLED_FILE: string
export function recordBundled(root: string): Plugin
export function packagesOf(
  root: string,
  files: readonly string[],
  read?: (file: string) => string,
): BundledPackage[]
