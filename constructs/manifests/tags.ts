import type { Json } from './json';
import { unreadable } from './parse';
import { YamlCode } from './problems';
import { resolvePlainScalar } from './scalars';

const STANDARD = 'tag:yaml.org,2002:';
const KNOWN: ReadonlySet<string> = new Set(
  ['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary', 'map', 'seq', 'merge'].map((name) => STANDARD + name),
);

/** True for the tags that go-yaml gives a meaning to, and for the bare `!`. */
export function isKnownTag(tag: string): boolean {
  return tag === '!' || KNOWN.has(tag);
}

/** A tag as it is written in a file. */
export function shortTag(tag: string): string {
  return tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag;
}

/**
 * The value of a scalar with an explicit tag, quoted or not.
 *
 * @throws UnreadableError where the text is not of the tagged type, and for binary data, which JSON does not have
 */
export function resolveTaggedScalar(tag: string, text: string, offset: number): Json {
  if (!tag.startsWith(STANDARD) || !KNOWN.has(tag)) return text;
  const type = tag.slice(STANDARD.length);
  const value = resolvePlainScalar(text);
  switch (type) {
    case 'null':
      if (value === null) return null;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'int':
      if (typeof value === 'number' && !/[.eE]/.test(text.replace(/^[-+]?0[xX].*$/, ''))) return value;
      break;
    case 'float':
      if (typeof value === 'number') return value;
      break;
    case 'binary':
      throw unreadable(
        YamlCode.NOT_JSON,
        offset,
        'binary data has no JSON form',
        'write the base64 text without !!binary',
      );
    default:
      return text;
  }
  throw unreadable(YamlCode.NOT_JSON, offset, `'${text}' is no ${type}`, 'correct the value, or remove the tag');
}
