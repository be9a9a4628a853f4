import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import ts from 'typescript';
import { type Blueprint, defineBlueprint } from '../../blueprints/blueprint';
import { instantiate } from '../../blueprints/instantiate';
import * as constructs from '../../constructs';
import type { ProgramRun } from '../../importer';

export const ROOT = join(__dirname, '..', '..');
const MODULES: Readonly<Record<string, unknown>> = {
  stator: constructs,
  'stator/blueprints': { defineBlueprint },
  cdk8s,
};

/** Runs a program with the library of the test. */
export function runProgram(source: string): Promise<ProgramRun> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: { default?: Blueprint } = {};
  new Function('require', 'exports', outputText)((name: string) => MODULES[name], exported);
  if (exported.default === undefined) {
    throw new Error('the program exports no blueprint');
  }
  const { app, graph } = instantiate(exported.default);
  return Promise.resolve({ documents: constructs.appDocuments(app), findings: graph.check().findings });
}

/** A program as the project's formatter and linter leave it. */
export function formatted(source: string): string {
  const biome = require.resolve('@biomejs/biome/bin/biome');
  return execFileSync(process.execPath, [biome, 'check', '--write', '--stdin-file-path=importer/imported.ts'], {
    cwd: ROOT,
    input: source,
    encoding: 'utf8',
  });
}

/** What `tsc` says, with this project's settings, to programs that import this very library. */
export function compileErrors(programs: readonly string[]): readonly string[] {
  const sources = new Map(programs.map((source, index) => [join(ROOT, 'importer', `imported-${index}.ts`), source]));
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const settings: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT).options,
    noEmit: true,
    baseUrl: ROOT,
    paths: { stator: ['constructs/index.ts'], 'stator/blueprints': ['blueprints/index.ts'] },
  };
  const host = ts.createCompilerHost(settings);
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)];
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  const program = ts.createProgram([...sources.keys()], settings, host);
  return [...sources.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    const found =
      source === undefined
        ? []
        : [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${name}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
