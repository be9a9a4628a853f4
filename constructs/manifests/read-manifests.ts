import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Finding } from '../findings';
import { readBlockStyle } from './block-style';
import { JsonConverter, start } from './convert';
import { DEFAULT_LIMITS, type ManifestDocument, type ReadLimits } from './document';
import type { Json } from './json';
import { flattenObject, isList } from './objects';
import { parseText } from './parse';
import { type Problem, problemFinding, UnreadableError, YamlCode } from './problems';
import { type Chunk, decodeText, splitDocuments } from './text';

/** A file with manifests: its name, and its content as text or as the bytes on disk. */
export interface ManifestSource {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** What a file holds, and what is wrong with it. */
export interface ManifestReading {
  /** The objects that could be read, in the order of the file. */
  readonly documents: readonly ManifestDocument[];
  /** Codes YAML001 to YAML013; the path is `<file>:<line>`. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the Kubernetes objects of a YAML or JSON file as kubectl does: YAML 1.1 scalars (`y`, `012`, `1e3` are no text), documents
 * between lines that start with `---`, the items of a `List` one by one. Never throws for bad input: each thing that is wrong
 * becomes a finding, and the other documents of the file are read all the same.
 *
 * Stricter than kubectl in two points where it is silent and surely wrong: a key that occurs twice, and a tag nobody knows.
 * Whole numbers beyond 2^53 lose their last digits, since they become JavaScript numbers.
 *
 * @param limits default: 16 MiB a file, 200 levels of nesting, 100 000 values behind the aliases of a document
 */
export function readManifests(source: ManifestSource, limits: Partial<ReadLimits> = {}): ManifestReading {
  const reader = new ManifestReader(source.name, { ...DEFAULT_LIMITS, ...limits });
  reader.read(source.content);
  return { documents: reader.documents, findings: reader.findings };
}

class ManifestReader {
  public readonly documents: ManifestDocument[] = [];
  public readonly findings: Finding[] = [];
  private index = 0;

  public constructor(
    private readonly name: string,
    private readonly limits: ReadLimits,
  ) {}

  public read(content: string | Uint8Array): void {
    const decoded = decodeText(content, this.limits);
    if ('problem' in decoded) {
      this.report(decoded.problem, 1);
      return;
    }
    for (const chunk of splitDocuments(decoded.text)) this.readChunk(chunk);
    if (this.documents.length === 0 && this.findings.length === 0) {
      this.report(
        { code: YamlCode.EMPTY, message: 'the file holds no object', fix: 'add an object, or leave the file out' },
        1,
      );
    }
  }

  private readChunk(chunk: Chunk): void {
    const simple = readBlockStyle(chunk.text, this.limits.maxDepth);
    if (simple !== undefined && !isList(simple.value)) this.addObjects(simple.value, chunk.line + simple.line, []);
    else this.parseChunk(chunk);
    if (chunk.afterSeparator !== undefined) {
      this.report(
        {
          code: YamlCode.SYNTAX,
          message: `only a comment may follow '---', found '${chunk.afterSeparator.slice(0, 40)}'`,
          fix: "put '---' on a line of its own",
        },
        chunk.line + lineBreaks(chunk.text, chunk.text.length),
      );
    }
  }

  private parseChunk(chunk: Chunk): void {
    try {
      const { root, lineOf } = parseText(chunk.text, this.limits);
      const converter = new JsonConverter(this.limits);
      const value = converter.convert(root);
      const lineAt = (offset: number): number => chunk.line + lineOf(offset) - 1;
      for (const problem of converter.problems) this.report(problem, lineAt(problem.offset));
      if (root !== null && value !== null) this.addObjects(value, lineAt(start(root)), itemOffsets(root).map(lineAt));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      this.report(error.problem, chunk.line + lineBreaks(chunk.text, error.problem.offset));
      this.index += 1;
    }
  }

  /** @param itemLines where the items of a List start */
  private addObjects(value: Json, line: number, itemLines: readonly number[]): void {
    for (const found of flattenObject(value)) {
      const itemLine = (found.item === undefined ? undefined : itemLines[found.item]) ?? line;
      if ('problem' in found) this.report(found.problem, itemLine);
      else this.documents.push({ source: this.name, index: this.index, line: itemLine, value: found.object });
    }
    this.index += 1;
  }

  private report(problem: Omit<Problem, 'offset'>, line: number): void {
    this.findings.push(problemFinding(`${this.name}:${line}`, problem));
  }
}

/** Where the items of a List stand in the text. */
function itemOffsets(root: Node): readonly number[] {
  if (!isMap(root)) return [];
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === 'items');
  const items = pair?.value;
  if (!isSeq(items)) return [];
  return items.items.map((item) => (isMap(item) ? start(item) : start(root)));
}

function lineBreaks(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
