// @ts-check
// Packages for Windows, macOS and Linux arm64, by electron-builder on a machine of that system. It takes the
// same product and fuses as `npm run package` on Linux x64. UNTRIED: no such machine was at hand.
import { fusesOf } from './scripts/package/fuses.mjs'
import { chromiumLocales, product } from './scripts/package/product.mjs'

const fuses = fusesOf(process.env.UNROLL_FLAVOUR === 'test' ? 'test' : 'release', process.platform)

/** @type {import('electron-builder').Configuration} */
export default {
  appId: product.appId,
  productName: product.name,
  copyright: 'MIT',
  directories: { output: 'dist', buildResources: 'dist/icons' },
  files: ['out/**', '!out/**/bundled.json', '!**/*.map', 'lessons/**', 'LICENSE', 'package.json'],
  asar: true,
  electronLanguages: chromiumLocales,
  artifactName: `${product.id}-\${version}-\${os}-\${arch}.\${ext}`,
  electronFuses: {
    runAsNode: fuses.runAsNode,
    enableCookieEncryption: fuses.cookieEncryption,
    enableNodeOptionsEnvironmentVariable: fuses.nodeOptions,
    enableNodeCliInspectArguments: fuses.nodeCliInspect,
    enableEmbeddedAsarIntegrityValidation: fuses.asarIntegrity,
    onlyLoadAppFromAsar: fuses.onlyLoadAppFromAsar,
    loadBrowserProcessSpecificV8Snapshot: fuses.browserSnapshot,
    grantFileProtocolExtraPrivileges: fuses.grantFileProtocol,
  },
  win: { target: ['nsis', 'zip'], icon: 'icon.png' },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'icon.png',
    category: 'public.app-category.education',
    hardenedRuntime: true,
    gatekeeperAssess: false,
  },
  linux: { target: ['deb', 'tar.gz'], icon: '.', category: 'Science', maintainer: product.maintainer },
  publish: null,
}
