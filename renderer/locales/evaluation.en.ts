/** Texts of the evaluation on held-out sequences. */
export const evaluationEn = {
  evaluation: {
    title: 'Evaluation',
    unit: {
      loss: 'loss in {unit} with the weights after an update, on whole sets',
      accuracy: 'share of right answers with the weights after an update',
      legal: 'share of answers that can follow, with the weights after an update',
    },
    axis: { loss: 'loss', accuracy: 'accuracy' },
    what: 'What is shown',
    loss: 'Loss',
    accuracy: 'Accuracy',
    sets: {
      training: 'newest batch',
      validation: 'held out, T = {n}',
      test: 'T = {n}',
    },
    baseline: 'baseline',
    waiting: 'The first evaluation comes after {n} update. | The first evaluation comes after {n} updates.',
    off: 'There is no evaluation: the number of held-out sequences is 0.',
    none: 'Nothing was evaluated in this run.',
    summary:
      'After update {update} the loss is {training} on the newest batch and {validation} on held-out sequences: {gap}',
    gap: {
      none: 'no gap. What was learned from batches holds for the held-out sequences too.',
      above: 'a gap of {gap}. Part of what was learned holds for the batches alone.',
      fresh: 'higher by {gap}. Every batch is drawn anew, so this is chance and what the newest step did.',
      below: 'lower by {gap}, as batches differ.',
    },
    rule: {
      notYet: 'The rule is not learned at length {n}.',
      alone: 'No other length was tested.',
      all: 'The rule holds at every length tested, up to {n}.',
      until:
        'It holds up to length {n}, not at {longer}: the loss there is {loss}, the trivial answer’s {baseline}.',
    },
    lengths: {
      title: 'By length',
      unit: 'one row a set of sequences',
      summary: 'Measured after update {update}.',
      columns: {
        set: 'sequences',
        count: 'how many',
        loss: 'loss',
        rmse: 'RMSE, data’s unit',
        baseline: 'baseline',
        floor: 'floor',
      },
      right: { classes: 'right', legal: 'can follow' },
      focus: { closing: 'closing brackets', outer: 'last symbol but one' },
    },
    positions: {
      title: 'By position',
      unit: {
        accuracy: 'share of right answers at each step',
        legal: 'share of answers that can follow at each step',
        loss: 'mean loss at each step',
      },
      plot: 'By position in the sequence',
      summary: 'Each line ends with its sequences. Steps that are not asked for are left out.',
      mean: 'Of the longest, a point is the mean over a few steps.',
    },
    answers: {
      title: 'Answers',
      summary:
        'Any symbol that can follow is a right answer. The most frequent one other than the target: {answer} for {target}, {n} of {total} times.',
      clean: 'Every answer was the target.',
    },
    confusion: {
      title: 'Confusions',
      unit: 'a row each target, a column each answer: how often, on held-out sequences of length {n}',
      summary: 'The most frequent confusion: {answer} for {target}, {n} of {total} times.',
      clean: 'Every answer was the target.',
      target: 'target',
      cell: '{target} answered as {answer}: {n}',
    },
  },
}
