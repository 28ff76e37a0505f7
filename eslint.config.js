import pluginVue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import { moduleBoundaries } from './eslint.modules.js'

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', 'test-results', 'playwright-report'] },
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  pluginVue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Prettier's business.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
    },
  },
  {
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['scripts/**', '*.config.*', '*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['scripts/**', 'electron/cli/**'], rules: { 'no-console': 'off' } },
  // AssemblyScript: decorators, which inlining needs, may only stand inside a class.
  {
    files: ['core/kernels/wasm/**'],
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      // AssemblyScript names the type that an indirect call returns.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // It has no `import type`.
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  // Other tests share their modules: see `vitest.config.ts`.
  {
    files: ['**/*.test.ts', '**/*.test.mjs'],
    ignores: ['**/*.mocked.test.*'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['mock', 'doMock', 'resetModules'].map((property) => ({
          object: 'vi',
          property,
          message: 'A test that replaces a module is named *.mocked.test.*',
        })),
      ],
    },
  },
  moduleBoundaries,
)
