import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { Severity } from '../findings';
import type { ReadLimits } from './document';
import { isJsonObject, type Json } from './json';
import { measure, type Size } from './measure';
import { tooDeep, unreadable } from './parse';
import { type Problem, YamlCode } from './problems';
import { resolvePlainScalar } from './scalars';
import { isKnownTag, resolveTaggedScalar, shortTag } from './tags';

/**
 * Turns the tree of one YAML document into JSON as sigs.k8s.io/yaml does: scalars resolved, aliases and merge keys (`<<`)
 * expanded, keys made strings. What JSON cannot say and what would be too large is refused.
 */
export class JsonConverter {
  /** What was wrong without making the document unreadable: duplicate keys, unknown tags, keys that change. */
  public readonly problems: Problem[] = [];

  private readonly anchors = new Map<string, { readonly value: Json; readonly size: Size } | 'open'>();
  private readonly sizes = new Map<object, Size>();
  private aliasedValues = 0;

  public constructor(private readonly limits: ReadLimits) {}

  /**
   * The JSON value of a node.
   *
   * @param depth how many lists and mappings are around it
   * @throws UnreadableError for what has no JSON form, and at the limits
   */
  public convert(node: Node | null, depth = 0): Json {
    if (node === null) return null;
    if (isAlias(node)) return this.expand(node, depth);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.convertContent(node, depth);
    this.anchors.set(anchor, 'open');
    const value = this.convertContent(node, depth);
    this.anchors.set(anchor, { value, size: measure(value, this.sizes) });
    return value;
  }

  private convertContent(node: Node, depth: number): Json {
    if (isScalar(node)) return this.scalar(node);
    if (depth >= this.limits.maxDepth) throw tooDeep(start(node), this.limits.maxDepth);
    this.checkTag(node);
    if (isSeq(node)) return node.items.map((item) => this.convert(nodeOf(item), depth + 1));
    if (isMap(node)) return this.mapping(node, depth);
    return null;
  }

  private scalar(node: Scalar): Json {
    const text = String(node.value ?? '');
    const value = this.resolve(node, text);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw unreadable(YamlCode.NOT_JSON, start(node), `'${text}' has no JSON form`, 'quote it, or write a number');
    }
    return value;
  }

  private resolve(node: Scalar, text: string): Json {
    this.checkTag(node);
    if (node.tag !== undefined) return resolveTaggedScalar(node.tag, text, start(node));
    return node.type === Scalar.PLAIN ? resolvePlainScalar(text) : text;
  }

  private checkTag(node: Node): void {
    if (node.tag === undefined || isKnownTag(node.tag)) return;
    this.problems.push({
      code: YamlCode.TAG,
      offset: start(node),
      message: `unknown tag '${shortTag(node.tag)}'; kubectl drops it silently`,
      fix: 'remove the tag, or run the tool that understands it first',
    });
  }

  private mapping(node: YAMLMap, depth: number): Json {
    const entries = new Map<string, Json>();
    const written = new Set<string>();
    for (const pair of node.items) {
      const key = nodeOf(pair.key);
      if (isMergeKey(key)) {
        this.merge(pair, entries, depth);
        continue;
      }
      const name = this.keyName(key, node, depth);
      if (written.has(name)) this.duplicate(name, key ?? node);
      written.add(name);
      entries.set(name, this.convert(nodeOf(pair.value), depth + 1));
    }
    return Object.fromEntries(entries);
  }

  /** The string a key becomes: JSON has no others. go-yaml resolves it first, so that `on` becomes `true`. */
  private keyName(key: Node | null, map: YAMLMap, depth: number): string {
    const value = this.convert(key, depth + 1);
    if (typeof value === 'string') return value;
    const place = start(key ?? map);
    if (typeof value !== 'boolean' && typeof value !== 'number') {
      throw unreadable(YamlCode.KEY, place, `a key must be a string, found ${describe(value)}`, 'quote the key');
    }
    const name = String(value);
    const text = isScalar(key) ? String(key.value) : name;
    if (name !== text) {
      this.problems.push({
        code: YamlCode.KEY,
        severity: Severity.WARNING,
        offset: place,
        message: `the key ${text} is read as '${name}'`,
        fix: `write "${text}" in quotes if that is the key, or '${name}'`,
      });
    }
    return name;
  }

  private duplicate(name: string, key: Node): void {
    this.problems.push({
      code: YamlCode.DUPLICATE_KEY,
      offset: start(key),
      message: `the key '${name}' is already set in this mapping`,
      fix: 'remove one of the two; only one of the values can count',
    });
  }

  /** Later keys win over merged ones, and merged ones over earlier keys: go-yaml v2 sets everything in the order of the text. */
  private merge(pair: Pair, entries: Map<string, Json>, depth: number): void {
    const source = nodeOf(pair.value);
    const value = this.convert(source, depth);
    const parts = isSeq(source) && Array.isArray(value) ? [...value].reverse() : [value];
    for (const part of parts) {
      if (!isJsonObject(part)) {
        throw unreadable(
          YamlCode.NOT_JSON,
          source === null ? 0 : start(source),
          `'<<' needs a mapping or a list of mappings, found ${describe(part)}`,
          'merge an alias of a mapping',
        );
      }
      for (const [key, merged] of Object.entries(part)) entries.set(key, merged);
    }
  }

  /** The value is shared, not copied: what counts against the limit is what a consumer would see. */
  private expand(alias: Alias, depth: number): Json {
    const anchor = this.anchors.get(alias.source);
    if (anchor === undefined || anchor === 'open') {
      throw unreadable(
        YamlCode.ALIAS,
        start(alias),
        anchor === 'open'
          ? `the anchor '${alias.source}' contains itself`
          : `there is no anchor '${alias.source}' above`,
        'point the alias at a value that stands complete above it',
      );
    }
    this.aliasedValues += anchor.size.values;
    if (this.aliasedValues > this.limits.maxAliasedValues) {
      throw unreadable(
        YamlCode.ALIAS,
        start(alias),
        `the aliases of the document stand for more than ${this.limits.maxAliasedValues} values`,
        'write the values out, or raise the limit if the file is to be trusted',
      );
    }
    if (depth + anchor.size.depth > this.limits.maxDepth) throw tooDeep(start(alias), this.limits.maxDepth);
    return anchor.value;
  }
}

/** Where a node starts in its text. */
export function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

function nodeOf(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

/** Only a plain `<<` merges; in quotes it is a key like any other. */
function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN && key.tag === undefined;
}

function describe(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a mapping' : `the ${typeof value} ${value}`;
}
