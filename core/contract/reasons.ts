/**
 * Why something was refused, is damaged or could not be done: every reason is one sentence in every language,
 * and these are the English ones, as the command line prints them. Where one has two forms, `{n}` chooses.
 * Words in braces are filled in; one of these may be a reason itself.
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

  // A run's folder.
  notARun: '{path} is not a run: it has no {file}',
  newerFormat: 'its format is {format}, of a newer version; this one reads up to {most}',
  badDocument: '{place} is {value}: {text}',
  badWhole: 'it is {value}: {text}',
  lastLineCut: 'its last line is incomplete',
  noLog: 'it does not begin as a log does',
  noDiagnostics: 'it does not begin as diagnostics do',
  damagedLog:
    'it is damaged from byte {byte} on, after {n} whole update | it is damaged from byte {byte} on, after {n} whole updates',
  damagedDiagnostics:
    'it is damaged from byte {byte} on, after {n} whole observation | it is damaged from byte {byte} on, after {n} whole observations',
  otherCheckpoint:
    'it was taken after {n} update, expected {expected} | it was taken after {n} updates, expected {expected}',
  badFolderName: '{path} has no name that a run may have: expected 1 to 100 letters, digits, _ and -',
  folderGone: 'the folder of a run is gone: {path}; what was read of it stays on the screen',
  cannotMake: 'cannot make a run in {path}: {why}',
  holdsRun: '{path} holds a run already: go on with it by --resume, or name a new folder',
  notEmpty: '{path} is not empty, expected a new or an empty folder',
  otherExperiment: '{path} holds another experiment than that of its id',
  cannotMakeFolder: 'cannot make {path}: {why}',

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
  updateTooLarge: 'one update of this experiment has about {numbers} numbers, expected at most {most}',
} as const

export type ReasonCode = keyof typeof reasonSentences
export const reasonCodes = Object.keys(reasonSentences) as [ReasonCode, ...ReasonCode[]]

/** Why, so that a window can say it in its language. */
export interface Reason {
  readonly code: ReasonCode
  readonly params: Readonly<Record<string, string | number | Reason>>
}

/** What is filled into a sentence. */
type Filled<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Filled<Rest>
  : never
type ParamsOf<C extends ReasonCode> = Readonly<
  Record<Filled<(typeof reasonSentences)[C]>, string | number | Reason>
>

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
    return typeof param === 'object' ? describeReason(param) : String(param)
  })
}
