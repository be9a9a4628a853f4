import { RE2JS } from 're2js';

/*
 * Patterns are RE2, as in Go: '(?i)' and '\x60' inside, no look-ahead, '$' only at the very end, characters are code points.
 * JavaScript's own RegExp differs in each of these, so the RE2 port does the matching.
 */
const compiled = new Map<string, RE2JS | undefined>();

/** The compiled pattern, or undefined if it is no RE2. Compiled once. */
export function compilePattern(pattern: string): RE2JS | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, tryCompile(pattern));
  return compiled.get(pattern);
}

/** True if the pattern occurs somewhere in the text; false too for a pattern that is no RE2, as the API server has it. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compilePattern(pattern)?.matcher(text).find() ?? false;
}

function tryCompile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
