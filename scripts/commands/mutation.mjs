// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutatedModules } from '../mutation/modules.mjs'
import { killedShare, mergeResults, parseReport, renderReport, REQUIRED_SHARE } from '../mutation/report.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

const names = mutatedModules.map(({ name }) => name)

/** @param {readonly string[]} args modules, all unless any is named; --concurrency N, --force */
export function main(args) {
  return runEntry(async () => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { concurrency: { type: 'string', default: '1' }, force: { type: 'boolean', default: false } },
    })
    const unknown = positionals.find((name) => !names.includes(name))
    if (unknown) throw new SetupError(`${unknown} is not among the modules: ${names.join(', ')}`)
    await ensurePackages(projectRoot)
    const { tryMutants } = await import('../mutation/run.mjs')
    const page = join(projectRoot, 'docs', 'mutation.md')
    let isEnough = true
    for (const mutated of mutatedModules) {
      const isMeant = positionals.length === 0 || positionals.includes(mutated.name)
      if (!isMeant || !existsSync(join(projectRoot, mutated.name))) continue
      say(`trying the mutants of ${mutated.name}`)
      const started = performance.now()
      const result = await tryMutants(projectRoot, mutated, {
        concurrency: Number(values.concurrency),
        force: values.force,
      })
      const share = killedShare(result)
      const seconds = (performance.now() - started) / 1000
      say(
        `${mutated.name}: ${result.killed} of ${result.numMutants} killed, ${(100 * share).toFixed(1)} %, ` +
          `in ${seconds.toFixed(0)} s`,
      )
      isEnough &&= share >= REQUIRED_SHARE
      const known = existsSync(page) ? parseReport(readFileSync(page, 'utf8')) : []
      writeFileSync(page, renderReport(mergeResults(known, [result], names)))
    }
    return isEnough ? 0 : 1
  })
}
