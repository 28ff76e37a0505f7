import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked'
import { isTermId, TERM_LINK, type TermId } from '../../../core/glossary/terms'

/*
 * Markdown as a tree, of which only known parts are ever shown: HTML stands as the text that it is, links and
 * images as their words, and a formula between dollars as a formula. A link to `term:ID` opens the glossary.
 */

/** A part of a text. */
export type MarkdownNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'formula'; readonly tex: string; readonly isDisplay: boolean }
  | { readonly kind: 'code'; readonly text: string; readonly isBlock: boolean }
  | {
      readonly kind: 'element'
      readonly tag:
        'p' | 'h3' | 'h4' | 'em' | 'strong' | 'del' | 'ul' | 'ol' | 'li' | 'blockquote' | 'br' | 'hr'
      readonly children: readonly MarkdownNode[]
    }
  | { readonly kind: 'term'; readonly term: TermId; readonly children: readonly MarkdownNode[] }
  | { readonly kind: 'table'; readonly head: Row; readonly rows: readonly Row[] }
type Row = readonly (readonly MarkdownNode[])[]

/** `$$…$$`, which may stand on lines of its own. */
const display: TokenizerAndRendererExtension = {
  name: 'display',
  level: 'block',
  start: (source) => source.indexOf('$$'),
  tokenizer(source) {
    const found = /^\$\$([\s\S]+?)\$\$(?:\n+|$)/.exec(source)
    return found ? { type: 'display', raw: found[0], tex: found[1]!.trim() } : undefined
  },
}
/** `$…$`, with no space inside the dollars, so that an amount of money is none. */
const inline: TokenizerAndRendererExtension = {
  name: 'formula',
  level: 'inline',
  start: (source) => source.indexOf('$'),
  tokenizer(source) {
    const found = /^\$(?!\s)([^$\n]*[^$\s])\$(?!\d)/.exec(source)
    return found ? { type: 'formula', raw: found[0], tex: found[1]! } : undefined
  },
}
const marked = new Marked({ extensions: [display, inline] })

/** The parts of a Markdown text. */
export function parseMarkdown(source: string): MarkdownNode[] {
  return nodesOf(marked.lexer(source))
}

function nodesOf(tokens: readonly Token[] | undefined): MarkdownNode[] {
  return (tokens ?? []).flatMap(nodeOf)
}

function nodeOf(token: Token): MarkdownNode[] {
  const element = (
    tag: Extract<MarkdownNode, { kind: 'element' }>['tag'],
    inner?: Token[],
  ): MarkdownNode[] => [{ kind: 'element', tag, children: nodesOf(inner) }]
  const inner = 'tokens' in token ? token.tokens : undefined
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'formula':
    case 'display':
      return [
        {
          kind: 'formula',
          tex: (token as unknown as { tex: string }).tex,
          isDisplay: token.type === 'display',
        },
      ]
    case 'paragraph':
      return element('p', inner)
    case 'heading':
      return element((token as Tokens.Heading).depth <= 3 ? 'h3' : 'h4', inner)
    case 'em':
    case 'strong':
    case 'del':
    case 'blockquote':
      return element(token.type, inner)
    case 'br':
    case 'hr':
      return element(token.type)
    case 'list': {
      const { ordered, items } = token as Tokens.List
      const children = items.flatMap((item) => element('li', item.tokens))
      return [{ kind: 'element', tag: ordered ? 'ol' : 'ul', children }]
    }
    case 'code':
      return [{ kind: 'code', text: (token as Tokens.Code).text, isBlock: true }]
    case 'codespan':
      return [{ kind: 'code', text: (token as Tokens.Codespan).text, isBlock: false }]
    case 'table': {
      const { header, rows } = token as Tokens.Table
      const row = (cells: readonly Tokens.TableCell[]) => cells.map((cell) => nodesOf(cell.tokens))
      return [{ kind: 'table', head: row(header), rows: rows.map(row) }]
    }
    case 'link': {
      // Where it would lead is told, and not gone to.
      const { href, text } = token as Tokens.Link
      const term = href.startsWith(TERM_LINK) ? href.slice(TERM_LINK.length) : ''
      if (isTermId(term)) return [{ kind: 'term', term, children: nodesOf(inner) }]
      const told = href === text || href === `mailto:${text}` ? '' : ` (${href})`
      return [...nodesOf(inner), { kind: 'text', text: told }]
    }
    case 'image':
      return [{ kind: 'text', text: (token as Tokens.Image).text }]
    case 'text':
    case 'escape':
      return inner ? nodesOf(inner) : [{ kind: 'text', text: (token as Tokens.Text).text }]
    default:
      return [{ kind: 'text', text: token.raw }]
  }
}
