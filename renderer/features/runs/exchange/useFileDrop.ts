import { onActivated, onBeforeUnmount, onDeactivated, onMounted, ref } from 'vue'
import { useExchangeStore } from '../../../stores/exchange'
import { folderOf, type DroppedFolder } from './droppedFiles'

/** A person writes there, and what is pasted belongs into it. */
const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null

/**
 * Files that are dropped anywhere on the place, and texts that are pasted outside its fields. `isOver` tells
 * while files are held over it.
 */
export function useFileDrop(
  take: (file: File) => void,
  takeFolder: (folder: Promise<DroppedFolder>) => void,
  pastedName: () => string,
) {
  const exchange = useExchangeStore()
  const isOver = ref(false)
  // A run that is dragged out of here is here already.
  const hasFiles = (event: DragEvent) =>
    !exchange.isDraggedOut && (event.dataTransfer?.types.includes('Files') ?? false)

  function onDragOver(event: DragEvent): void {
    if (!hasFiles(event)) return
    event.preventDefault()
    isOver.value = true
  }

  function onDrop(event: DragEvent): void {
    isOver.value = false
    const [file] = event.dataTransfer?.files ?? []
    const folder = folderOf(event)
    if (!file && !folder) return
    event.preventDefault()
    if (folder) takeFolder(folder)
    else take(file!)
  }

  function onDragLeave(event: DragEvent): void {
    const into = event.relatedTarget
    const isInside =
      into instanceof Node && event.currentTarget instanceof Node && event.currentTarget.contains(into)
    if (!isInside) isOver.value = false
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain').trim() ?? ''
    const [file] = event.clipboardData?.files ?? []
    if (isField(event.target) || (text === '' && !file)) return
    event.preventDefault()
    take(file ?? new File([text], pastedName()))
  }

  const listen = () => document.addEventListener('paste', onPaste)
  const ignore = () => document.removeEventListener('paste', onPaste)
  // A place that is kept alive hears nothing while another one is shown.
  onMounted(listen)
  onActivated(listen)
  onDeactivated(ignore)
  onBeforeUnmount(ignore)
  return { isOver, onDragOver, onDrop, onDragLeave }
}
