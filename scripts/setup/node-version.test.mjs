// @ts-check
import { expect, test } from 'vitest'
import { nodeProblem } from './node-version.mjs'

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s is new enough', (version) => {
  expect(nodeProblem(version)).toBeNull()
})

test.each(['20.18.3', '18.20.4', '8.0.0'])('Node %s is refused, naming both versions', (version) => {
  expect(nodeProblem(version)).toContain(`Node 20.19 or newer is needed; this is Node ${version}`)
})
