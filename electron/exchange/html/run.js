/*
 * How the page draws a run up to the update that its slider stands at. Runs in any browser, from a file,
 * without a network; `page.js` stands behind it in the same script.
 */
const languages = JSON.parse(document.getElementById('words').textContent)
const SVG = 'http://www.w3.org/2000/svg'
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [600, 260, 64, 12, 12, 36]
const RAMP = [
  [26, 4, 62],
  [21, 36, 101],
  [0, 71, 116],
  [0, 106, 130],
  [0, 141, 142],
  [0, 174, 143],
  [111, 201, 135],
  [186, 222, 139],
  [249, 242, 163],
]
/** Rectangles without seams. */
const CRISP = { 'shape-rendering': 'crispEdges' }
let words = languages.en

const isNumber = (value) => typeof value === 'number'
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

/** A number with three digits, as short as it can be. */
function short(value) {
  if (!isNumber(value)) return words.notes.notFinite
  return String(Number(value.toPrecision(3)))
    .replace('-', '−')
    .replace('e+', 'e')
}

function element(parent, name, attributes = {}, text = null) {
  const isSvg = parent.namespaceURI === SVG || name === 'svg'
  const made = isSvg ? document.createElementNS(SVG, name) : document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (text !== null) made.textContent = text
  return parent.appendChild(made)
}

/** Finite numbers above 0, which alone have a place on a logarithmic axis. */
const positive = (values) => values.filter((value) => isNumber(value) && value > 0)

function colorOf(share) {
  const place = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1)
  const below = Math.min(Math.floor(place), RAMP.length - 2)
  const mixed = RAMP[below].map((from, i) => from + (RAMP[below + 1][i] - from) * (place - below))
  return `rgb(${mixed.map(Math.round).join(' ')})`
}

/** The newest of some things that is of this update or of one before it. */
const newestOf = (things, by) => things.filter(({ update }) => update <= by).at(-1)

/** Whether a predicted class is right. */
function mark({ target, prediction, isClasses }, t) {
  if (!isClasses || target[t] === null || prediction[t] === null) return ''
  return target[t] === prediction[t] ? '✓' : '✗'
}

