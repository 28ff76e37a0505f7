import { describeProblems, MOST_PROBLEMS, type Problems } from '../experiment/problemText'
import type { Problem } from '../fields/problem'
import { queueSentences } from './queueReasons'
import { taskSentences } from './taskReasons'
import { weightsSentences } from './weightsReasons'

/**
 * Why something was refused, is damaged or could not be done: every reason is one sentence in every language,
 * and these are the English ones, as the command line prints them. Where one has two forms, `{n}` chooses.
 * Words in braces are filled in; one of these may be a reason itself, or what is wrong with settings.
 */
export const reasonSentences = {
  // What a file system says.
  noSuchFile: 'there is no such file',
  permissionDenied: 'permission denied',
  readOnly: 'the file system is read-only',
  noSpace: 'no space left on the disk',
  quota: 'the disk quota is used up',
  isNoFolder: 'it is not a folder',
  isFolder: 'it is a folder',
  /** What has no sentence of its own, as the engine or the system words it. */
  words: '{text}',

  // Files.
  cannotRead: 'cannot read {path}: {why}',
  cannotWrite: 'cannot write {path}: {why}',
  isNoFile: '{path} is not a file',
  tooLarge: '{path} is too large: expected at most {most} bytes',
  inFile: '{path}: {why}',
  inLine: '{path}, line {line}: {why}',

  // What a document is made of.
  isMistaken: 'it is {what}',
  lfsPointer: 'a Git LFS pointer, not the file itself: git lfs pull fetches it',
  webPage: 'a web page, not the file itself: download it as raw',
  utf16: 'text in UTF-16: save it as UTF-8',
  zipArchive: 'a zip archive, as PyTorch writes its .pt files: unpack or convert it',
  gzip: 'compressed by gzip: unpack it',
  notJson: 'it is not JSON',
  notJsonFrom: 'it is not JSON from line {line}, column {column} on',
  keyTwice: 'it has the key {key} twice',
  tooDeep: 'it is nested more than {most} levels deep',
  expectedType: 'expected the type {type}',
  expectedValues: 'expected one of {values}',
  expectedFormat: 'expected the format {format}',
  expectedAtLeast: 'expected at least {min}',
  expectedAtMost: 'expected at most {max}',
  unknownKind: 'there is no such kind',
  unknownKeys: 'it has fields that are not known: {keys}',

  // A person's own data.
  emptyText: 'it is empty, expected a text',
  textInUtf16: 'it is in UTF-16, expected UTF-8 or GB18030',
  binaryFile: 'line {line}, byte {byte} is {value}, expected a text: it is a binary file',
  notEncoded: 'line {line}, byte {byte} is {value}, expected {encoding}',
  neitherEncoding: 'line {line}, byte {byte} is {value}, expected UTF-8 or GB18030',
  oneCharacter: 'all of it is {text}, expected at least two different characters',
  onlyMark: 'all of it is a byte order mark, expected at least two different characters',
  manyCharacters: 'it has {count} different characters, expected at most {most}',
  sameColumns: 'line 1: columns {first} and {second} are both called {name}, expected different names',
  manyColumns: 'it has {count} columns, expected at most {most}',
  manyRows: 'it has more than {most} rows, expected at most so many',
  fewRows: 'it has {n} row of cells, expected at least two | it has {n} rows of cells, expected at least two',
  rowLength:
    'line {line} has {n} cell, expected {expected}, as in the first line | line {line} has {n} cells, expected {expected}, as in the first line',
  openQuote: 'line {line}: a quoted cell has no end, expected a closing quote',
  longRow: 'line {line} has more than {most} characters, expected a row of cells; a quote may not be closed',
  innerQuote: 'line {line}: a quote stands within a cell, expected it at the cell’s ends, or doubled',
  otherData: '{path} has changed: its SHA-256 is not its name; the run has learned from other data',
  noData: 'the data of {file} are missing: expected them in {folder}, named {sha256}',
  dataGone: '{file} has changed or gone since it was read: open it again',

  ...taskSentences,

  // A run's folder.
  notARun: '{path} is not a run: it has no {file}',
  newerFormat: 'its format is {format}, of a newer version; this one reads up to {most}',
  badDocument: '{place} is {value}: {why}',
  badWhole: 'it is {value}: {why}',
  missingPart: '{place} is missing: {why}',
  badExperiment: '{problems}',
  badExperimentMore: '{problems}; and {more} more',
  lastLineCut: 'its last line is incomplete',
  noLog: 'it does not begin as a log does',
  noDiagnostics: 'it does not begin as diagnostics do',
  damagedLog:
    'it is damaged from byte {byte} on, after {n} whole update | it is damaged from byte {byte} on, after {n} whole updates',
  damagedDiagnostics:
    'it is damaged from byte {byte} on, after {n} whole observation | it is damaged from byte {byte} on, after {n} whole observations',
  otherCheckpoint:
    'it was taken after {n} update, expected {expected} | it was taken after {n} updates, expected {expected}',
  foreignCheckpoint:
    'it is of another run: the loss of its last update is {loss}, expected {expected}, as the log has it',
  badFolderName: '{path} has no name that a run may have: expected 1 to 100 letters, digits, _ and -',
  folderGone: 'the folder of a run is gone: {path}; what was read of it stays on the screen',
  cannotMake: 'cannot make a run in {path}: {why}',
  holdsRun: '{path} holds a run already: go on with it by --resume, or name a new folder',
  notEmpty: '{path} is not empty, expected a new or an empty folder',
  otherExperiment: '{path} holds another experiment than that of its id',
  cannotMakeFolder: 'cannot make {path}: {why}',

  // In and out of other formats.
  isFolderNotFile: '{path} is a folder, expected the path of a file',
  isFileNotFolder: '{path} is a file, expected the path of a folder',
  thereAlready: '{path} is there already: --force replaces it',
  noParentFolder: 'cannot write {path}: there is no folder {folder}',
  otherFilesIn:
    '{path} holds other files, such as {names}: --force replaces a folder that an export has written, and no other',
  nothingToDraw: 'the run has no update that can be drawn',
  chartNotRecorded: 'what this chart shows was not recorded of this run',
  noGatesToDraw: 'the cell of this run has no gates',
  flowNotRecorded: 'the gradient flow of this run was not recorded',
  noReadableCheckpoint: 'no checkpoint of {path} can be read, and it is a branch',
  notRecomputed: '{path}: update {update} cannot be recomputed: its loss is {loss}, the log says {known}',
  nextDiverges:
    'update {update} diverges, its loss is {loss} and the norm of its gradient {gradNorm}: name an earlier one',
  takenForTask:
    'it is taken for task {task}, which has as many inputs ({inputs}) and outputs ({outputs}); --experiment names another',
  cannotTakeIn: 'cannot be taken in: {why}',
  emptyFile: '{path} is empty',
  ...weightsSentences,
  pickle:
    '{path} is a pickle, a program of Python that could do anything: save the weights as safetensors, by\n{lines}',
  notPacked: 'run {id} is not packed: drag it once more',
  notStoodAfter:
    'the run has not stood after {n} update: expected {first} to {made} | the run has not stood after {n} updates: expected {first} to {made}',
  notStoodBranch:
    'the run has not stood after {n} update: expected {first} to {made}: it branches off after {first} | the run has not stood after {n} updates: expected {first} to {made}: it branches off after {first}',
  badZip: 'it cannot be read as a zip archive: {why}',
  zipEntries: 'it holds {count} entries, expected at most {most}',
  zipLink: '{name} is a link, expected files',
  zipTwice: '{name} is there twice',
  zipEncrypted: '{name} is encrypted',
  zipPacked: '{name} is {packed} bytes that would become {bytes}: no run packs so tightly',
  zipBytes: 'it would take {bytes} bytes, expected at most {most}',
  zipRelative: 'the name {name} leads out of it',
  zipAbsolute: 'the name {name} is absolute',
  zipCharacters: 'the name {name} has characters that no run has',
  noWeightsAlone: 'an experiment is given besides, but {path} holds no weights alone',
  pathGone: '{path} is gone',
  manyRunsIn: '{path} holds {count} runs, expected one: a folder with a {file}',
  keptAlready: 'run {id} is in the catalog already: {path}',

  ...queueSentences,

  // Who trains it.
  trainedBy: '{path} is being trained by process {pid} on {host}',
  runTrainedBy: 'the run is being trained by process {pid} on {host}',
  trainedByOther: 'the run is being trained by another process',
  lockContended: 'cannot take {path}: others take it all the time',
  lockStays: 'cannot take {path} away: {why}',
  trainedElsewhere:
    '{path} has {n} update, expected {expected}: it was trained elsewhere meanwhile | {path} has {n} updates, expected {expected}: it was trained elsewhere meanwhile',
  tooFewUpdates:
    '{path} has {n} update, expected {expected} at least | {path} has {n} updates, expected {expected} at least',
  beginApart: 'one run begins with update {first}, the other with update {second}: expected the same',
  notReproduced:
    '{path}: update {update} does not come out as it was: its loss is {loss}, expected {expected}, as the log has it',
  comparisonGivenUp: 'the comparison was given up',
  checkGivenUp: 'the check was given up',
  noReference: 'there is no reference file {name}',
  branchLost: '{path} cannot be read: the run branches off there, and cannot go on without it',

  // The catalog and its bin.
  noRun: 'there is no run {id}',
  noGroup: 'there is no group {id} that trains',
  runGone: 'the folder of run {id} is gone',
  badId: '{id} is no id of a run: expected 1 to 100 letters, digits, _ and -',
  noRunNamed: 'there is no run {id}: expected the folder of a run, or an id in {path}',
  noBinnedNamed: 'there is no run {id} in the bin: expected an id in {path}',
  manyRuns: '{id} may be {count} runs: {ids}; name more of the id',
  cannotEnter: 'cannot enter the run into {path}: {why}',
  cannotMove: 'cannot move {path} into {target}: {why}',
  noRunInBin: 'there is no run {id} in the bin',
  placeTaken: 'there is a run {id} already: delete it before its other is restored',
  cannotRestore: 'cannot bring {path} back: {why}',

  // A disk that takes nothing.
  textUnkept: '{why}; the text that was asked for is shown, but not kept with the run',
  trainsUnkept: '{why}; the run trains without being kept',
  runWaits: 'cannot write into {path}: {why}; the run waits until that is possible again',
  newWaits: 'cannot write into {path}: {why}; what is new waits until that is possible again',
  writable: '{path} can be written again',
  writableGoesOn: '{path} can be written again: the run goes on',
  endUnwritten: 'cannot write the end of the run into {path}: {why}',
  endWaits: 'cannot write the end of the run into {path}: {why}; it waits until that is possible again',

  // What a run cannot do now.
  ended: 'the run has ended ({status})',
  notBuilt: 'the network could not be built: {why}',
  threadDied: 'the training thread died after update {update}: {why}',
  exitCode: 'exit code {code}',
  stoppedBuilding: 'the run was ended while its network was being built',
  superseded: 'another run was started',
  closing: 'the app is closing',
  resting: 'the run rests',
  builtElsewhere: 'the run has its network elsewhere',
  nowElsewhere: 'another process trains the run now',
  threadTooLong: 'a thread of the run would take longer to make',
  noCharacters:
    'the task {task} has nothing to write: expected a text, or a task of your own that asks for the next symbol',
  writesForward: 'a bidirectional network cannot write: it would have to read what is not written yet',
  unreadCharacter: 'the prompt has {character}, expected characters or symbols that were read in training',
  nothingLearned: 'there was no update yet',
  trainsNow: 'the run trains: pause it before an update is taken back',
  nothingToTakeBack: 'there is no update to take back',
  notKeptNoStepBack: 'the run is not kept, so that no update of it can be taken back',
  notKept: 'the run is not kept',
  noBranchThere:
    'the run cannot be branched after {n} update: expected from {min} to {max} | the run cannot be branched after {n} updates: expected from {min} to {max}',
  noCheckpointThere:
    'no checkpoint from update {first} to {update} can be read, and the run is a branch itself',
  branchPointLost: 'the checkpoint after update {first}, where the run branches off, cannot be read',
  branchGivenUp: 'the branch was given up',
  noCheckpoint: 'its thread takes no checkpoint',
  hasBytes: '{name} has {bytes} bytes, expected at most {most}',
  tunedTooOften: 'a run can be tuned {most} times; start another one',
  askedOtherwise: 'something else was asked for',

  // Lessons and what a learner has done in them.
  noLesson: 'there is no lesson {id}',
  noQuestion: 'the lesson {lesson} has no question {id}',
  noLessonRun: 'the lesson {lesson} has no run {id}',
  noPreset: 'the gallery has no preset {id}',
  sameLesson: 'the lesson {id} stands in {path} already',
  answeredBefore: 'this has been answered, and an answer is not changed once it is given',
  badAnswer: 'that is no answer to this question',
  lessonLocks:
    'the lesson {lesson} locks {fields}: what it shows needs that as it is; in the Lab it can be changed',
  predictFirst: 'predict first: the run begins once every prediction about it is there',
  lessonsGone: 'the folder of your lessons is gone: {path}; those that are open stay open',
  progressVersion:
    '{path} was written by another version (its form is {form}, expected {expected}): it is left as it is, and answers last until the app quits',
  progressDamaged: '{path} could not be read ({why}); it is kept as {kept}, and a new one is begun',
  progressRefused: '{path} is no file of progress: {why}',
  progressForm: 'its form is {form}, expected {expected}',

  // What learners hand in.
  reportRefused: '{path} is no report: {why}',
  reportNoData: 'it holds no data of a report',
  reportCut: 'it is truncated: its data do not end',
  reportForm: 'its form is {form}, expected {expected}',
  noReports: 'there is no report in {path}: expected files that end in .html',
  progressUnkept: 'answers last until the app quits: {why}',
  updateTooLarge: 'one update of this experiment has about {numbers} numbers, expected at most {most}',
} as const

