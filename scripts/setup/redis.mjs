// @ts-check
// Step: a Redis server for the tests of queues. Only where this script may install it; elsewhere they are
// skipped.
import { installPackages, isOnPath } from './libraries.mjs'
import { say } from './say.mjs'

/** Its package has the server's program, and begins no service as redis-server's own does. */
const PACKAGE = 'redis-tools'
const PROGRAMS = ['redis-server', 'valkey-server', 'redis-check-rdb']

/**
 * Makes sure that a server can be started, as root on Debian and the like. Nothing depends on it but tests.
 */
export async function ensureRedis() {
  if (PROGRAMS.some((program) => isOnPath(program))) return
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && isOnPath('apt-get')
  if (!mayInstall) return say('no redis-server here: tests with a real queue are skipped')
  try {
    await installPackages([PACKAGE], 'redis-server, for the tests of queues')
  } catch (error) {
    say(`tests with a real queue are skipped: ${error instanceof Error ? error.message : error}`)
  }
}
