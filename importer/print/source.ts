import { Call, type Code, isCodeList, isCodeObject, Snippet } from '../code';
import { LINE_WIDTH, printCode, printKey, printText } from './literal';

/** Collects lines of a TypeScript file, and what they import. */
export class Source {
  private readonly lines: string[] = [];
  private readonly used = new Set<string>();
  private indent = 0;

  public get text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  public get imports(): readonly string[] {
    return [...this.used];
  }

  public use(...names: readonly string[]): void {
    for (const name of names) {
      this.used.add(name);
    }
  }

  /** A line, or several that follow each other, at the present indentation. */
  public line(text = ''): void {
    this.lines.push(text === '' ? '' : `${' '.repeat(this.indent)}${text}`);
  }

  public indented(write: () => void): void {
    this.indent += 2;
    write();
    this.indent -= 2;
  }

  /** A property on a line of its own. */
  public entry(key: string, value: string): void {
    const text = printText(value);
    const line = `${printKey(key)}: ${text},`;
    this.line(
      this.indent + line.length <= LINE_WIDTH ? line : `${printKey(key)}:\n${' '.repeat(this.indent + 2)}${text},`,
    );
  }

  /** An expression statement, or one that starts with something: `const nodes = `. */
  public statement(start: string, code: Code, end = ';'): void {
    this.line(`${start}${this.code(code, start.length, end.length)}${end}`);
  }

  /** A value that starts so many characters behind the indentation. */
  public code(code: Code, offset: number, tail = 1): string {
    this.use(...importsOf(code));
    return printCode(code, this.indent + offset, this.indent, tail);
  }

  public comment(text: string): void {
    for (const line of wrap(text, LINE_WIDTH - this.indent - '// '.length)) {
      this.line(`// ${line}`);
    }
  }

  public docComment(paragraphs: readonly string[]): void {
    this.line('/**');
    for (const paragraph of paragraphs) {
      const hanging = paragraph.startsWith('- ') ? '  ' : '';
      const [first = '', ...rest] = wrap(paragraph.replaceAll('*/', '* /'), LINE_WIDTH - ' *   '.length);
      this.line(` * ${first}`.trimEnd());
      for (const line of rest) {
        this.line(` * ${hanging}${line}`);
      }
    }
    this.line(' */');
  }
}

/** Words in lines of at most so many characters; longer words stand alone. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.length === 0 ? [''] : lines;
}

/** Names that a value needs. */
function importsOf(code: Code | undefined): readonly string[] {
  if (code instanceof Snippet) {
    return code.imports;
  }
  if (code instanceof Call) {
    return [...code.imports, ...code.args.flatMap(importsOf)];
  }
  if (isCodeList(code)) {
    return code.flatMap(importsOf);
  }
  return isCodeObject(code) ? Object.values(code).flatMap(importsOf) : [];
}
