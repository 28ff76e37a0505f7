/** Texts of what a network makes by itself: what it writes, and its forecast of a series. */
export const outputsEn = {
  outputs: {
    choose: 'Which one, along the training',
    newest: 'after update {update}, the newest',
    after: 'after update {update}',
    schedule:
      'Comes after updates {first}, then every {every} and at the end: by estimate at most 2% of the training’s work.',
    even: 'Comes after every update: by estimate at most 2% of the training’s work. | Comes every {every} updates and at the end: by estimate at most 2% of the training’s work.',
    asked:
      'Comes after every update, as it was set. | Comes every {every} updates, as it was set, and at the end.',
    waiting: 'Appears here after the first updates.',
    none: 'Nothing was written or forecast in this run.',
  },
  writing: {
    title: 'Text',
    unit: 'what the network writes by itself, character by character',
    summary:
      'Written with the weights after update {update}, at temperature {temperature}, drawn from {draws}.',
    fromAll: 'all characters',
    fromTop: 'the likeliest character | the {n} likeliest characters',
    form: 'How it writes from now on',
    prompt: 'Prompt',
    temperature: 'Temperature',
    temperatureHelp:
      'Scores are divided by it: below 1 the likely becomes likelier, above 1 all become alike; 0 always writes the likeliest.',
    topK: 'Top-k',
    topKHelp: 'Only so many of the likeliest characters are drawn from.',
    all: 'all',
    write: 'Write',
    hint: 'Writes now, and every later text like this',
    elsewhere: 'Another process trains this run',
    nothingYet: 'There was no update yet',
    badTemperature: 'Temperature: expected a number from 0 to {max}.',
    badTopK: 'Top-k: expected a whole number of at least 1, or nothing for all.',
    characters: 'Characters of the text: arrow keys look at one after the other',
    point:
      'Point at a character: it shows which of the {n} before it moved it, for it (blue) or against it (orange, underlined).',
    character: '“{character}”',
    space: 'a space',
    lineEnd: 'a line’s end',
    back: '{name}, {n} character before | {name}, {n} characters before',
    said: 'The network gave {character} a probability of {probability}.',
    for: 'Most for it: {name} ({value}).',
    against: 'Most against it: {name} ({value}).',
  },
  forecast: {
    title: 'Forecast',
    unit: '{column}, in the unit of the data',
    plot: 'The series and its forecasts over rows',
    what: 'How it is forecast',
    column: 'Column',
    modes: { ahead: '{n} row ahead | {n} rows ahead', free: 'Free-running' },
    lines: {
      series: 'series',
      forecast: 'network',
      persistence: 'persistence',
      seasonal: 'seasonal naive',
    },
    summary: {
      ahead:
        'Rows {from} to {to} ({held}), each forecast {n} row ahead. | Rows {from} to {to} ({held}), each forecast {n} rows ahead.',
      free: 'Rows {from} to {to} ({held}), all forecast at once: from row {from} on the network reads its own answers.',
    },
    heldOut: 'held out',
    trainedOn: 'trained on, too',
    errors: '{name} {rmse} / {mae}',
    allErrors: 'Root mean square / mean absolute error: {list}.',
    noFree: 'It cannot run free, since it reads columns that it does not forecast.',
  },
}
