import { ref } from 'vue'
import type { closeChoices } from '../../core/contract/ipc'
import { useClient } from '../client/client'

/** What the main process asks before the window closes while runs train, and the answer. */
export function useClosing() {
  const client = useClient()
  /** How many train; null while nothing is asked. */
  const training = ref<number | null>(null)
  const problem = ref('')

  client.on['window:closing']((asked) => {
    training.value = asked.training
    problem.value = ''
  })

  return {
    training,
    problem,
    async choose(choice: (typeof closeChoices)[number], remember: boolean): Promise<void> {
      const answer = await client.request['window:close']({ choice, remember })
      problem.value = answer.ok ? '' : answer.error.message
      if (answer.ok) training.value = null
    },
    cancel: () => void (training.value = null),
  }
}
