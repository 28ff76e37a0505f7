import { describe, expect, it } from 'vitest'
import { openTermKey } from '../../ui/glossary/openTerm'
import { mountPanel } from '../../testing/mountPanel.testing'
import MarkdownText from './MarkdownText.vue'

describe('the text of a lesson', () => {
  const shown = async (source: string) => {
    const panel = await mountPanel(MarkdownText, { source })
    const { innerHTML, textContent } = panel.root
    panel.close()
    return { html: innerHTML, text: textContent }
  }

  it('is Markdown with formulas', async () => {
    const { html } = await shown('A *word*, $h_t$.\n\n- one\n- **two**\n\n$$x^2$$')
    expect(html).toMatch(/<em>word<\/em>/)
    expect(html).toMatch(/<ul>.*<li>one<\/li>.*<strong>two<\/strong>/s)
    expect(html.match(/class="katex"/g)).toHaveLength(2)
  })

  it('shows HTML as the characters that it is', async () => {
    const { html, text } = await shown('<script>alert(1)</script>\n\nA <b onclick="x()">word</b> <img src=x>')
    expect(html).not.toMatch(/<(script|b|img)\b/)
    expect(text).toContain('<script>alert(1)</script>')
    expect(text).toContain('<b onclick="x()">word</b>')
  })

  it('tells where a link leads and leads nowhere, and shows the words of an image', async () => {
    const { html, text } = await shown(
      'See [the page](https://example.org/a) ![a curve](https://example.org/b.png)',
    )
    expect(html).not.toMatch(/<(a|img)\b/)
    expect(text).toContain('See the page (https://example.org/a) a curve')
  })

  it('opens the glossary by a link to a term, and tells of a term that there is not', async () => {
    const opened: string[] = []
    const panel = await mountPanel(
      MarkdownText,
      { source: 'A [*gate*](term:gate) and [a door](term:door).' },
      { prepare: (app) => void app.provide(openTermKey, (id) => opened.push(id)) },
    )
    await panel.press('gate')
    expect(opened).toEqual(['gate'])
    expect(panel.root.textContent).toContain('a door (term:door)')
    panel.close()
  })

  it('trusts no command of a formula', async () => {
    const { html } = await shown(
      '$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://example.org/c.png}$',
    )
    expect(html).not.toMatch(/<(a|img)\b|href=/)
  })

  it('leaves amounts of money alone', async () => {
    expect((await shown('It costs $5 or $6.')).html).not.toContain('katex')
  })
})
