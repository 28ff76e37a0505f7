/** What a command's end means to the shell. */
export const ExitCode = {
  fine: 0,
  /** A check failed, a file did not match, or the training broke down. */
  failed: 1,
  /** Wrong use or unreadable input. */
  usage: 2,
  diverged: 3,
  /** 128 and the number of the signal that ended it: SIGINT, as Ctrl-C sends it, and SIGTERM. */
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
