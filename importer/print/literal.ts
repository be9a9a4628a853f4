import { Call, type Code, isCodeList, isCodeObject, Snippet } from '../code';

/** Widest line. As in biome.json. */
export const LINE_WIDTH = 120;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * A value as TypeScript, laid out as the project's formatter does.
 *
 * @param column where the text starts on its line
 * @param indent spaces before the line
 * @param tail characters that follow on the last line
 */
export function printCode(code: Code, column: number, indent: number, tail = 1): string {
  const flat = printFlat(code);
  if (flat !== undefined && column + flat.length + tail <= LINE_WIDTH) {
    return flat;
  }
  if (code instanceof Call) {
    return printCall(code, column, indent);
  }
  if (isCodeList(code)) {
    return code.length === 0
      ? '[]'
      : block(
          '[',
          code.map((item) => printCode(item, indent + 2, indent + 2)),
          ']',
          indent,
          isNumbers(code),
        );
  }
  if (isCodeObject(code)) {
    return block(
      '{',
      Object.entries(code).map(([key, value]) => printEntry(key, value, indent + 2)),
      '}',
      indent,
    );
  }
  return flat ?? String(code);
}

/** The last argument stands in the line of the call when it is an object; otherwise each has a line of its own. */
function printCall({ callee, args }: Call, column: number, indent: number): string {
  const last = args.at(-1);
  const first = args.slice(0, -1).map(printFlat);
  if ((isCodeObject(last) || isCodeList(last)) && !first.includes(undefined)) {
    const start = `${callee}(${first.map((arg) => `${arg}, `).join('')}`;
    return `${start}${printCode(last, column + start.length, indent)})`;
  }
  return block(
    `${callee}(`,
    args.map((arg) => printCode(arg, indent + 2, indent + 2)),
    ')',
    indent,
  );
}

/** `key: value`; a text that does not fit stands on a line of its own. */
function printEntry(key: string, value: Code, indent: number): string {
  const name = printKey(key);
  if (isShorthand(key, value)) {
    return key;
  }
  const start = indent + name.length + 2;
  const text = printCode(value, start, indent);
  const alone = typeof value === 'string' && start + text.length + 1 > LINE_WIDTH && name.length > 2;
  return alone ? `${name}:\n${' '.repeat(indent + 2)}${text}` : `${name}: ${text}`;
}

function block(open: string, items: readonly string[], close: string, indent: number, filled = false): string {
  const pad = ' '.repeat(indent + 2);
  const body = filled ? fill(items, pad) : items.map((item) => `${pad}${item},`).join('\n');
  return `${open}\n${body}\n${' '.repeat(indent)}${close}`;
}

/** Numbers stand as many to a line as there is room for. */
function fill(items: readonly string[], pad: string): string {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= LINE_WIDTH) {
      lines[lines.length - 1] = `${last} ${item},`;
    } else {
      lines.push(`${pad}${item},`);
    }
  }
  return lines.join('\n');
}

function isNumbers(code: readonly Code[]): boolean {
  return code.length > 1 && code.every((item) => typeof item === 'number');
}

/** On one line, or `undefined` where the formatter would not leave it there. */
export function printFlat(code: Code): string | undefined {
  if (code instanceof Snippet) {
    return code.text;
  }
  if (code instanceof Call) {
    const args = code.args.map(printFlat);
    return args.includes(undefined) ? undefined : `${code.callee}(${args.join(', ')})`;
  }
  if (typeof code === 'string') {
    return printText(code);
  }
  if (isCodeList(code)) {
    if (breaksAlways(code)) {
      return undefined;
    }
    const items = code.map(printFlat);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (isCodeObject(code)) {
    const entries = Object.entries(code).map(([key, value]) => {
      const text = printFlat(value);
      return text === undefined || isShorthand(key, value) ? text : `${printKey(key)}: ${text}`;
    });
    if (entries.includes(undefined)) {
      return undefined;
    }
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return String(code);
}

/** A constant under its own name. */
function isShorthand(key: string, value: Code): boolean {
  return value instanceof Snippet && value.text === key;
}

/** Several objects (or lists) of several entries stand one under the other. */
function breaksAlways(items: readonly Code[]): boolean {
  const several = (item: Code) =>
    (isCodeList(item) && item.length > 1) || (isCodeObject(item) && Object.keys(item).length > 1);
  const [first] = items;
  return items.length > 1 && items.every(several) && items.every((item) => isCodeList(item) === isCodeList(first));
}

export function printKey(key: string): string {
  return IDENTIFIER.test(key) ? key : printText(key);
}

/** A string in single quotes, or in double quotes where that saves escapes. */
export function printText(text: string): string {
  const single = (text.match(/'/g) ?? []).length;
  const double = (text.match(/"/g) ?? []).length;
  const quote = single > double ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
  const quoted = escaped.replaceAll(quote, `\\${quote}`);
  return `${quote}${quoted.replace(/[\u2028\u2029\u007f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}${quote}`;
}
