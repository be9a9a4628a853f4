import type { ReadLimits } from './document';
import { type Problem, YamlCode } from './problems';

/** The text of a file, or why it cannot be had. */
export function decodeText(
  content: string | Uint8Array,
  limits: ReadLimits,
): { readonly text: string } | { readonly problem: Problem } {
  const size = typeof content === 'string' ? new TextEncoder().encode(content).length : content.length;
  if (size > limits.maxBytes) {
    return {
      problem: {
        code: YamlCode.TOO_LARGE,
        offset: 0,
        message: `the file has ${size} bytes, at most ${limits.maxBytes} are read`,
        fix: 'split the file, or raise the limit',
      },
    };
  }
  if (typeof content === 'string') return { text: content.replace(/^\uFEFF/, '') };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content) };
  } catch {
    return {
      problem: {
        code: YamlCode.NOT_UTF8,
        offset: 0,
        message: 'the file is not valid UTF-8',
        fix: 'save the file as UTF-8',
      },
    };
  }
}

/** A part of a file that holds one YAML document. */
export interface Chunk {
  readonly text: string;
  /** Line of the file on which the part starts, counted from 1. */
  readonly line: number;
  /** What follows the `---` that ends the part, if it is more than a comment: kubectl refuses that. */
  readonly afterSeparator?: string;
}

/**
 * Cuts a file at the lines that start with `---`, as kubectl does before any YAML is read. A text that is one JSON value is
 * left whole, and its tabs (which JSON allows between values, and YAML does not) become spaces.
 */
export function splitDocuments(text: string): readonly Chunk[] {
  if (/^\s*[{[]/.test(text) && isJson(text)) return [{ text: text.replaceAll('\t', ' '), line: 1 }];
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let start = 1;
  const all = text
    .replace(/\r\n?|\u0085/g, '\n')
    .replace(/\n$/, '')
    .split('\n');
  all.forEach((line, position) => {
    if (!line.startsWith('---')) {
      lines.push(line);
      return;
    }
    const rest = line.slice(3).trim();
    const chunk = { text: joinLines(lines), line: start };
    chunks.push(rest === '' || rest.startsWith('#') ? chunk : { ...chunk, afterSeparator: rest });
    lines = [];
    start = position + 2;
  });
  return [...chunks, { text: joinLines(lines), line: start }];
}

/** Every line of a part ends with a line break, the last one too. */
function joinLines(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
