import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { OpenGroup } from '../../core/contract/groups'
import { withFolder } from '../store/keptRun.testing'
import { createOpenGroups } from './openGroups'

const left: OpenGroup = {
  request: { kind: 'seeds', name: 'base', experiment: defaultExperiment(), count: 3 },
  ended: ['one'],
}
const found = (data: string) => {
  const goOn = vi.fn()
  createOpenGroups(data, vi.fn()).goOn({ goOn })
  return goOn.mock.calls.flat()
}

describe('groups that are not trained to their ends', () => {
  it('are gone on with by the next start of the app', () =>
    withFolder(async (data) => {
      expect(found(data)).toEqual([])
      createOpenGroups(data, vi.fn()).keep([left])
      expect(found(data)).toEqual([left])
      createOpenGroups(data, vi.fn()).keep([])
      expect(found(data)).toEqual([])
      await writeFile(join(data, 'groups.json'), '{"groups": [{}]}')
      expect(found(data)).toEqual([])
    }))

  it('are told of where they cannot be kept', () =>
    withFolder(async (data) => {
      await writeFile(join(data, 'file'), '')
      const tell = vi.fn()
      createOpenGroups(join(data, 'file'), tell).keep([left])
      expect(tell).toHaveBeenCalledOnce()
    }))
})
