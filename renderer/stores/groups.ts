import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef } from 'vue'
import type { GroupState } from '../../core/contract/groups'
import type { RequestOf } from '../../core/contract/ipc'
import { failureOf } from '../../core/contract/result'
import type { Problem } from '../../core/fields/problem'
import { useClient } from '../client/client'
import { useRunsStore } from './runs'

/** Sweeps, seeds and twins that this process trains, and what was wrong with the last that was asked for. */
export const useGroupsStore = defineStore('groups', () => {
  const client = useClient()
  const runs = useRunsStore()
  const states = shallowReactive(new Map<string, GroupState>())
  const problems = shallowRef<readonly Problem[]>([])
  const training = computed(() => [...states.values()].filter(({ status }) => status === 'training'))

  client.on['group:changed']((state) => {
    const before = states.get(state.id)
    states.set(state.id, state)
    if (state.why && before?.status !== 'broken') runs.fail(failureOf('internal', state.why))
  })

  async function load(): Promise<void> {
    const list = await client.request['group:list']({})
    if (list.ok) for (const state of list.value) states.set(state.id, state)
  }

  /**
   * Null where something is wrong with it: with its fields, which `problems` says, or else in the status
   * line.
   */
  async function start(request: RequestOf<'group:start'>['group']): Promise<GroupState | null> {
    problems.value = []
    const answer = await client.request['group:start']({ group: request })
    if (!answer.ok) {
      problems.value = answer.error.problems
      runs.fail(answer.error.problems.length > 0 ? null : answer.error)
      return null
    }
    runs.fail(null)
    states.set(answer.value.id, answer.value)
    return answer.value
  }

  async function stop(id: string): Promise<void> {
    const answer = await client.request['group:stop']({ id })
    if (!answer.ok) runs.fail(answer.error)
  }

  return { states, training, problems, load, start, stop }
})
