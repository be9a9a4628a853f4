import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Every `@ts-expect-error` in this folder marks a program that must not compile. `tsc` holds that there is an error; here it is also
 * seen to be about types, and not about a name that was never imported or a file that moved.
 */
const DIRECTIVE = /^(\s*)\/\/ @ts-expect-error (.+)$/;
/** Cannot find name, module; no exported member; unused. */
const NOT_ABOUT_TYPES = [2304, 2305, 2307, 2724, 6133];

const root = join(__dirname, '..', '..');
const files = readdirSync(__dirname)
  .filter((name) => name.startsWith('wrong-') && !name.endsWith('.test.ts'))
  .map((name) => join(__dirname, name));

interface WrongProgram {
  readonly what: string;
  readonly file: string;
  /** Lines from the directive up to the next one, counted from 0. */
  readonly from: number;
  readonly to: number;
}

const programs: readonly WrongProgram[] = files.flatMap((file) => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const marked = lines.flatMap((line, from) => {
    const what = DIRECTIVE.exec(line)?.[2];
    return what === undefined ? [] : [{ what, from }];
  });
  return marked.map(({ what, from }, index) => ({ what, file, from, to: marked[index + 1]?.from ?? lines.length }));
});

/** Error codes by file and line, with the directives taken out. */
function compile(): ReadonlyMap<string, readonly { readonly line: number; readonly code: number }[]> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (name) => {
    const text = readFile(name);
    return files.includes(name) ? text?.replace(/@ts-expect-error/g, 'expected:') : text;
  };
  const program = ts.createProgram(files, { ...options, noEmit: true }, host);
  return new Map(
    files.map((file) => {
      const source = program.getSourceFile(file);
      const found = source === undefined ? [] : program.getSemanticDiagnostics(source);
      const at = (start = 0) => source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return [file, found.map(({ start, code }) => ({ line: at(start), code }))] as const;
    }),
  );
}

describe('programs that must not compile', () => {
  const errors = compile();

  test('there are many, each wrong in its own way', () => {
    expect(programs.length).toBeGreaterThanOrEqual(70);
    expect(new Set(programs.map(({ what }) => what)).size).toBe(programs.length);
  });

  test.each(programs.map((program) => [program.what, program] as const))('%s', (_, { file, from, to }) => {
    const own = (errors.get(file) ?? []).filter(({ line }) => line > from && line < to);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ code }) => NOT_ABOUT_TYPES.includes(code))).toEqual([]);
  });
});
