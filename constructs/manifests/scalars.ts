/*
 * Plain (unquoted) scalars as go-yaml v2 resolves them, which is what sigs.k8s.io/yaml and so kubectl use. The 'yaml'
 * package in its own 1.1 mode differs in ways that matter for manifests, so it is asked for strings and these rules decide:
 *
 * - '22:22' stays text (there: a base 60 number, 1342), and so do dates (there: a Date);
 * - '0o14' is 12 (there: text), '012' is 10 in both, '08' is 8;
 * - only single words are booleans, in the three usual spellings: 'yEs' is text in both;
 * - '+.5' and '0x_ff' follow Go's number syntax.
 */
const WORDS: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ...spellings(['y', 'yes', 'true', 'on'], true),
  ...spellings(['n', 'no', 'false', 'off'], false),
  ...spellings(['null'], null),
  ['', null],
  ['~', null],
  ...['.nan', '.NaN', '.NAN'].map((word): [string, number] => [word, Number.NaN]),
  ...['.inf', '.Inf', '.INF'].flatMap((word): [string, number][] => [
    [word, Number.POSITIVE_INFINITY],
    [`+${word}`, Number.POSITIVE_INFINITY],
    [`-${word}`, Number.NEGATIVE_INFINITY],
  ]),
]);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const LEADING_DOT_FLOAT = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
const INTEGER = /^([-+]?)(0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/;

/** The value a plain scalar stands for; text that is nothing else stays text. */
export function resolvePlainScalar(text: string): null | boolean | number | string {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return LEADING_DOT_FLOAT.test(text) ? finite(text.replaceAll('_', ''), text) : text;
  if (!/^[-+0-9]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  const integer = parseInteger(digits);
  if (integer !== undefined) return integer;
  return FLOAT.test(digits) ? finite(digits, text) : text;
}

/** Go's `ParseInt(text, 0, 64)`, or `ParseUint`: undefined for what is no integer or does not fit 64 bits. */
function parseInteger(digits: string): number | undefined {
  const match = INTEGER.exec(digits);
  if (match === null) return undefined;
  const [, sign = '', body = '0'] = match;
  const magnitude = BigInt(/^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body);
  const limit = sign === '' ? 2n ** 64n : sign === '-' ? 2n ** 63n + 1n : 2n ** 63n;
  if (magnitude >= limit) return undefined;
  return magnitude === 0n ? 0 : Number(sign === '-' ? -magnitude : magnitude);
}

/** A float too large for 64 bits stays text. */
function finite(digits: string, text: string): number | string {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

function spellings<T>(words: readonly string[], value: T): [string, T][] {
  return words.flatMap((word): [string, T][] => {
    const capitalised = word.charAt(0).toUpperCase() + word.slice(1);
    return [word, capitalised, word.toUpperCase()].map((spelling): [string, T] => [spelling, value]);
  });
}
