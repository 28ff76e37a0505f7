/** Texts of the glossary, but for its entries, which stand in both languages at once. */
export const glossaryEn = {
  glossary: {
    title: 'Glossary',
    note: 'Every term in both languages, with its formula and where it can be seen.',
    open: 'Glossary …',
    close: 'Close',
    search: 'Search in both languages',
    none: 'No term has these letters.',
    tip: 'What is this?',
    seen: 'To be seen in: {place}',
    go: 'Go there',
    within: '{section}, {name}',
    command: 'the command line, {command}',
  },
}
