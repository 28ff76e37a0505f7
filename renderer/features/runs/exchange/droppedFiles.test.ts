import { expect, it } from 'vitest'
import { chosenFolder, folderOf } from './droppedFiles'

interface Fake {
  readonly [name: string]: string | Fake
}

/**
 * An entry as a drop brings it: a folder tells its entries one at a time, and that there are no more by none.
 */
function entryOf(name: string, content: string | Fake): object {
  if (typeof content === 'string') {
    const file = (resolve: (file: File) => void) => resolve(new File([content], name))
    return { name, isFile: true, isDirectory: false, file }
  }
  const createReader = () => {
    const left = Object.entries(content)
    const readEntries = (resolve: (entries: object[]) => void) =>
      resolve(left.splice(0, 1).map(([inner, each]) => entryOf(inner, each)))
    return { readEntries }
  }
  return { name, isFile: false, isDirectory: true, createReader }
}
const dropOf = (entry: object) =>
  ({ dataTransfer: { items: [{ webkitGetAsEntry: () => entry }] } }) as unknown as DragEvent

it('a folder that is dropped brings its files and those one level down', async () => {
  const run = {
    'run.json': '{}',
    'log.arrows': 'x',
    checkpoints: { '10.safetensors': 'y', deeper: { a: 'z' } },
  }
  const folder = await folderOf(dropOf(entryOf('my run', run)))
  expect(folder?.name).toBe('my run')
  expect(folder?.files.map(({ path }) => path)).toEqual([
    ...['run.json', 'log.arrows', 'checkpoints/10.safetensors'],
  ])
  expect(await folder?.files[2]?.file.text()).toBe('y')
})

it('a file that is dropped is no folder', () => {
  expect(folderOf(dropOf(entryOf('run.zip', 'x')))).toBe(null)
})

it('a folder that is chosen has its files by their paths within it', () => {
  const file = (path: string) => Object.assign(new File(['x'], 'x'), { webkitRelativePath: path })
  const folder = chosenFolder([file('my run/run.json'), file('my run/checkpoints/10.safetensors')])
  expect(folder?.name).toBe('my run')
  expect(folder?.files.map(({ path }) => path)).toEqual(['run.json', 'checkpoints/10.safetensors'])
  expect(chosenFolder([])).toBe(null)
})
