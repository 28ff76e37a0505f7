import type { Ref } from 'vue'
import { ref, watch } from 'vue'
import type { z } from '../../core/experiment/zod'
import type { TextStorage } from './keptDraft'

/**
 * A choice that a page finds again, and so does the next start. What is kept and cannot be read is as if
 * there were nothing.
 */
export function keptChoice<S extends z.ZodType>(
  key: string,
  schema: S,
  initial: z.output<S>,
  storage: TextStorage = localStorage,
): Ref<z.output<S>> {
  const choice = ref(read(key, schema, storage) ?? initial) as Ref<z.output<S>>
  watch(choice, (now) => storage.setItem(key, JSON.stringify(now)), { deep: true })
  return choice
}

function read<S extends z.ZodType>(key: string, schema: S, storage: TextStorage): z.output<S> | null {
  try {
    return schema.parse(JSON.parse(storage.getItem(key) ?? ''))
  } catch {
    return null
  }
}
