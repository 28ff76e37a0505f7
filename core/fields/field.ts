/*
 * A setting as plain data: what may stand in it, its default, and what a form or a help text says of it. The
 * training thread can read this without the library of schemas, which are made of it where documents are
 * checked.
 */

/** When a setting matters: for each path, the values under which it does. */
export type Condition = Readonly<Record<string, readonly (string | number | boolean)[]>>

/** `sha256`: the SHA-256 of something, 64 hexadecimal digits. */
export type TextFormat = 'sha256'

/** What a form, a help text or a command line needs to know of a setting. */
export interface Field {
  readonly kind: 'integer' | 'number' | 'choice' | 'flag' | 'text'
  readonly default: number | string | boolean | null
  readonly min?: number
  /** Of a text: its characters, at most. */
  readonly max?: number
  /** What a text has to be, where that is more than short enough. */
  readonly format?: TextFormat
  readonly options?: readonly string[]
  /** A key of the units' words (`steps`, `updates`, `units`, `s`), or nothing for a pure number. */
  readonly unit?: string
  /** Which spacing of a slider's values suits the setting. */
  readonly scale?: 'linear' | 'log'
  /** True if the setting may be left empty (null): the feature is off, or the value derived. */
  readonly nullable?: boolean
  /** True if a document has to name it; what is called its default is only where a form begins. */
  readonly isRequired?: boolean
  /** The setting has an effect only under this condition; elsewhere its value is kept and ignored. */
  readonly when?: Condition
  /** Shown only after asking for more settings. */
  readonly advanced?: boolean
}

export interface NumberField extends Field {
  readonly kind: 'integer' | 'number'
  readonly default: number
  readonly min: number
  readonly max: number
}

export interface OptionalNumberField extends Field {
  readonly kind: 'integer' | 'number'
  readonly default: null
  readonly min: number
  readonly max: number
  readonly nullable: true
}

export interface ChoiceField<O extends string = string> extends Field {
  readonly kind: 'choice'
  readonly default: O
  readonly options: readonly [O, ...O[]]
}

export interface RequiredChoiceField<O extends string = string> extends ChoiceField<O> {
  readonly isRequired: true
}

export interface FlagField extends Field {
  readonly kind: 'flag'
  readonly default: boolean
}

/** Words that a person chooses, or null for none. */
export interface TextField extends Field {
  readonly kind: 'text'
  readonly default: null
  readonly max: number
  readonly nullable: true
}

export type AnyField = NumberField | OptionalNumberField | ChoiceField | FlagField | TextField

/** Settings by their names. */
export type Fields = Readonly<Record<string, AnyField>>

/** What stands in a setting. */
export type ValueOf<F> = F extends { kind: 'choice'; options: readonly (infer O)[] }
  ? O
  : F extends { kind: 'flag' }
    ? boolean
    : F extends { kind: 'text' }
      ? string | null
      : F extends { nullable: true }
        ? number | null
        : number

/** A value for every setting. */
export type Values<F extends Fields> = { [K in keyof F]: ValueOf<F[K]> }

type RequiredKey<F extends Fields> = {
  [K in keyof F]: F[K] extends { isRequired: true } ? K : never
}[keyof F]

/** Values as a person writes them, defaults left out. */
export type Inputs<F extends Fields> = { [K in RequiredKey<F>]: ValueOf<F[K]> } & {
  [K in Exclude<keyof F, RequiredKey<F>>]?: ValueOf<F[K]> | undefined
}

type Extra = Pick<Field, 'unit' | 'scale' | 'when' | 'advanced'>

interface Range {
  readonly min: number
  readonly max: number
}

/** A whole number in [min, max]. */
export function integer(range: Range & { readonly default: number }, extra: Extra = {}): NumberField {
  return { kind: 'integer', ...range, ...extra }
}

/** A finite number in [min, max]. */
export function number(range: Range & { readonly default: number }, extra: Extra = {}): NumberField {
  return { kind: 'number', ...range, ...extra }
}

/** A whole number in [min, max], or null: what that means is the setting's own. */
export function optionalInteger(range: Range, extra: Extra = {}): OptionalNumberField {
  return { kind: 'integer', nullable: true, default: null, ...range, ...extra }
}

/** A finite number in [min, max], or null: what that means is the setting's own. */
export function optionalNumber(range: Range, extra: Extra = {}): OptionalNumberField {
  return { kind: 'number', nullable: true, default: null, ...range, ...extra }
}

/** One of a closed set of words. */
export function choice<const O extends string>(
  options: readonly [O, ...O[]],
  fallback: NoInfer<O>,
  extra: Extra = {},
): ChoiceField<O> {
  return { kind: 'choice', options, default: fallback, ...extra }
}

/** One of a closed set of words, which has to be given. */
export function requiredChoice<const O extends string>(
  options: readonly [O, ...O[]],
  extra: Extra = {},
): RequiredChoiceField<O> {
  return { kind: 'choice', options, default: options[0], isRequired: true, ...extra }
}

/** True or false. */
export function flag(fallback: boolean, extra: Extra = {}): FlagField {
  return { kind: 'flag', default: fallback, ...extra }
}

/** A text of at most `max` characters, or null: what that means is the setting's own. */
export function text(max: number, extra: Extra = {}): TextField {
  return { kind: 'text', nullable: true, default: null, max, ...extra }
}

/** The SHA-256 of something, or null. */
export function sha256(extra: Extra = {}): TextField {
  return { ...text(64, extra), format: 'sha256' }
}

/** Each setting at its default. */
export function defaultsOf<F extends Fields>(fields: F): Values<F> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])) as Values<F>
}