export type ReasonCode = keyof typeof reasonSentences
export const reasonCodes = Object.keys(reasonSentences) as [ReasonCode, ...ReasonCode[]]

/** Why, so that a window can say it in its language. */
export interface Reason {
  readonly code: ReasonCode
  readonly params: Readonly<Record<string, ReasonParam>>
}

/** What is filled into a sentence. */
export type ReasonParam = string | number | Reason | readonly Problem[]

/** The names of what is filled into a sentence. */
type Filled<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Filled<Rest>
  : never
type ParamsOf<C extends ReasonCode> = Readonly<Record<Filled<(typeof reasonSentences)[C]>, ReasonParam>>

/** Text in `params` is fit to be shown, as `showText` makes it. */
export function reason<C extends ReasonCode>(
  code: C,
  ...[params]: keyof ParamsOf<C> extends never ? [] : [ParamsOf<C>]
): Reason {
  return { code, params: params ?? {} }
}

/** A reason in English. */
export function describeReason({ code, params }: Reason): string {
  const forms = reasonSentences[code].split(' | ')
  const form = params['n'] === 1 ? forms[0]! : forms.at(-1)!
  return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const param = params[name] ?? ''
    if (typeof param !== 'object') return String(param)
    return 'code' in param ? describeReason(param) : describeProblems({ problems: [...param], numMore: 0 })
  })
}

/** What is wrong with the settings of an experiment, as one reason. */
export function reasonOfProblems({ problems, numMore }: Problems): Reason {
  const told = problems.slice(0, MOST_PROBLEMS)
  const more = problems.length - told.length + numMore
  return more > 0
    ? reason('badExperimentMore', { problems: told, more })
    : reason('badExperiment', { problems: told })
}
