import { expect, it } from 'vitest'
import { describeReason } from '../../core/contract/reasons'
import { olderFailure } from './olderFailure'

it('the sentences that older versions kept of a failed run are read as their reasons', () => {
  for (const sentence of [
    'the training thread died after update 12: exit code 1',
    'the training thread died after update 0: Worker terminated due to reaching memory limit\nof the heap',
    'the network could not be built: exit code -9',
    'the network could not be built: RangeError: WebAssembly.Memory(): could not allocate memory',
  ]) {
    const found = olderFailure(sentence)
    expect(found?.code).toBe(sentence.startsWith('the network') ? 'notBuilt' : 'threadDied')
    expect(describeReason(found!)).toBe(sentence)
  }
  expect(olderFailure('the training thread died after update 3: exit code 1')!.params).toEqual({
    update: 3,
    why: { code: 'exitCode', params: { code: 1 } },
  })
  expect(olderFailure('something else')).toBeNull()
})
