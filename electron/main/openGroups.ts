import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import type { OpenGroup } from '../../core/contract/groups'
import { openGroupSchema } from '../../core/contract/groups'
import { z } from '../../core/experiment/zod'
import { fileReason } from '../store/files'
import type { GroupService } from '../sweep/groupService'
import { createJsonFile } from './settings/jsonFile'

/** A document of all sweeps that a person can begin one after the other. */
const MOST_BYTES = 16 * 2 ** 20

/** The groups that are not trained to their ends, in the data folder, so that the next start goes on with them. */
export interface OpenGroups {
  keep(open: readonly OpenGroup[]): void
  /** Goes on with all that stand there. */
  goOn(groups: Pick<GroupService, 'goOn'>): void
}

export function createOpenGroups(data: string, tell: (why: Reason) => void): OpenGroups {
  const schema = z.strictObject({ groups: z.array(openGroupSchema) })
  const file = createJsonFile(join(data, 'groups.json'), schema, MOST_BYTES)
  return {
    keep(open) {
      try {
        file.write({ groups: [...open] })
      } catch (error) {
        tell(fileReason(error))
      }
    },
    goOn(groups) {
      for (const group of file.read()?.groups ?? []) groups.goOn(group)
    },
  }
}
