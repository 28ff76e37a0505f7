/** Names of the data colours in the style sheet. */
export type Hue = 'data-1' | 'data-2' | 'data-3' | 'data-4' | 'data-5' | 'data-6' | 'data-reference'

export type Palette = Readonly<
  Record<Hue | `${Hue}-raw` | 'ink' | 'ink-3' | 'data-grid' | 'danger' | 'surface-1' | 'accent', string>
>

const names = [
  'data-1',
  'data-2',
  'data-3',
  'data-4',
  'data-5',
  'data-6',
  'data-reference',
  'data-1-raw',
  'data-2-raw',
  'data-3-raw',
  'data-4-raw',
  'data-5-raw',
  'data-6-raw',
  'data-reference-raw',
  'data-grid',
  'ink',
  'ink-3',
  'danger',
  'surface-1',
  'accent',
] as const satisfies readonly (keyof Palette)[]

/** The style sheet's colours as a canvas understands them, as they apply to `element` now. */
export function readPalette(element: HTMLElement): Palette {
  // One element a colour: were one asked for all in turn, the page would be styled anew for each.
  const probes = names.map((name) => {
    const probe = document.createElement('span')
    probe.style.setProperty('forced-color-adjust', 'none')
    probe.style.color = `var(--${name})`
    return probe
  })
  element.append(...probes)
  const entries = names.map((name, i) => [name, getComputedStyle(probes[i]!).color])
  for (const probe of probes) probe.remove()
  return Object.fromEntries(entries) as Palette
}

/** The colour that a line is stroked with. */
export function strokeOf({ hue, isFaint }: { hue: Hue; isFaint?: boolean }, palette: Palette): string {
  return palette[isFaint ? (`${hue}-raw` as const) : hue]
}
