// @ts-check
import { expect, test } from 'vitest'
import { projectRoot, userFolder } from './paths.mjs'

test.each([
  {
    where: 'npm run in a folder below',
    env: { npm_lifecycle_event: 'unroll', INIT_CWD: '/home/me' },
    folder: projectRoot,
    is: '/home/me',
  },
  { where: 'by itself', env: {}, folder: '/home/me', is: '/home/me' },
  {
    where: 'by itself, in a process that npm started',
    env: { npm_lifecycle_event: 'test', INIT_CWD: projectRoot },
    folder: '/home/me',
    is: '/home/me',
  },
])('relative paths belong to where the user stands: $where', ({ env, folder, is }) => {
  expect(userFolder(env, folder)).toBe(is)
})
