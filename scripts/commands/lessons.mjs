// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { runToEnd } from '../setup/launch.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say } from '../setup/say.mjs'

/** @param {readonly string[]} files lessons, by default all that come along */
export function main(files) {
  return runEntry(async () => {
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const cli = join(projectRoot, 'out', 'main', 'cli.js')
    let worst = 0
    for (const file of files.length > 0 ? files : shipped()) {
      const begun = performance.now()
      const code = await runToEnd(process.execPath, [cli, 'lesson', 'check', file], { cwd: projectRoot })
      say(`${file}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
      worst = Math.max(worst, code)
    }
    return worst
  })
}

function shipped() {
  return ['lessons', join('lessons', 'gallery')].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .filter((name) => /^[^.]+\.lesson\.md$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  )
}
