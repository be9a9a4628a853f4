import type { Json, JsonObject } from './json';
import { resolvePlainScalar } from './scalars';

/** Signs that need the full parser wherever they stand: controls, spaces that are none to YAML, breaks, directives. */
const UNUSUAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is looked for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF\uFFFE\uFFFF]|^(?:%|\.\.\.|---)/m;
const KEY = /^([A-Za-z_$][\w$./-]{0,250}):(?: +(.*))?$/;
/** How a plain scalar may start here; YAML itself allows a little more. */
const PLAIN_START = /^[\w^$(./\\+=;<]|^-[\w.]/;
/** What ends a plain scalar, or makes it something else. */
const PLAIN_END = /:(?: |$)| #/;
const MAX_DEPTH = 100;

/** A mapping in block style, and the line of the text on which it starts, counted from 0. */
export interface BlockDocument {
  readonly value: JsonObject;
  readonly line: number;
}

/**
 * Reads the plain block style that generators write: mappings, lists, scalars on one line or folded over several, `|` and `>`. Gives
 * undefined for anything else, errors included, and leaves it to the full parser. Exists for the size of CRDs: this reads megabytes
 * in a fraction of the time. Where it does give a value, the full parser gives the same one; a test holds the two together.
 *
 * @param text ends with a line break
 */
export function readBlockStyle(text: string, maxDepth: number): BlockDocument | undefined {
  if (UNUSUAL.test(text) || !text.endsWith('\n')) return undefined;
  try {
    return new BlockReader(text.split('\n'), Math.min(maxDepth, MAX_DEPTH)).document();
  } catch (error) {
    if (error instanceof OtherStyle) return undefined;
    throw error;
  }
}

/** Thrown where the text leaves the style. */
class OtherStyle extends Error {}

class BlockReader {
  private position = 0;

  public constructor(
    private readonly lines: string[],
    private readonly maxDepth: number,
  ) {}

  public document(): BlockDocument {
    if (this.peekIndent() !== 0) throw new OtherStyle();
    const line = this.position;
    const value = this.mapping(0, 1);
    if (this.peekIndent() !== -1) throw new OtherStyle();
    return { value, line };
  }

  private mapping(indent: number, depth: number): JsonObject {
    if (depth >= this.maxDepth) throw new OtherStyle();
    const fields = new Map<string, Json>();
    while (this.peekIndent() === indent) {
      const [, key, value = ''] = KEY.exec(this.line.slice(indent)) ?? [];
      if (key === undefined || fields.has(key) || typeof resolvePlainScalar(key) !== 'string') throw new OtherStyle();
      this.position += 1;
      fields.set(key, this.value(value.trimEnd(), indent, depth, true));
    }
    if (this.peekIndent() > indent) throw new OtherStyle();
    return Object.fromEntries(fields);
  }

  private list(indent: number, depth: number): Json[] {
    if (depth >= this.maxDepth) throw new OtherStyle();
    const items: Json[] = [];
    while (this.peekIndent() === indent && isItem(this.line, indent)) items.push(this.item(indent, depth));
    if (this.peekIndent() > indent) throw new OtherStyle();
    return items;
  }

  private item(indent: number, depth: number): Json {
    const content = this.line.slice(indent + 1).trimStart();
    const inner = this.line.length - content.length;
    if (KEY.test(content)) {
      // A mapping may start on the line of the dash: without the dash it looks like any other.
      this.lines[this.position] = ' '.repeat(inner) + content;
      return this.mapping(inner, depth + 1);
    }
    if (content.startsWith('- ')) throw new OtherStyle();
    this.position += 1;
    return this.value(content.trimEnd(), indent, depth, false);
  }

  /** What follows a key or a dash; `indent` is that of the key or dash. */
  private value(text: string, indent: number, depth: number, isField: boolean): Json {
    if (text === '') return this.nested(indent, depth, isField);
    if (text === '[]') return [];
    if (text === '{}') return {};
    if (/^[|>]-?$/.test(text)) return this.blockScalar(text.startsWith('>'), text.endsWith('-'), indent);
    if (text.startsWith('"') || text.startsWith("'")) return this.quoted(text, indent);
    if (!PLAIN_START.test(text)) throw new OtherStyle();
    const value = resolvePlainScalar(this.folded(text, indent, requirePlain));
    if (typeof value === 'number' && !Number.isFinite(value)) throw new OtherStyle();
    return value;
  }

  private nested(indent: number, depth: number, isField: boolean): Json {
    const inner = this.peekIndent();
    if (inner > indent) return isItem(this.line, inner) ? this.list(inner, depth + 1) : this.mapping(inner, depth + 1);
    return isField && inner === indent && isItem(this.line, inner) ? this.list(inner, depth + 1) : null;
  }

  /** A scalar that may go on over deeper lines: a line break is a space, an empty line a line break. */
  private folded(first: string, indent: number, check: (part: string) => void): string {
    check(first);
    let text = first;
    let breaks = 0;
    for (let at = this.position; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? '';
      const part = line.trim();
      if (part === '') {
        breaks += 1;
        continue;
      }
      if (indentOf(line) <= indent) break;
      if (part.startsWith('#') || part.startsWith('- ')) throw new OtherStyle();
      check(part);
      text += breaks === 0 ? ` ${part}` : '\n'.repeat(breaks) + part;
      breaks = 0;
      this.position = at + 1;
    }
    return text;
  }

  /** Quotes over one or several lines, without escapes. */
  private quoted(first: string, indent: number): string {
    const quote = first.charAt(0);
    const text = isClosed(first, quote) ? first : this.untilClosed(first, quote, indent);
    const content = text.slice(1, -1);
    if (quote === '"' ? /["\\]/.test(content) : /'/.test(content.replaceAll("''", ''))) throw new OtherStyle();
    return quote === '"' ? content : content.replaceAll("''", "'");
  }

  private untilClosed(first: string, quote: string, indent: number): string {
    let closed = false;
    const text = this.folded(first, indent, (part) => {
      if (closed || part.includes('\\')) throw new OtherStyle();
      closed = part !== first && isClosed(quote + part, quote);
    });
    if (!closed) throw new OtherStyle();
    return text;
  }

  private blockScalar(folds: boolean, strips: boolean, indent: number): string {
    const start = this.position;
    let inner = -1;
    let end = start;
    for (let at = start; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? '';
      const isBlank = line.trim() === '';
      if (!isBlank && inner === -1) inner = indentOf(line);
      if (!isBlank && (indentOf(line) < inner || inner <= indent)) break;
      if (isBlank && inner === -1 && line !== '') throw new OtherStyle();
      if (!isBlank) end = at + 1;
      else if (line.length > inner && inner !== -1) throw new OtherStyle();
    }
    if (end === start) throw new OtherStyle();
    this.position = end;
    const content = this.lines.slice(start, end).map((line) => line.slice(inner));
    return (folds ? fold(content) : content.join('\n')) + (strips ? '' : '\n');
  }

  private get line(): string {
    return this.lines[this.position] ?? '';
  }

  /** Goes to the next line with content; its indentation, or -1 at the end. */
  private peekIndent(): number {
    while (this.position < this.lines.length && /^ *(#|$)/.test(this.line)) this.position += 1;
    return this.position < this.lines.length ? indentOf(this.line) : -1;
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent += 1;
  return indent;
}

function isItem(line: string, indent: number): boolean {
  return line.startsWith('- ', indent) || (line.charAt(indent) === '-' && line.length === indent + 1);
}

function requirePlain(part: string): void {
  if (PLAIN_END.test(part)) throw new OtherStyle();
}

/** True if the last sign closes the quotes that the first one opens; a single quote inside is doubled. */
function isClosed(text: string, quote: string): boolean {
  const rest = text.slice(1);
  return quote === '"' ? rest.endsWith('"') : (/'*$/.exec(rest)?.[0].length ?? 0) % 2 === 1;
}

function fold(lines: readonly string[]): string {
  if (lines[0] === '' || lines.some((line) => line.startsWith(' '))) throw new OtherStyle();
  return lines.reduce((text, line, index) => {
    if (index === 0) return line;
    if (line === '') return `${text}\n`;
    return text.endsWith('\n') ? text + line : `${text} ${line}`;
  }, '');
}
