/** What a run is called, as a name that every file system takes. */
export function fileName(name: string): string {
  // Printable, and none of the signs that one system or another keeps for itself.
  const harmless = name.replaceAll(/[\p{Cc}\p{Cf}\s<>:"/\\|?*]+/gu, ' ').slice(0, 80)
  return harmless.replaceAll(/^[. ]+|[. ]+$/g, '') || 'run'
}
