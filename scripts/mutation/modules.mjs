// @ts-check
// The modules whose tests have to notice a planted mistake.

/**
 * @typedef {object} MutatedModule
 * @property {string} name The module's folder.
 * @property {readonly string[]} tests The tests that have to notice it, as globs.
 * @property {readonly string[]} excluded Those of them that are left out: they train for seconds, or run the code in
 *   a thread of its own, where a mutant cannot be switched on.
 */

/**
 * @param {string} name
 * @param {{ also?: readonly string[], excluded?: readonly string[] }} [options]
 * @returns {MutatedModule}
 */
const module = (name, { also = [], excluded = [] } = {}) => ({
  name,
  tests: [name, ...also].map((folder) => `${folder}/**/*.test.ts`),
  excluded,
})

/** @type {readonly MutatedModule[]} */
export const mutatedModules = [
  module('core/cells', { also: ['core/check'] }),
  module('core/nn', { also: ['core/check'] }),
  module('core/losses', { also: ['core/check'] }),
  module('core/optim'),
  module('core/train', { excluded: ['core/train/learning.test.ts'] }),
  module('core/tasks'),
  module('core/diagnostics'),
  module('electron/runs', { excluded: ['electron/runs/thread.test.ts'] }),
  module('electron/worker'),
  module('renderer/charts'),
]
