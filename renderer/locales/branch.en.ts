/** Texts of a run that begins where another one stood. */
export const branchEn = {
  branch: {
    menu: 'Branch or rewind',
    refusals: {
      idle: 'There is no run to branch from yet',
      building: 'The network is still being built',
      notKept: 'The run could not be written to disk, so none can branch from it',
    },
    here: 'Branch from here …',
    hereNote:
      'Set up another run that goes on from the weights before the first update. | Set up another run that goes on from the weights after update {n}. | Set up another run that goes on from the weights after update {n}.',
    rewind: 'Rewind',
    rewindNote:
      'Another run with the same initial weights and settings, paused before its first update. This one stays in Runs.',
    rewindBranchNote:
      'Another run from where this branch began, after update {n}, with the same settings, paused there. This one stays in Runs.',
    after: 'Branch after update {n} …',
    label: 'Branch',
    of: 'Branch from {name}',
    range: 'Any update from {min} to {max}.',
    kept: 'Checkpoint',
    notKept: 'Another update',
    rule: 'Of a run’s checkpoints the first, the best (lowest smoothed loss) and the newest are kept, and fewer of the others the older they are. The weights after any other update are recomputed to the same bits.',
    reasons: { first: 'first', best: 'best', newest: 'newest', initial: 'initial weights' },
    origin: {
      kept: 'Its checkpoint is kept: nothing is recomputed.',
      initial: 'These are the initial weights: nothing is recomputed.',
      again: '{n} update is recomputed, from {source}. | {n} updates are recomputed, from {source}.',
      fromKept: 'the checkpoint after update {n}',
      fromInitial: 'the initial weights',
      time: 'That takes about {time}.',
    },
    preparing: '{made} of {planned} update is recomputed. | {made} of {planned} updates are recomputed.',
    preparingLabel: 'Recomputing the weights at the branch',
    chartMenu: 'Update {n}',
    chartHint: 'In a chart, a right click or M branches after the update at the crosshair.',
    start: 'Start branch',
    startHint: 'Train another run from there; this one stays in Runs',
    cancel: 'Cancel',
    locked: 'Stays as in the run that it branches from.',
    free: 'Applies from the branch on.',
    lockedNote:
      'Network, data and kind of optimizer stay as in the run that it branches from: its weights belong to them. The other settings can be changed.',
    from: 'Branch of {name}, from its beginning. | Branch of {name}, after update {n}. | Branch of {name}, after update {n}.',
    gone: '{id} (removed)',
    openParent: 'Open this run',
  },
}
