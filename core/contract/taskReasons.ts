/**
 * What is wrong with a file that describes a task: sentences as those of `reasons.ts`, of which they are part.
 */
export const taskSentences = {
  inPlace: 'line {line}, column {column}: {why}',
  also: '{why}; {rest}',
  andMore: '{why}; and {more} more',
  largeTaskFile: 'it has {bytes} bytes, expected at most {most} of a file that describes a task',

  // What one key was expected to hold.
  expectedText: 'expected a text of 1 to {most} characters',
  expectedShort: 'expected a text of at most {most} characters',
  expectedNames: 'expected a list of {min} to {most} names',
  expectedAbove: 'expected a number above {min}, at most {max}',
  expectedNumber: 'expected a number from {min} to {max}',
  expectedWhole: 'expected a whole number from {min} to {max}',
  expectedFlag: 'expected true or false',
  expectedKeys: 'expected an object with {keys}',
  expectedBranches: 'expected a list of at most {most} branches',
  expectedStates: 'expected an object of states by their names',
  expectedRow: 'expected a number, or a list with one for each column',
  expectedSteps: 'expected a text of one symbol a character, or a list of steps',
  expectedAnswers: 'expected an answer, or a list of answers',
  expectedSequences: 'expected a list of sequences, at most {most}',
  noSuchKey: '{place} is unknown: expected no such key',

  // Which keys belong together.
  neitherKey: 'neither {first} nor {second} is there: expected one of them',
  uselessKey: '{place} is of no use beside {other}: expected none',
  sameName: '{place} is {value} again: expected each name once',

  // Grammars.
  expectedOtherSymbol:
    'expected another symbol than the branches before it have, or the state would not be known',
  noProbability: '{place} has no probability: expected one, as the other branches of the state have',
  probabilitySum: '{place} has probabilities that sum to {sum}: expected 1',
  noBranches: '{place} has no branches: expected some, since strings begin here',
  neverReached: '{place} is never reached from {start}: expected a branch that leads to it',
  neverEnds: '{place} leads to no end of a string: expected a way to a state without branches, or {key}',
  noAnswer: '{place} has no answer: expected one, as {key} asks for it',
  oneAnswer: '{place} has one answer in all: expected two different ones at least',

  // Listed sequences.
  noTarget: '{place} has no target: expected one, as {key} asks for it',
  stepIs: '{place} has the step {value}: {why}',
  expectedColumns: 'expected {n} number | expected {n} numbers, one for each column',
  stepCount: '{place} has {n} step: expected {expected} | {place} has {n} steps: expected {expected}',
  otherLength:
    '{place} has {n} step: expected {expected}, as the first sequence has | {place} has {n} steps: expected {expected}, as the first sequence has',
  answerCount:
    '{place} has {n} answer: expected {expected}, one for each step of the input | {place} has {n} answers: expected {expected}, one for each step of the input',
} as const