/** The nth run of the page; returns what draws it in the words of now. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- page.js, behind it in the script, calls it
function runView(data, n) {
  const numPoints = data.update.length
  let at = Math.max(0, numPoints - 1)
  let timer = null
  const byId = (id) => document.getElementById(n === 0 ? id : id + n)
  const title = () => `${words.tasks[data.task]} · ${words.cells[data.cell]}`
  const fullTitle = () => (data.name ? `${data.name} (${title()})` : title())

  const lastUpdate = data.update[numPoints - 1] ?? 0
  const firstUpdate = data.update[0] ?? 0
  const x = (update) =>
    LEFT + ((update - firstUpdate) / Math.max(1, lastUpdate - firstUpdate)) * (WIDTH - LEFT - RIGHT)

  /** A logarithmic axis over whole decades, with its lines and numbers. */
  function logAxis(svg, values) {
    const all = positive(values)
    const low = Math.floor(Math.log10(Math.min(...all)) + 1e-9)
    const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all)) - 1e-9))
    const y = (value) => TOP + ((high - Math.log10(value)) / (high - low)) * (HEIGHT - TOP - BOTTOM)
    const every = Math.ceil((high - low) / 6)
    for (let decade = low; decade <= high; decade += every) {
      const place = y(10 ** decade)
      element(svg, 'line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: place, y2: place })
      const label = Math.abs(decade) <= 3 ? String(Number((10 ** decade).toPrecision(1))) : `1e${decade}`
      element(svg, 'text', { x: LEFT - 6, y: place + 4, 'text-anchor': 'end' }, label.replace('-', '−'))
    }
    return y
  }

  function updateAxis(svg) {
    const middle = Math.round((firstUpdate + lastUpdate) / 2)
    for (const [update, anchor] of [
      [firstUpdate, 'start'],
      [middle, 'middle'],
      [lastUpdate, 'end'],
    ]) {
      element(svg, 'text', { x: x(update), y: HEIGHT - 18, 'text-anchor': anchor }, String(update + 1))
    }
    const place = { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }
    element(svg, 'text', place, words.axes.updates)
  }

  /** The path of a column up to a point; gaps where a number has no place on the axis. */
  function pathOf(column, y, until) {
    let path = ''
    let isDown = false
    for (let i = 0; i <= until; i++) {
      const value = column[i]
      const hasPlace = isNumber(value) && value > 0
      if (hasPlace) path += `${isDown ? 'L' : 'M'}${x(data.update[i]).toFixed(1)} ${y(value).toFixed(1)}`
      isDown = hasPlace
    }
    return path
  }

  /** A figure of curves over updates. */
  function drawCurves(id, lines, baseline) {
    const holder = byId(id)
    holder.replaceChildren()
    const name = words.figures[id]
    const [main] = lines
    const known = positive(main.column)
    if (known.length === 0) return element(holder, 'p', {}, words.notes.noUpdates)
    const summary = fill(words.notes.summary, {
      ...{ figure: name, update: data.update[at] + 1, last: short(main.column[at]) },
      ...{ min: short(Math.min(...known)), max: short(Math.max(...known)) },
    })
    const svg = element(holder, 'svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': summary,
    })
    const values = [...lines.flatMap(({ column }) => column), ...(baseline === null ? [] : [baseline])]
    const y = logAxis(svg, values)
    updateAxis(svg)
    if (baseline !== null && baseline > 0) {
      element(svg, 'line', {
        class: 'baseline',
        x1: LEFT,
        x2: WIDTH - RIGHT,
        y1: y(baseline),
        y2: y(baseline),
      })
    }
    for (const { column, style } of lines) element(svg, 'path', { class: style, d: pathOf(column, y, at) })
    if (baseline !== null && baseline > 0) {
      const place = { x: WIDTH - RIGHT, y: y(baseline) - 5, 'text-anchor': 'end' }
      element(svg, 'text', place, `${words.lines.baseline} ${short(baseline)}`)
    }
    main.column.slice(0, at + 1).forEach((value, i) => {
      if (!isNumber(value))
        element(svg, 'circle', { class: 'bad-mark', cx: x(data.update[i]), cy: TOP, r: 3 })
    })
    const place = x(data.update[at])
    element(svg, 'line', { class: 'cursor', x1: place, x2: place, y1: TOP, y2: HEIGHT - BOTTOM })
    const legend = lines.filter(({ label }) => label)
    legend.forEach(({ label, style }, i) => {
      element(svg, 'text', { class: `label-${style}`, x: LEFT + 8 + i * 130, y: TOP + 12 }, label)
    })
  }

  /** The gradient flow as a heatmap: a column an observation up to here, the first step below. */
  function drawFlow() {
    const holder = byId('flow')
    holder.replaceChildren()
    const { updates, norms, seqLen } = data.flow
    if (updates.length === 0) return element(holder, 'p', {}, words.notes.noFlow)
    element(holder, 'p', {}, words.notes.flow)
    const logs = norms.flat().filter(isNumber)
    const [low, high] = [Math.min(...logs), Math.max(...logs)]
    const label = `${words.figures.flow}: ${words.axes.flow}`
    const svg = element(holder, 'svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': label,
    })
    const rows = (HEIGHT - TOP - BOTTOM) / seqLen
    const right = WIDTH - 88
    const from = updates[0]
    const end = Math.max(lastUpdate, updates.at(-1)) + 1
    const xOf = (update) => LEFT + ((update - from) / (end - from)) * (right - LEFT)
    const now = updates.filter((update) => update <= data.update[at]).length
    for (let u = 0; u < now; u++) {
      // An observation stands until the next one.
      const [begin, until] = [xOf(updates[u]), xOf(updates[u + 1] ?? end)]
      for (let t = 0; t < seqLen; t++) {
        const value = norms[u][t]
        if (!isNumber(value)) continue
        const color = colorOf((value - low) / Math.max(1e-9, high - low))
        const place = { x: begin, y: TOP + (seqLen - 1 - t) * rows }
        element(svg, 'rect', {
          ...place,
          width: until - begin + 0.4,
          height: rows + 0.4,
          fill: color,
          ...CRISP,
        })
      }
    }
    for (const t of [0, seqLen - 1]) {
      const y = TOP + (seqLen - 0.5 - t) * rows + 4
      element(svg, 'text', { x: LEFT - 6, y, 'text-anchor': 'end' }, String(t + 1))
    }
    const turned = `translate(${LEFT - 36} ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`
    element(svg, 'text', { transform: turned, 'text-anchor': 'middle' }, words.axes.step)
    element(svg, 'text', { x: LEFT, y: HEIGHT - 18 }, String(from + 1))
    element(svg, 'text', { x: right, y: HEIGHT - 18, 'text-anchor': 'end' }, String(end))
    const middle = { x: (LEFT + right) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }
    element(svg, 'text', middle, words.axes.updates)
    for (let i = 0; i < 32; i++) {
      const height = (HEIGHT - TOP - BOTTOM) / 32
      const place = { x: right + 12, y: TOP + (31 - i) * height }
      element(svg, 'rect', { ...place, width: 10, height: height + 0.4, fill: colorOf(i / 31), ...CRISP })
    }
    element(svg, 'text', { x: right + 26, y: TOP + 10 }, short(10 ** high))
    element(svg, 'text', { x: right + 26, y: HEIGHT - BOTTOM }, short(10 ** low))
  }

  function drawSample() {
    const holder = byId('sample')
    holder.replaceChildren()
    const sample = newestOf(data.samples, numPoints === 0 ? 0 : data.update[at] + 1)
    if (!sample) return element(holder, 'p', {}, words.sample.none)
    element(holder, 'p', {}, fill(words.sample.of, { update: sample.update }))
    const scroll = element(holder, 'div', { class: 'scroll', tabindex: 0 })
    const table = element(scroll, 'table')
    const head = element(element(table, 'thead'), 'tr')
    element(head, 'th', { scope: 'row' }, 't')
    sample.target.forEach((_, t) => element(head, 'th', { scope: 'col' }, String(t + 1)))
    const body = element(table, 'tbody')
    const show = (value) => (value === null ? '' : isNumber(value) ? short(value) : value)
    const rows = [
      ...sample.inputs.map(({ name, values }) => [words.sample[name], values, () => '']),
      [words.sample.target, sample.target, () => ''],
      [words.sample.prediction, sample.prediction, (t) => mark(sample, t)],
    ]
    for (const [name, values, markAt] of rows) {
      const row = element(body, 'tr')
      element(row, 'th', { scope: 'row' }, name)
      values.forEach((value, t) => {
        const sign = markAt(t)
        element(row, 'td', sign ? { class: sign === '✓' ? 'right' : 'wrong' } : {}, `${show(value)}${sign}`)
      })
    }
    // What is asked for stands at the end more often than not.
    scroll.scrollLeft = scroll.scrollWidth
  }

  function drawVerdict() {
    const learning = data.learning[at]
    const path = newestOf(data.verdicts, data.update[at] ?? 0)
    byId('learning').textContent = learning ? words.learning[learning] : ''
    byId('path').textContent = path
      ? fill(words.notes.gain, {
          ...{ update: path.update + 1, verdict: words.verdict[path.verdict] },
          ...{ lag: path.lag, gain: short(path.gain) },
        })
      : ''
  }

  function drawReadouts() {
    const holder = byId('readouts')
    holder.replaceChildren()
    if (numPoints === 0) return
    const total = `${data.update[at] + 1} / ${lastUpdate + 1}`
    const values = {
      update: total,
      loss: short(data.loss[at]),
      gradNorm: short(data.gradNorm[at]),
      lr: short(data.lr[at]),
    }
    for (const [name, value] of Object.entries(values)) {
      const pair = element(holder, 'div')
      element(pair, 'dt', {}, words.readouts[name])
      element(pair, 'dd', {}, value)
    }
  }

  function drawSettings() {
    const holder = byId('settings')
    holder.replaceChildren()
    element(holder, 'p', {}, words.notes.defaults)
    const list = element(holder, 'dl', { class: 'settings' })
    for (const { path, value, isDefault } of data.settings) {
      const pair = element(list, 'div')
      element(pair, 'dt', {}, path)
      element(pair, 'dd', isDefault ? {} : { class: 'changed' }, value)
    }
  }

  function draw() {
    byId('play').textContent = timer === null ? words.figures.play : words.figures.pause
    byId('slider').value = String(at)
    drawReadouts()
    drawVerdict()
    const smoothed = { column: data.smoothed, style: 'line', label: words.lines.smoothed }
    drawCurves('loss', [{ column: data.loss, style: 'raw' }, smoothed], data.baseline)
    const clipped = { column: data.gradNormClipped, style: 'second', label: words.lines.clipped }
    drawCurves('gradNorm', [{ column: data.gradNorm, style: 'line' }, ...(data.clips ? [clipped] : [])], null)
    drawFlow()
    drawSample()
  }

  function stop() {
    clearInterval(timer)
    timer = null
  }

  byId('slider').max = String(Math.max(0, numPoints - 1))
  byId('slider').addEventListener('input', () => {
    stop()
    at = Number(byId('slider').value)
    draw()
  })
  byId('play').addEventListener('click', () => {
    if (timer !== null) stop()
    else {
      if (at >= numPoints - 1) at = 0
      // The whole run in some ten seconds.
      const step = Math.max(1, Math.round(numPoints / 120))
      timer = setInterval(() => {
        at = Math.min(numPoints - 1, at + step)
        if (at >= numPoints - 1) stop()
        draw()
      }, 80)
    }
    draw()
  })

  return {
    fullTitle,
    /** What does not change with the update, and the rest. */
    drawAll() {
      byId('run-title').textContent = fullTitle()
      byId('status').textContent = words.status[data.status]
      byId('slider').setAttribute('aria-label', words.figures.position)
      for (const id of ['loss', 'gradNorm', 'flow', 'sample', 'settings'])
        byId(`${id}-title`).textContent = words.figures[id]
      drawSettings()
      draw()
    },
  }
}
