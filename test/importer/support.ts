import * as cdk8s from 'cdk8s';
import ts from 'typescript';
import * as blueprints from '../../blueprints';
import * as constructs from '../../constructs';
import type { ProgramRun } from '../../importer/import';

const MODULES: Readonly<Record<string, unknown>> = { stator: constructs, 'stator/blueprints': blueprints, cdk8s };

/** Runs a program with the library of the test. */
export function runProgram(source: string): Promise<ProgramRun> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: { default?: blueprints.Blueprint } = {};
  new Function('require', 'exports', outputText)((name: string) => MODULES[name], exported);
  if (exported.default === undefined) {
    throw new Error('the program exports no blueprint');
  }
  const { app, graph } = blueprints.instantiate(exported.default);
  return Promise.resolve({ documents: constructs.appDocuments(app), findings: graph.check().findings });
}
