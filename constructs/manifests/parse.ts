import { Composer, type CST, type Document, Lexer, LineCounter, type Node, Parser, type YAMLError } from 'yaml';
import type { ReadLimits } from './document';
import { UnreadableError, YamlCode } from './problems';

/** What go-yaml refuses anywhere in a text. A text that is JSON never gets here with one: there they are escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

/** One document of a file as a tree of YAML nodes; every scalar is still text, tags are not yet applied. */
export interface ParsedText {
  /** Null for a document without content. */
  readonly root: Node | null;
  /** Line of a place in the text, counted from 1. */
  lineOf(offset: number): number;
}

/**
 * Parses the text of one document.
 *
 * @throws UnreadableError for a syntax error or nesting deeper than the limit
 */
export function parseText(text: string, limits: ReadLimits): ParsedText {
  const control = CONTROL.exec(text);
  if (control !== null)
    throw unreadable(YamlCode.SYNTAX, control.index, controlMessage(control[0]), 'remove the character');
  const lines = new LineCounter();
  const tokens = tokenize(text, lines, limits.maxDepth);
  const [document, second] = new Composer({
    version: '1.1',
    schema: 'failsafe', // scalars stay text: scalars.ts resolves them
    uniqueKeys: false, // keys are compared once they are resolved
    prettyErrors: false,
    logLevel: 'silent',
  }).compose(tokens, true, text.length);
  if (document === undefined) return { root: null, lineOf: () => 1 };
  const error = document.errors[0];
  if (error !== undefined) throw syntaxError(error, text, lines);
  if (second !== undefined && hasContent(second)) {
    throw unreadable(
      YamlCode.SYNTAX,
      second.range[0],
      "there is content behind the end-of-document mark '...', which kubectl ignores",
      "put '---' on a line of its own between two documents",
    );
  }
  return { root: document.contents, lineOf: (offset) => lines.linePos(offset).line };
}

/** Feeds the text to the parser piece by piece, so that its stack can be watched: what follows recurses as deep as it gets. */
function tokenize(text: string, lines: LineCounter, maxDepth: number): CST.Token[] {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let before = '\n';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.includes('\t') && /^[ \t]+$/.test(lexeme)) refuseTab(before, parser, lines);
    for (const token of parser.next(lexeme)) tokens.push(token);
    before = lexeme;
    // The document itself and a scalar lie on the stack too.
    if (parser.stack.length > maxDepth + 2) throw tooDeep(parser.offset, maxDepth);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** go-yaml takes a tab for white space only where no key or list item could start, and anywhere inside `[]` and `{}`. */
function refuseTab(before: string, parser: Parser, lines: LineCounter): void {
  const inFlow = parser.stack.some((token) => token.type === 'flow-collection');
  if (!inFlow && (before.endsWith('\n') || before === '-' || before === '?'))
    throw tabError(parser.offset, lines.linePos(parser.offset).col);
}

/** The error for nesting beyond the limit. */
export function tooDeep(offset: number, maxDepth: number): UnreadableError {
  return unreadable(
    YamlCode.TOO_DEEP,
    offset,
    `lists and mappings are nested more than ${maxDepth} levels deep`,
    'flatten the document, or raise the limit',
  );
}

/** Shorthand for an error at one place of the text. */
export function unreadable(code: YamlCode, offset: number, message: string, fix: string): UnreadableError {
  return new UnreadableError({ code, offset, message, fix });
}

function syntaxError(error: YAMLError, text: string, lines: LineCounter): UnreadableError {
  const offset = error.pos[0];
  const { col } = lines.linePos(offset);
  const lineStart = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const tabbed = error.code === 'TAB_AS_INDENT' || /^\s*\t/.test(text.slice(lineStart, offset + 1));
  if (tabbed) return tabError(offset, col);
  const message = error.message.split('\n')[0] ?? error.message;
  return unreadable(
    YamlCode.SYNTAX,
    offset,
    `syntax error at column ${col}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    'correct the YAML; an editor that checks YAML shows the same place',
  );
}

function tabError(offset: number, column: number): UnreadableError {
  return unreadable(YamlCode.TAB, offset, `a tab at column ${column} is used as indentation`, 'indent with spaces');
}

function controlMessage(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `the control character U+${code} is not allowed in YAML`;
}

function hasContent(document: Document.Parsed): boolean {
  return document.errors.length > 0 || document.contents !== null;
}
