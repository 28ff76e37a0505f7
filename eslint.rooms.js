/*
 * The house's rooms and the arrows between them. A room may import what stands beside its name and nothing
 * else; the message of a broken rule says so. The compiler proves the other half: every room has its own
 * tsconfig with only its own globals.
 */

/** Top-level rooms: which other rooms and which packages each may import. */
const ROOMS = {
  core: { rooms: [], packages: ['zod'] },
  'electron/worker': { rooms: ['core'], packages: ['node:*', './*?nodeWorker'] },
  'electron/main': { rooms: ['core', 'electron/worker'], packages: ['node:*', 'electron'] },
  'electron/preload': { rooms: ['core/contract/channels'], packages: ['electron'] },
  'electron/cli': { rooms: ['core', 'electron/worker'], packages: ['node:*'] },
  renderer: {
    rooms: ['core/contract', 'core/math', 'core/tasks', 'core/trace', 'core/train/diagnostics'],
    packages: [
      'vue',
      'pinia',
      'vue-i18n',
      'chart.js',
      'chartjs-plugin-*',
      'katex',
      'reka-ui',
      '@fontsource-variable/*',
    ],
  },
  e2e: { rooms: ['core/contract'], packages: ['node:*', '@playwright/test', '@axe-core/playwright'] },
}

/** Inside core: which of its folders each folder may import. */
const CORE = {
  math: [],
  contract: [],
  cells: ['math', 'contract'],
  nn: ['cells', 'math', 'contract'],
  optim: ['nn', 'math', 'contract'],
  tasks: ['math', 'contract'],
  train: ['tasks', 'optim', 'nn', 'cells', 'math', 'contract'],
  formats: ['math', 'contract'],
  check: ['train', 'formats', 'optim', 'nn', 'cells', 'math', 'contract'],
  homework: ['math'],
  trace: ['homework', 'nn', 'cells', 'math', 'contract'],
}

const escape = (text) => text.replace(/[.+^$()|[\]{}\\]/g, '\\$&')

/** A regular expression for the import paths that leave `room` for anything but the allowed places. */
function forbidden(room, rooms, packages) {
  const depthFree = '(?:\\.\\./)+'
  const own = `(?:\\./|${depthFree}(?!(?:\\.\\.|core|electron|renderer|e2e|main|preload|worker|cli)(?:/|$)))`
  const others = rooms.map(
    (name) => `${depthFree}(?:${escape(name)}|${escape(name.replace(/^electron\//, ''))})(?:/|$)`,
  )
  const npm = packages.map((name) => `${escape(name).replaceAll('*', '.*')}(?:/|$)`)
  return `^(?!${[own, ...others, ...npm].join('|')})`
}

const restrict = (regex, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex, message }] }],
})

export const roomArrows = Object.entries(ROOMS).map(([room, { rooms, packages }]) => ({
  files: [`${room}/**/*.{ts,vue}`],
  ignores: ['**/*.test.ts', 'core/**'],
  rules: restrict(
    forbidden(room, rooms, packages),
    `${room} may import itself, ${[...rooms, ...packages].join(', ')} and nothing else.`,
  ),
}))

/** Names behind `../` that lead out of a folder of core: its neighbours and the other rooms. */
const OUTSIDE = [
  ...Object.keys(CORE),
  'core',
  'electron',
  'renderer',
  'e2e',
  'main',
  'preload',
  'worker',
  'cli',
]

export const coreArrows = Object.entries(CORE).map(([folder, allowed]) => ({
  files: [`core/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: restrict(
    folder === 'contract'
      ? '^(?!\\./|(?:\\.\\./)+contract/|zod$)'
      : `^(?!\\./|(?:\\.\\./)+(?!\\.\\.)(?:(?:${[folder, ...allowed].join('|')})/|(?!(?:${OUTSIDE.join('|')})(?:/|$))))`,
    `core/${folder} may import itself${allowed.map((name) => `, core/${name}`).join('')} and nothing else.`,
  ),
}))
