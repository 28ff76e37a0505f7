// @ts-check
import { buildNow } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry } from '../setup/say.mjs'

export function main() {
  return runEntry(async () => {
    await ensurePackages(projectRoot)
    await buildNow(projectRoot)
    return 0
  })
}
