const TOKEN = new RegExp(
  [
    String.raw`[rRbB]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')`,
    String.raw`\/\/[^\n]*`,
    String.raw`[A-Za-z_]\w*`,
    String.raw`[0-9][\w]*(?:\.[0-9]\w*)?(?:(?<=[eE])[-+][0-9]+)?`,
    String.raw`&&|\|\||[=!<>]=`,
    String.raw`\s+`,
    String.raw`[\s\S]`,
  ].join('|'),
  'g',
);
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };

/**
 * Writes the optional syntax of CEL (`a.?b`, `a[?b]`), which the library's parser does not know, as calls it does know:
 * `a.optionalGet("b")`, `a.optionalGet(b)`. Plain `.c` and `[c]` behind one are optional too, as the language has it.
 */
export function rewriteOptionalSyntax(expression: string): string {
  if (!/[.[]\s*\?/.test(expression)) return expression;
  const tokens = expression.match(TOKEN) ?? [];
  return new Rewriter(tokens.filter((token) => !/^(\s+|\/\/.*)$/s.test(token))).rewrite();
}

class Rewriter {
  private readonly output: string[] = [];
  /** For each bracket that is open, how its end is written, and whether the value that ends there is optional. */
  private readonly open: { readonly end: string; readonly optional: boolean }[] = [];
  /** True while the value just written is an optional one made by this syntax. */
  private optional = false;

  public constructor(private readonly tokens: readonly string[]) {}

  public rewrite(): string {
    for (let index = 0; index < this.tokens.length; ) index += this.step(index);
    return joinTokens(this.output);
  }

  /** Writes what starts at `index`, and says how many tokens that were. */
  private step(index: number): number {
    const [token = '', next = '', third = ''] = this.tokens.slice(index, index + 3);
    if (token === '.' && next === '?') return this.select(third, 3);
    if (token === '.' && this.optional && third !== '(') return this.select(next, 2);
    if (token === '[' && this.followsValue(index) && (next === '?' || this.optional)) {
      this.output.push('.optionalGet(');
      this.openBracket(')', true);
      return next === '?' ? 2 : 1;
    }
    this.write(token);
    return 1;
  }

  private select(name: string, length: number): number {
    this.output.push(`.optionalGet("${name}")`);
    this.optional = true;
    return length;
  }

  private write(token: string): void {
    const end = CLOSING[token];
    if (end !== undefined) {
      this.output.push(token);
      this.openBracket(end, false);
    } else if (/^[\])}]$/.test(token)) {
      const bracket = this.open.pop();
      this.output.push(bracket?.end ?? token);
      this.optional = bracket?.optional ?? false;
    } else {
      this.output.push(token);
      this.optional = false;
    }
  }

  private openBracket(end: string, optional: boolean): void {
    this.open.push({ end, optional });
    this.optional = false;
  }

  /** True if a `[` at this place is an index and not a list. */
  private followsValue(index: number): boolean {
    const before = this.tokens[index - 1] ?? '';
    return before !== 'in' && /[\w)\]}"']$/.test(before);
  }
}

/** Puts a space only where two words would run together. */
function joinTokens(tokens: readonly string[]): string {
  return tokens.reduce(
    (text, token) => (/\w$/.test(text) && /^[\w"']/.test(token) ? `${text} ${token}` : text + token),
    '',
  );
}
