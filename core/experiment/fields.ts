import { z } from './zod'

/** When a field matters: for each path, the values under which it does. */
export type Condition = Readonly<Record<string, readonly (string | number | boolean)[]>>

/** What a form, a help text or a command line needs to know of a field beyond its type. */
export interface FieldMeta {
  readonly kind: 'integer' | 'number' | 'choice' | 'flag'
  readonly default: number | string | boolean | null
  readonly min?: number
  readonly max?: number
  readonly options?: readonly string[]
  /** A key of the units' words (`steps`, `updates`, `units`, `s`), or nothing for a pure number. */
  readonly unit?: string
  /** Which spacing of a slider's values suits the field. */
  readonly scale?: 'linear' | 'log'
  /** True if the field may be left empty (null): the feature is off, or the value derived. */
  readonly nullable?: boolean
  /** The field has an effect only under this condition; elsewhere its value is kept and ignored. */
  readonly when?: Condition
  /** Shown only after asking for more settings. */
  readonly advanced?: boolean
}

/** Holds the {@link FieldMeta} of every leaf of the experiment's schema. */
export const fieldMeta = z.registry<FieldMeta>()

type Extra = Pick<FieldMeta, 'unit' | 'scale' | 'when' | 'advanced'>

/** A whole number in [min, max]. */
export function integer(range: { min: number; max: number; default: number }, extra: Extra = {}) {
  const schema = z.int().min(range.min).max(range.max).default(range.default)
  fieldMeta.add(schema, { kind: 'integer', ...range, ...extra })
  return schema
}

/** A finite number in [min, max]. */
export function number(range: { min: number; max: number; default: number }, extra: Extra = {}) {
  const schema = z.number().min(range.min).max(range.max).default(range.default)
  fieldMeta.add(schema, { kind: 'number', ...range, ...extra })
  return schema
}

/** A whole number in [min, max], or null: what that means is the field's own. */
export function optionalInteger(range: { min: number; max: number }, extra: Extra = {}) {
  const schema = z.int().min(range.min).max(range.max).nullable().default(null)
  fieldMeta.add(schema, { kind: 'integer', nullable: true, default: null, ...range, ...extra })
  return schema
}

/** A finite number in [min, max], or null: what that means is the field's own. */
export function optionalNumber(range: { min: number; max: number }, extra: Extra = {}) {
  const schema = z.number().min(range.min).max(range.max).nullable().default(null)
  fieldMeta.add(schema, { kind: 'number', nullable: true, default: null, ...range, ...extra })
  return schema
}

/** One of a closed set of words. */
export function choice<const T extends readonly [string, ...string[]]>(
  options: T,
  fallback: T[number],
  extra: Extra = {},
) {
  const schema = z.enum(options).default(fallback as never)
  fieldMeta.add(schema, { kind: 'choice', options, default: fallback, ...extra })
  return schema
}

/** One of a closed set of words, which has to be given. */
export function requiredChoice<const T extends readonly [string, ...string[]]>(
  options: T,
  extra: Extra = {},
) {
  const schema = z.enum(options)
  fieldMeta.add(schema, { kind: 'choice', options, default: options[0], ...extra })
  return schema
}

/** True or false. */
export function flag(fallback: boolean, extra: Extra = {}) {
  const schema = z.boolean().default(fallback)
  fieldMeta.add(schema, { kind: 'flag', default: fallback, ...extra })
  return schema
}
