import { isJsonObject } from '../../constructs/manifests';
import { type CodeObject, toCode } from '../code';
import { same } from '../patch';

/** JSON patches from one spec to another, one level deep in its groups. */
export function changedFields(from: unknown, to: unknown, path = '/spec'): CodeObject {
  if (!isJsonObject(from) || !isJsonObject(to)) {
    return same(from, to) ? {} : { [path]: toCode(to) };
  }
  const keys = new Set([...Object.keys(to), ...Object.keys(from)]);
  return Object.assign(
    {},
    ...[...keys].map((key) =>
      Object.hasOwn(to, key)
        ? Object.hasOwn(from, key)
          ? changedFields(from[key], to[key], `${path}/${key}`)
          : { [`${path}/${key}`]: toCode(to[key]) }
        : { [`${path}/${key}`]: null },
    ),
  );
}
