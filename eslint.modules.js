import boundaries from 'eslint-plugin-boundaries'

/*
 * The modules and the dependencies between them. A module may import itself, the modules and the packages
 * that stand beside its name, and nothing else, in whatever form the import is written. The compiler proves
 * the other half: every process has its own tsconfig with only its own globals.
 */

/**
 * Inside `core`: no module imports a package but zod, which only the schemas use, and a JSON reader that knows
 * lines.
 */
const CORE = {
  text: [],
  data: [],
  fields: ['text'],
  math: [],
  kinds: ['math'],
  tasks: ['kinds', 'math', 'fields', 'data', 'text'],
  experiment: ['tasks', 'kinds', 'fields', 'data', 'text'],
  sweep: ['experiment', 'tasks', 'kinds', 'fields', 'math', 'text'],
  taskFile: ['contract', 'experiment', 'formats', 'tasks', 'data', 'text'],
  glossary: [],
  lessons: ['glossary', 'contract', 'formats', 'experiment', 'tasks', 'kinds', 'fields', 'math', 'text'],
  contract: ['sweep', 'experiment', 'data', 'kinds', 'fields'],
  kernels: ['math'],
  cells: ['kernels', 'math', 'experiment', 'kinds'],
  nn: ['cells', 'kernels', 'math', 'experiment', 'kinds'],
  losses: ['kernels', 'math', 'kinds'],
  optim: ['nn', 'kernels', 'math', 'experiment'],
  train: [
    'tasks',
    'data',
    'optim',
    'losses',
    'nn',
    'cells',
    'kernels',
    'math',
    'formats',
    'text',
    'contract',
    'experiment',
    'kinds',
  ],
  evaluation: ['train', 'tasks', 'losses', 'nn', 'kernels', 'math', 'contract', 'experiment', 'kinds'],
  diagnostics: ['train', 'nn', 'cells', 'kernels', 'math', 'contract', 'experiment', 'kinds'],
  replay: ['train', 'optim', 'nn', 'cells', 'kernels', 'math', 'contract', 'experiment', 'kinds'],
  formats: ['contract', 'experiment', 'kinds', 'math', 'text'],
  check: [
    'homework',
    'contract',
    'replay',
    'train',
    'formats',
    'text',
    'optim',
    'losses',
    'nn',
    'cells',
    'kernels',
    'math',
    'experiment',
    'kinds',
  ],
  homework: ['contract', 'math'],
  explain: ['homework', 'math', 'contract', 'experiment', 'kinds'],
}
const CORE_PACKAGES = {
  experiment: ['zod'],
  contract: ['zod'],
  formats: ['@humanwhocodes/momoa'],
}

const allOfCore = Object.keys(CORE).map((name) => `core/${name}`)

/**
 * What the window knows of `core`: messages, the experiment, pure maths and explanations; none of them
 * reaches a kernel.
 */
const PURE = [
  'core/contract',
  'core/data',
  'core/experiment',
  'core/fields',
  'core/kinds',
  'core/math',
  'core/sweep',
  'core/glossary',
  'core/tasks',
  'core/text',
  'core/explain',
]

const ELECTRON = {
  worker: {
    modules: [
      'core/replay',
      'core/diagnostics',
      'core/evaluation',
      'core/train',
      'core/kernels',
      'core/math',
      'core/experiment',
      'core/data',
      'core/contract',
    ],
    packages: [],
  },
  data: { modules: allOfCore, packages: ['papaparse'] },
  runs: { modules: ['electron/worker', ...allOfCore], packages: [] },
  store: {
    modules: ['electron/data', 'electron/runs', 'electron/worker', ...allOfCore],
    packages: ['apache-arrow', 'flatbuffers'],
  },
  exchange: {
    modules: ['electron/store', 'electron/data', 'electron/runs', 'electron/worker', ...allOfCore],
    packages: [
      ...['hyparquet-writer', 'protobufjs', 'yauzl', 'yazl', '@resvg/resvg-wasm'],
      ...['@fontsource/inter', '@fontsource/noto-sans-math', '@fontsource/noto-sans-sc'],
    ],
  },
  sweep: {
    modules: ['electron/store', 'electron/data', 'electron/runs', 'electron/worker', ...allOfCore],
    packages: [],
  },
  queue: {
    modules: [
      'electron/exchange',
      'electron/sweep',
      'electron/store',
      'electron/data',
      'electron/runs',
      'electron/worker',
      ...allOfCore,
    ],
    packages: ['bullmq', 'ioredis'],
  },
  lessons: { modules: ['electron/store', 'electron/runs', 'electron/worker', ...allOfCore], packages: [] },
  verify: { modules: ['electron/worker', ...allOfCore], packages: [] },
  main: {
    modules: [
      'electron/exchange',
      'electron/verify',
      'electron/lessons',
      'electron/queue',
      'electron/sweep',
      'electron/store',
      'electron/data',
      'electron/runs',
      'electron/worker',
      ...allOfCore,
    ],
    packages: ['electron'],
  },
  /** Where the built app begins: it leads to one of the two and knows nothing itself. */
  start: { modules: ['electron/main', 'electron/cli'], packages: ['electron'] },
  cli: {
    modules: [
      'electron/exchange',
      'electron/verify',
      'electron/queue',
      'electron/sweep',
      'electron/lessons',
      'electron/store',
      'electron/data',
      'electron/runs',
      'electron/worker',
      ...allOfCore,
    ],
    packages: [],
  },
}

