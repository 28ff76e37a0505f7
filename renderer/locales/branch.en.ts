/** Texts of a run that begins where another one stood. */
export const branchEn = {
  branch: {
    menu: 'Branch or rewind',
    refusals: {
      idle: 'There is no run to branch from yet',
      building: 'The network is still being built',
      elsewhere: 'Another process trains this run',
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
    range: 'Any update from {min} to {max}; its weights are recomputed to the same bits.',
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
