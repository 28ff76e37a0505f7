import type { CellName } from '../../core/kinds/cells'
import type { LossName } from '../../core/kinds/losses'
import type { TaskName } from '../../core/tasks/registry'

/** A sentence for each thing to know of a task. */
type TaskFacts = Record<'input' | 'target' | 'memory' | 'trivial' | 'teaches', string>

/** Words of the tasks, cells and losses: a new one gets its words here, and in the other language. */
export const entriesEn = {
  tasks: {
    adding: 'Adding',
    copy: 'Copy memory',
    echo: 'Delayed echo',
    parity: 'Running parity',
    parityEnd: 'Parity at the end',
    order: 'Temporal order',
    sine: 'Sine forecast',
    digitSum: 'Digit sum',
    recall: 'Key-value recall',
    noisyEcho: 'Noisy echo',
    phaseJump: 'Phase jump',
    mackeyGlass: 'Mackey-Glass',
    reber: 'Reber grammar',
    embeddedReber: 'Embedded Reber',
    dyck: 'Brackets (Dyck)',
    anbn: 'Counting aⁿbⁿ',
    text: 'Text',
    series: 'Your series',
    custom: 'Your task',
  } satisfies Record<TaskName, string>,
  /**
   * What goes in, what must come out, what must be remembered, the answer that needs no learning, and what is
   * to be seen.
   */
  taskFacts: {
    adding: {
      input: 'Random numbers from 0 to 1. Two of them are marked, one in each half.',
      target: 'After the last step, the sum of the two marked numbers.',
      memory: 'The marked numbers, and nothing else, up to the end.',
      trivial: 'Always 1, the mean of all sums.',
      teaches:
        'How long a state keeps two numbers. Gates keep them over hundreds of steps; a simple RNN loses them after some twenty.',
    },
    copy: {
      input: 'A few random symbols, then blanks (·), then a signal to start (▸).',
      target: 'Blanks up to the signal, then the symbols in their order.',
      memory: 'All the symbols and their order, across the delay.',
      trivial: 'Blanks where they belong, then all symbols equally likely.',
      teaches:
        'That a sequence is harder to keep than a number: with a long delay even an LSTM stays at the baseline for long.',
    },
    echo: {
      input: 'A random symbol at every step.',
      target: 'At every step, the symbol from a fixed number of steps before: the delay.',
      memory: 'The latest symbols in their order, as many as the delay has steps.',
      trivial: 'All symbols equally likely.',
      teaches:
        'That a state can be a delay line. The residual cell adds up and never forgets, and fails at longer delays.',
    },
    parity: {
      input: 'A random bit at every step.',
      target: 'At every step, whether the number of ones so far is even (0) or odd (1).',
      memory: 'Every bit counts, but one bit is enough to remember: the parity so far.',
      trivial: 'Even and odd equally likely.',
      teaches:
        'That answers on the way make a long task a row of short ones. The loss stands still at first, then falls at once.',
    },
    parityEnd: {
      input: 'A random bit at every step.',
      target: 'Only after the last step, whether the number of ones is even (0) or odd (1).',
      memory: 'The parity so far. It is never asked for on the way, so training gets no hint of it.',
      trivial: 'Even and odd equally likely.',
      teaches:
        'That a network can represent what it does not learn: no cell gets anywhere at ten steps, since no single bit tells anything.',
    },
    order: {
      input: 'Random letters a to d between B (begin) and E (end), and among them a few marks, X or Y.',
      target: 'After the last step, the marks in the order in which they came.',
      memory: 'The marks and their order; the other letters say nothing.',
      trivial: 'All orders equally likely.',
      teaches:
        'That order can be kept across distractions. Every cell learns it; the residual cell takes several times as long.',
    },
    sine: {
      input: 'A sine wave of random period and phase, one value a step.',
      target: 'At every step, the next value.',
      memory: 'The last few values: they tell the period and the phase.',
      trivial: 'The next value equals this one.',
      teaches:
        'Forecasting from a few values in a row. The residual cell drifts, since it can only add to its state.',
    },
    digitSum: {
      input: 'Zeros, and among them two digits from 0 to 9, at random steps or at the first two.',
      target: 'After the last step, the sum of the two digits: one of 19 classes, 0 to 18.',
      memory: 'The first digit until the second comes, then their sum up to the end.',
      trivial: 'Every sum as often as it occurs: 9 most often, 0 and 18 hardly ever.',
      teaches:
        'The textbook’s test of long-range dependencies: as the sequence grows from 10 to 35 steps, a simple RNN fails and gates do not.',
    },
    recall: {
      input: 'Pairs of a key (a letter) and a value (a digit), then a question mark and one of the keys.',
      target: 'After the last step, the value that came with this key.',
      memory: 'All pairs, since any of them may be asked for.',
      trivial: 'All values equally likely.',
      teaches:
        'That a state is a poor dictionary: networks first learn which values occurred and stay there for long, and few learn many pairs.',
    },
    noisyEcho: {
      input: 'A random number from −1 to 1 at every step, with noise added to it.',
      target: 'At every step, the number from a fixed number of steps before, without its noise.',
      memory: 'The latest numbers in their order, as many as the delay has steps.',
      trivial: 'Always 0, the mean.',
      teaches:
        'Memory for values, which fade where symbols can be held firmly. The noise leaves a loss that no network goes below.',
    },
    phaseJump: {
      input: 'A sine wave of random period, which somewhere in the middle goes on with another phase.',
      target: 'At every step, the next value.',
      memory: 'The last few values; after the jump the earlier ones no longer help.',
      trivial: 'The next value equals this one.',
      teaches:
        'Forgetting: how many steps a network takes to trust the new phase. No network can foresee the jump itself, which leaves most of the loss.',
    },
    mackeyGlass: {
      input: 'A stretch of the chaotic Mackey-Glass series (τ = 17), one value a step.',
      target: 'At every step, the value some steps ahead: the horizon.',
      memory: 'The course of the last 17 steps: the series depends on itself so far back.',
      trivial: 'The value stays as it is, or where that is worse, the mean of the series.',
      teaches:
        'How far chaos can be foreseen: 1 step is easy, 6 take some learning, and at 84 most of a small network’s forecast is gone.',
    },
    reber: {
      input:
        'Strings of the Reber grammar, one after the other, such as BTXSE. A small automaton draws them.',
      target: 'At every step, the next symbol. At most places two can follow, each as often as the other.',
      memory: 'The two latest symbols: they tell where the automaton is.',
      trivial: 'Every symbol as often as it occurs.',
      teaches:
        'That a state can be an automaton. Every cell soon predicts symbols that can follow; which of two comes is chance, the floor.',
    },
    embeddedReber: {
      input: 'Strings such as BPBTXSEPE: a T or P, a whole Reber string, and the same T or P again.',
      target: 'At every step, the next symbol.',
      memory: 'The outer T or P, across the inner string.',
      trivial: 'The grammar in full, but T and P equally likely where the outer symbol comes again.',
      teaches:
        'One symbol that matters much later among many that matter at once: the grammar is learned first, the link across the string late or never.',
    },
    dyck: {
      input: 'Brackets that are opened and closed at random, nested no deeper than set.',
      target: 'At every step, the next bracket.',
      memory: 'Every bracket that is open, in its order: a stack. With one kind, their number.',
      trivial: 'Every bracket as often as it occurs.',
      teaches:
        'One kind needs a counter, two need a stack, and the deeper it is the worse a network keeps it.',
    },
    anbn: {
      input: 'Some letters a, then as many b, again and again. How many is drawn for each string.',
      target: 'At every step, the next letter.',
      memory: 'How many a there were, less the b so far.',
      trivial: 'Both letters as often as they occur.',
      teaches:
        'Counting: how many a come is chance, how many b is not. Cells with gates soon learn it for the n they see; whether they count or know these by heart, longer ones tell.',
    },
    text: {
      input: 'A text, one character a step: one that comes with the program, or your own.',
      target: 'At every step, the next character.',
      memory: 'As much of what was read as helps to guess on: letters of the word, words of the sentence.',
      trivial: 'Each character as often as it occurs in the text.',
      teaches:
        'A language model: first counts, then pairs, then words. On a short text it ends by learning the page by heart, which the held-out end shows.',
    },
    series: {
      input:
        'Columns of a table, one row a step: your own, or the guests of an invented café that come along.',
      target: 'At every step, the value of the target some rows later: the horizon.',
      memory: 'The last rows; with a season, those of the season before.',
      trivial: 'The value stays as it is, or where that is worse, the mean of what is trained on.',
      teaches:
        'An honest forecast: columns are scaled by the part that is trained on alone, the end is held out, and simple guesses are hard to beat.',
    },
    custom: {
      input:
        'Symbols or rows of numbers as a file of your own says; along comes a binary number, read from its first digit on.',
      target: 'At each step or after the last: the next step, or an answer. Here, the remainder by 3 so far.',
      memory: 'What the rule needs: of a grammar, the state that it is in.',
      trivial: 'Each answer as often as it occurs, or the mean of each column, computed exactly.',
      teaches:
        'What you want it to: a regular grammar with probabilities, an automaton with answers, or a list of sequences, in one file to share.',
    },
  } satisfies Record<TaskName, TaskFacts>,
  /** By the names that tasks give their settings. */
  taskSettings: {
    seqLen: {
      label: 'Sequence length',
      help: 'Time steps in one sequence. Longer means a longer way back for the gradient.',
      empty: 'as the file says',
    },
    length: { label: 'Symbols to copy', help: 'How many symbols have to be remembered and written down.' },
    delay: { label: 'Delay', help: 'Steps between seeing an input and having to output it.' },
    alphabet: { label: 'Alphabet', help: 'How many different symbols there are.' },
    marks: { label: 'Marks', help: 'How many marks, X or Y, whose order is asked for at the end.' },
    minPeriod: {
      label: 'Shortest period',
      help: 'Shortest period of a sine whose next value is asked for, in time steps.',
    },
    maxPeriod: { label: 'Longest period', help: 'Longest period of a sine, in time steps.' },
    places: {
      label: 'Digit places',
      help: 'Whether the two digits stand at random steps or, as in the textbook, at the first two.',
    },
    pairs: { label: 'Pairs', help: 'How many keys with their values are shown. All of them must be kept.' },
    keys: { label: 'Keys', help: 'How many different keys there are, at least as many as pairs.' },
    values: { label: 'Values', help: 'How many different values there are. More make guessing harder.' },
    noise: {
      label: 'Noise',
      help: 'The largest number added to or taken from an input. At 0 the echo can be exact.',
    },
    horizon: {
      label: 'Horizon',
      help: 'How many steps ahead the forecast is for. For Mackey-Glass, 1, 6 and 84 are those of the literature.',
    },
    lossEvery: {
      label: 'Loss every',
      help: 'How dense the answers are: 1 asks at each step, 2 at every second, counted back from the last; the sequence length or more asks at the end alone.',
    },
    kinds: { label: 'Kinds', help: 'How many kinds of brackets: one needs a counter, two a stack.' },
    depth: { label: 'Depth', help: 'How many brackets can be open at once.' },
    source: {
      label: 'Source',
      help: 'What is read: something that comes with the program, or your own file.',
    },
    target: {
      label: 'Target',
      help: 'The column to forecast; several with commas between them. A name that has a comma stands in quotes.',
      empty: 'the first column of the table that comes along; of your own none',
    },
    inputs: {
      label: 'Inputs',
      help: 'The columns that the network reads, with commas between them.',
      empty: 'the target itself',
    },
    stride: { label: 'Stride', help: 'Rows between the beginnings of two windows.' },
    season: {
      label: 'Season',
      help: 'Rows after which the series repeats itself, such as 7 for days: a further guess to beat.',
      empty: 'none',
    },
    missing: {
      label: 'Empty cells',
      help: 'What becomes of empty cells in the chosen columns: refused, the value before, a straight line between neighbors, or the row is left out.',
    },
    separator: { label: 'Separator', help: 'What stands between the cells of a line.' },
    decimal: { label: 'Decimal sign', help: 'Whether numbers are written 0.5 or 0,5.' },
    header: { label: 'Header', help: 'Whether the first line names the columns.' },
    encoding: { label: 'Encoding', help: 'How the bytes of the file are to be read.' },
    file: {
      label: 'File',
      help: 'Your own file. It is copied into the run, so that the run can be repeated whatever becomes of the file.',
      empty: 'none',
    },
    data: { label: 'SHA-256', help: 'What identifies the bytes of the file.', empty: 'none' },
    minFreq: {
      label: 'Rare below',
      help: 'Characters that occur less often than this are read as one, □. At 1 all are kept.',
    },
    state: {
      label: 'State',
      help: 'Carried: each batch goes on in the text, and with the state, where the last one ended. Reset: sequences begin anywhere, from a zero state.',
    },
    validation: {
      label: 'Held out',
      help: 'Share of the data, at their end, that is not trained on: to see what was learned and what was only memorized.',
    },
    minCount: { label: 'Fewest a', help: 'The least number of a in a string.' },
    maxCount: { label: 'Most a', help: 'The greatest number of a in a string.' },
  },
  /** The words of their choices. */
  taskOptions: {
    places: { anywhere: 'Anywhere', first: 'First two steps' },
    source: {
      english: 'English (comes along)',
      chinese: 'Chinese (comes along)',
      example: 'Café (comes along)',
      remainder: 'Remainder by 3 (comes along)',
      file: 'Your own',
    },
    missing: {
      refuse: 'Refuse',
      previous: 'Value before',
      interpolate: 'Straight line',
      drop: 'Leave row out',
    },
    separator: { auto: 'Detect', comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab', bar: 'Vertical bar' },
    decimal: { auto: 'Detect', point: 'Point, 0.5', comma: 'Comma, 0,5' },
    header: { auto: 'Detect', yes: 'First line', no: 'None' },
    encoding: { auto: 'Detect', 'utf-8': 'UTF-8', gb18030: 'GB18030', 'windows-1252': 'Windows-1252' },
    state: { carried: 'Carried on', reset: 'Reset' },
  },
  cells: { rnn: 'Simple RNN', residual: 'Residual', gru: 'GRU', lstm: 'LSTM' } satisfies Record<
    CellName,
    string
  >,
  /** What goes before the word "cell". */
  cellsInSentences: {
    rnn: 'simple recurrent',
    residual: 'residual',
    gru: 'GRU',
    lstm: 'LSTM',
  } satisfies Record<CellName, string>,
  /** What a loss is measured in. */
  lossUnits: { crossEntropy: 'cross-entropy, nats', mse: 'mean squared error' } satisfies Record<
    LossName,
    string
  >,
}