/**
 * Inside the charts, lowest first. What is computed (scales, data, colours), what paints heatmaps and lines,
 * the components and composables of one plot, and figures: a plot with its name, tools, legend and table.
 */
const CHARTS = {
  scales: { modules: [], packages: [] },
  data: { modules: [], packages: [] },
  color: { modules: [], packages: [] },
  heat: { modules: ['scales', 'color'], packages: [] },
  lines: {
    modules: ['scales', 'data', 'color'],
    packages: ['vue', 'chart.js', 'chartjs-plugin-annotation'],
  },
  plot: {
    modules: ['scales', 'data', 'color', 'heat', 'lines', 'ui', 'locales'],
    packages: ['vue', 'vue-i18n'],
  },
  figure: {
    modules: ['scales', 'data', 'color', 'lines', 'plot', 'ui', 'locales'],
    packages: ['vue', 'vue-i18n'],
  },
}
const chartModule = (name) => (name in CHARTS ? `charts/${name}` : name)
const charts = Object.keys(CHARTS).map(chartModule)

/** Layers of the window, lowest first: each may import those above its line in this table. */
const RENDERER = {
  locales: { modules: [], packages: ['vue-i18n'] },
  styles: { modules: [], packages: ['@fontsource-variable/*'] },
  ui: { modules: ['locales'], packages: ['vue', 'vue-i18n', 'katex', 'reka-ui'] },
  ...Object.fromEntries(
    Object.entries(CHARTS).map(([name, { modules, packages }]) => [
      chartModule(name),
      { modules: modules.map(chartModule), packages },
    ]),
  ),
  client: { modules: [], packages: ['vue'] },
  stores: { modules: ['client', 'charts/data', 'charts/heat', 'ui', 'locales'], packages: ['vue', 'pinia'] },
  'features/diagnostics': {
    modules: ['stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  'features/lab': {
    modules: ['features/diagnostics', 'stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  'features/microscope': {
    modules: ['stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  'features/runs': {
    modules: ['features/diagnostics', 'stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  'features/lessons': {
    modules: ['features/lab', 'features/diagnostics', 'stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui', 'marked'],
  },
  'features/presentation': {
    modules: [
      'features/lessons',
      'features/lab',
      'features/diagnostics',
      'stores',
      ...charts,
      'ui',
      'locales',
    ],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  'features/verify': {
    modules: ['stores', ...charts, 'ui', 'locales'],
    packages: ['vue', 'vue-i18n', 'reka-ui'],
  },
  app: {
    modules: [
      'features/presentation',
      'features/lessons',
      'features/verify',
      'features/lab',
      'features/runs',
      'features/microscope',
      'features/diagnostics',
      'stores',
      'client',
      ...charts,
      'ui',
      'locales',
      'styles',
    ],
    packages: ['vue', 'vue-i18n', 'pinia', 'reka-ui'],
  },
}

const entries = (table, folder, toModule) =>
  Object.entries(table).map(([name, value]) => ({ name: `${folder}/${name}`, ...toModule(value, name) }))

/** Every module: its folder, and what it may import besides itself. */
export const modules = [
  ...entries(CORE, 'core', (allowed, name) => ({
    modules: allowed.map((other) => `core/${other}`),
    packages: CORE_PACKAGES[name] ?? [],
  })),
  ...entries(ELECTRON, 'electron', ({ modules, packages }) => ({ modules, packages, hasNode: true })),
  { name: 'electron/preload', modules: ['core/contract'], packages: ['electron'] },
  ...entries(RENDERER, 'renderer', ({ modules, packages }) => ({
    modules: [...modules.map((other) => `renderer/${other}`), ...PURE],
    packages,
  })),
  {
    name: 'e2e',
    modules: ['core/contract', 'core/experiment'],
    packages: ['@playwright/test', '@axe-core/playwright'],
    hasNode: true,
  },
]

/**
 * Refuses a module everything, in words, then allows what the table says: the last policy that matches wins.
 */
function policiesOf({ name, modules: others, packages, hasNode }) {
  const from = { element: { type: name } }
  const allowed = [name, ...others, ...packages, ...(hasNode ? ['node:*'] : [])].join(', ')
  return [
    { from, disallow: { to: { module: { origin: '*' } } }, message: `${name} may import ${allowed}` },
    { from, allow: { to: { element: { types: { anyOf: [name, ...others] } } } } },
    ...(packages.length > 0
      ? [{ from, allow: { to: { module: { origin: 'external', source: packages } } } }]
      : []),
    ...(hasNode ? [{ from, allow: { to: { module: { origin: 'core' } } } }] : []),
  ]
}

export const moduleBoundaries = {
  files: ['core/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,vue}', 'e2e/**/*.ts'],
  // Tests may reach across modules: they join what the code keeps apart.
  ignores: ['**/*.test.ts', '**/*.testing.ts', 'renderer/testing/**'],
  plugins: { boundaries },
  settings: {
    'boundaries/elements': modules.map(({ name }) => ({ type: name, pattern: name })),
    'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
    'boundaries/legacy-templates': false,
    'import/resolver': { './eslint.resolver.cjs': { extensions: ['.ts', '.vue', '.mjs', '.js', '.d.ts'] } },
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        checkAllOrigins: true,
        checkUnknownLocals: true,
        checkInternals: true,
        policies: modules.flatMap(policiesOf),
      },
    ],
    'boundaries/no-unknown-files': 'error',
  },
}
