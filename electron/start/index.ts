import { app } from 'electron'

/*
 * Where the app starts: the window, or with the switch below the command line, in the same engine and without
 * a display. Fuses forbid that the engine of a package runs as Node (`runAsNode`), so the command line runs
 * in the main process, after the engine's own start.
 */

/** What `bin/unroll` passes; the command line's own arguments stand behind `--`. */
const COMMAND_LINE = 'unroll-command-line'

if (app.commandLine.hasSwitch(COMMAND_LINE)) {
  const [program = '', ...switches] = process.argv
  const ownArgs = switches.slice(switches.indexOf('--') + 1)
  process.argv = [program, COMMAND_LINE, ...ownArgs]
  // The engine puts up its handlers of signals at its start; those of the command line come after them.
  void app.whenReady().then(async () => {
    await import('../cli/index')
    app.exit(Number(process.exitCode ?? 0))
  })
} else await import('../main/index')
