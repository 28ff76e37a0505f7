/*
 * Copying out of a table of numbers. The screen groups and rounds; what is copied goes into a spreadsheet or
 * a program, which wants the numbers themselves. A cell says in `data-copied` what is copied in place of its
 * text.
 */

/** How much of a cell's text is selected. */
function selectedText(cell: HTMLTableCellElement, selected: Range): string {
  const part = document.createRange()
  part.selectNodeContents(cell)
  if (selected.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(selected.startContainer, selected.startOffset)
  }
  if (selected.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
    part.setEnd(selected.endContainer, selected.endOffset)
  }
  return part.toString().trim()
}

/** From the first to the last cell of a row with something selected: empty ones between keep their column. */
function selectedCells(row: HTMLTableRowElement, selected: Range): HTMLTableCellElement[] {
  const cells = [...row.cells]
  const isSelected = cells.map((cell) => selectedText(cell, selected) !== '')
  return cells.slice(Math.max(0, isSelected.indexOf(true)), isSelected.lastIndexOf(true) + 1)
}

function copiedText(cell: HTMLTableCellElement): string {
  return cell.dataset['copied'] ?? cell.textContent.trim()
}

/**
 * Handles copying from an element with a table: the selected cells, a row a line, with tabs between. A part
 * of one cell's text is copied as it stands.
 */
export function copyCells(event: ClipboardEvent): void {
  const selection = document.getSelection()
  const root = event.currentTarget
  if (!selection || selection.rangeCount === 0 || !(root instanceof HTMLElement)) return
  const range = selection.getRangeAt(0)
  const rows = [...root.querySelectorAll('tr')]
    .map((row) => selectedCells(row, range))
    .filter((cells) => cells.length > 0)
  const [first] = rows.flat()
  if (!first || (rows.flat().length === 1 && selectedText(first, range) !== first.textContent.trim())) return
  event.clipboardData?.setData('text/plain', rows.map((cells) => cells.map(copiedText).join('\t')).join('\n'))
  event.preventDefault()
}
