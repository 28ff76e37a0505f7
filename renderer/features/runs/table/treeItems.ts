import type { Group } from '../../../../core/sweep/group'
import type { RunRow } from '../../../stores/runRow'

/** A line of the table: a run, or what several runs were begun as. */
export type TableItem =
  | {
      readonly kind: 'run'
      readonly key: string
      readonly row: RunRow
      /** How far it is indented. */
      readonly depth: number
    }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly group: Group
      readonly rows: readonly RunRow[]
      readonly isOpen: boolean
      readonly depth: 0
    }

export const groupKey = (id: string) => `group:${id}`

function groupedBy(rows: readonly RunRow[], keyOf: (row: RunRow) => string): Map<string, RunRow[]> {
  const grouped = new Map<string, RunRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const members = grouped.get(key)
    if (members) members.push(row)
    else grouped.set(key, [row])
  }
  return grouped
}

/** Each run by itself. */
export const flatItems = (rows: readonly RunRow[]): TableItem[] =>
  rows.map((row) => ({ kind: 'run', key: row.runId, row, depth: 0 }))

/**
 * Sorted rows as a tree. The runs of a group stand below it, where its first one would; a branch stands below
 * the run that it branches off, where that is there. What is closed keeps its runs to itself.
 */
export function treeItems(rows: readonly RunRow[], closed: ReadonlySet<string>): TableItem[] {
  const groups = groupedBy(rows, ({ group }) => group?.id ?? '')
  const ids = new Set(rows.map(({ runId }) => runId))
  const children = groupedBy(rows, ({ parent, runId }) =>
    parent && ids.has(parent.id) && parent.id !== runId ? parent.id : '',
  )
  const items: TableItem[] = []
  const placed = new Set<string>()

  function addRun(row: RunRow, depth: number): void {
    if (placed.has(row.runId)) return
    placed.add(row.runId)
    items.push({ kind: 'run', key: row.runId, row, depth })
    for (const child of children.get(row.runId) ?? []) addRun(child, depth + 1)
  }

  function addGroup(group: Group, members: readonly RunRow[]): void {
    const key = groupKey(group.id)
    const isOpen = !closed.has(key)
    items.push({ kind: 'group', key, group, rows: members, isOpen, depth: 0 })
    for (const row of members) {
      if (isOpen) addRun(row, 1)
      else placed.add(row.runId)
    }
  }

  const isBelow = (row: RunRow) => row.parent !== null && ids.has(row.parent.id)
  const shown = new Set<string>()
  // A branch of a run in a closed group is not below anything in sight.
  for (const row of [...rows.filter((each) => !isBelow(each)), ...rows]) {
    if (placed.has(row.runId)) continue
    const members = row.group ? groups.get(row.group.id)! : []
    if (row.group && members.length > 1 && !shown.has(row.group.id)) {
      shown.add(row.group.id)
      addGroup(row.group, members)
    } else addRun(row, 0)
  }
  return items
}
