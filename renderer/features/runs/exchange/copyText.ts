/**
 * Copies a text, as a press of Ctrl+C copies what is selected: only while a person's own press is being
 * answered, and without the page's right to the clipboard. Returns whether it was copied.
 */
export function copyText(text: string): boolean {
  const answer = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', answer, { capture: true, once: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', answer, { capture: true })
  }
}
