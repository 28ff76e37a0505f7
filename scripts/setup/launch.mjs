// @ts-check
// Step: start what was set up, and end with it.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { onSignal } from './signals.mjs'

const GRACE_MS = 5_000

/**
 * Runs a program that shares this terminal until it ends.
 *
 * With `ownGroup` the program and everything it starts form one process group, which gets a signal as a
 * whole: shells between npm scripts do not pass signals on. Such a program cannot read the keyboard.
 *
 * One that `endsItself` is given its time after a signal, and its exit code is returned then too.
 *
 * Where we are killed ourselves, one that `listens` is told by the end of its channel: Node's event
 * `disconnect`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, ownGroup?: boolean, endsItself?: boolean, listens?: boolean, shell?: boolean }} options
 * @returns {Promise<number>} its exit code; that of the signal when one ended us
 */
export function runToEnd(
  command,
  args,
  { ownGroup = false, endsItself = false, listens = false, ...options },
) {
  const isGroup = ownGroup && process.platform !== 'win32'
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = [isGroup ? 'ignore' : 'inherit', 'inherit', 'inherit']
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: listens ? [...stdio, 'ipc'] : stdio,
      detached: isGroup,
      ...options,
    })
    /** @type {number | null} */
    let signalled = null
    const release = onSignal((signal, code) => {
      const isFirst = signalled === null
      if (!isFirst && !endsItself) return
      signalled = code
      // A terminal has sent SIGINT to our own group already; who asks a second time is taken at their word.
      if (isGroup || !isFirst || signal !== 'SIGINT' || !process.stdin.isTTY) send(child, signal, isGroup)
      if (!endsItself) setTimeout(() => send(child, 'SIGKILL', isGroup), GRACE_MS).unref()
    })
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      const own = code ?? (signal === null ? 1 : 128 + constants.signals[signal])
      resolve(endsItself ? own : (signalled ?? own))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal @param {boolean} isGroup */
function send(child, signal, isGroup) {
  if (child.pid === undefined) return
  try {
    process.kill(isGroup ? -child.pid : child.pid, signal)
  } catch {
    // It has ended by itself in the meantime.
  }
}

/**
 * Switches that Electron needs on this machine, each with the notice that tells why.
 * @param {{ isRoot: boolean, hasGpu: boolean }} machine
 * @returns {{ flag: string, notice: string }[]}
 */
export function electronSwitches({ isRoot, hasGpu }) {
  const switches = []
  if (isRoot) {
    const notice = "running as root: Chromium's sandbox does not work for root, so it is off (--no-sandbox)"
    switches.push({ flag: '--no-sandbox', notice })
  }
  if (!hasGpu)
    switches.push({
      flag: '--disable-gpu',
      notice: 'no graphics card found: drawing on the processor (--disable-gpu)',
    })
  return switches
}

/** @returns {Parameters<typeof electronSwitches>[0]} */
export function thisMachine() {
  return { isRoot: process.platform === 'linux' && process.getuid?.() === 0, hasGpu: hasGpu() }
}

/**
 * Off Linux Chromium finds out by itself; on Linux without a device it would fall back to a slow emulation of
 * one.
 */
function hasGpu() {
  if (process.platform !== 'linux') return true
  const cards = existsSync('/dev/dri') ? readdirSync('/dev/dri') : []
  return (
    cards.some((name) => name.startsWith('render')) || existsSync('/dev/nvidia0') || existsSync('/dev/dxg')
  )
}
