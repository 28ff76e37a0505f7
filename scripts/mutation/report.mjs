// @ts-check
// docs/mutation.md: what the newest runs found, and why a mutant that survives may.

/**
 * A mutant that no test notices.
 * @typedef {object} Survivor
 * @property {string} file
 * @property {string} line The line of code that it stands in.
 * @property {string} change What it makes of what.
 * @property {string} reason Why it may survive, written by a person; empty as long as nobody has.
 */

/**
 * @typedef {object} ModuleResult
 * @property {string} name The module's folder.
 * @property {number} numMutants
 * @property {number} killed
 * @property {readonly Survivor[]} survivors
 */

/** The share of mutants that a module's tests have to kill. */
export const REQUIRED_SHARE = 0.9

/** @param {ModuleResult} result */
export const killedShare = ({ killed, numMutants }) => (numMutants === 0 ? 1 : killed / numMutants)

const INTRODUCTION = `# Planted mistakes, and the tests that notice them

\`npm run prove:mutation\` plants mistakes in the code, one at a time ([Stryker](https://stryker-mutator.io)): a comparison
turned round, a condition made constant, a block emptied. A mistake counts as killed when a test of the module fails or
does not come to its end. At least 90 % of a module's must be. \`npm run prove:mutation -- core/optim\` tries one module;
what has not changed since the last time is not tried again unless \`--force\` is given. A mutant takes about 0.4 s of one
core, one that never ends 6 s.

Left out are the kernels (\`core/kernels\`), where a mistake in one element is found by comparison with scalar references
over random shapes, and texts: names among them are checked by the compiler, the others are words of messages.

The command writes this page. The last column is written by hand, and stays as long as its mutant survives.
`

/**
 * The page for these modules.
 * @param {readonly ModuleResult[]} results
 */
export function renderReport(results) {
  const scores = [
    '| module | mutants | killed | share |',
    '|---|---|---|---|',
    ...results.map((result) =>
      row([
        result.name,
        String(result.numMutants),
        String(result.killed),
        `${(100 * killedShare(result)).toFixed(1)} %`,
      ]),
    ),
  ]
  return [INTRODUCTION, '## Scores\n', ...scores, '', '## What survives', ...results.flatMap(section)].join(
    '\n',
  )
}

/** @param {ModuleResult} result */
function section({ name, survivors }) {
  if (survivors.length === 0) return []
  const rows = survivors.map(({ file, line, change, reason }) =>
    row([file, ...[line, change].map(codeSpan), reason]),
  )
  return [
    '',
    `### ${name}`,
    '',
    '| file | line | mutant | why it may survive |',
    '|---|---|---|---|',
    ...rows,
    '',
  ]
}

/**
 * The results that a page holds.
 * @param {string} page
 * @returns {ModuleResult[]}
 */
export function parseReport(page) {
  const [summary = '', ...sections] = page.split('\n### ')
  const survivorsOf = new Map(
    sections.map((text) => {
      const rows = tableRows(text)
      const survivors = rows.map(([file = '', line = '', change = '', reason = '']) => ({
        file,
        line: plain(line),
        change: plain(change),
        reason,
      }))
      return [text.slice(0, text.indexOf('\n')), survivors]
    }),
  )
  return tableRows(summary).map(([name = '', numMutants, killed]) => ({
    name,
    numMutants: Number(numMutants),
    killed: Number(killed),
    survivors: survivorsOf.get(name) ?? [],
  }))
}

/**
 * The results on the page with the new ones in their places: reasons go over to mutants that are still the
 * same.
 * @param {readonly ModuleResult[]} known
 * @param {readonly ModuleResult[]} found
 * @param {readonly string[]} order the modules' names
 */
export function mergeResults(known, found, order) {
  return order.flatMap((name) => {
    const before = known.find((result) => result.name === name)
    const now = found.find((result) => result.name === name)
    if (!now) return before ? [before] : []
    const reasons = new Map(before?.survivors.map((survivor) => [keyOf(survivor), survivor.reason]))
    const survivors = now.survivors.map((survivor) => ({
      ...survivor,
      reason: reasons.get(keyOf(survivor)) ?? '',
    }))
    return [{ ...now, survivors }]
  })
}

/** @param {Survivor} survivor */
const keyOf = ({ file, line, change }) => [file, line, change].join('\n')

/** @param {readonly string[]} cells */
const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

/** The cells of a text's table, below its two lines of heading.
 * @param {string} text */
function tableRows(text) {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}

/** Code between as many backticks as it needs.
 * @param {string} code */
const codeSpan = (code) => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``)

/** @param {string} span */
const plain = (span) => span.replace(/^(`+) ?(.*?) ?\1$/s, '$2')
