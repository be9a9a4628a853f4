import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parse } from 'yaml';
import { CATALOG, instantiate } from '../../blueprints';
import { at, isMapping } from '../../constructs/observed';
import { TREACHEROUS } from '../yaml/treacherous';

const outputs = CATALOG.map((blueprint) => [blueprint.name, instantiate(blueprint).chart.toJson()] as const);

/** The reader that kubectl itself uses, as a small Go program. */
describe("kubectl's own YAML reader (sigs.k8s.io/yaml)", () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stator-yaml-'));
    execFileSync('go', ['build', '-o', join(folder, 'tojson'), '.'], { cwd: join(__dirname, 'tojson'), stdio: 'pipe' });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const readAll = (texts: readonly string[]): readonly unknown[] => {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, text);
      return file;
    });
    return JSON.parse(execFileSync(join(folder, 'tojson'), files, { encoding: 'utf8', maxBuffer: 1 << 28 }));
  };

  test('all scalars of all outputs', () => {
    const documents = outputs.flatMap(([, all]) => all);
    expect(readAll(documents.map((document) => Yaml.stringify(document)))).toEqual(documents);
  });

  test('all scalars of all engine configuration files', () => {
    const files = outputs.flatMap(([, all]) => all).flatMap((document) => Object.values(configData(document)));
    expect(files.length).toBeGreaterThan(0);
    expect(readAll(files)).toEqual(files.map((file) => parse(file, { version: '1.1' })));
  });

  test('treacherous and random texts', () => {
    const random = fc.sample(fc.oneof(fc.string(), fc.string({ unit: 'binary' }).map(printable)), {
      numRuns: 500,
      seed: 7,
    });
    const document = {
      values: [...TREACHEROUS, ...random],
      map: Object.fromEntries(TREACHEROUS.map((key) => [key, key])),
    };
    expect(readAll([Yaml.stringify(document)])).toEqual([document]);
  });
});

function configData(document: unknown): Readonly<Record<string, string>> {
  const data = at(document, 'kind') === 'ConfigMap' ? at(document, 'data') : undefined;
  return isMapping(data) ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)])) : {};
}

/** YAML cannot hold every code point; neither can an environment variable. */
function printable(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/g, '');
}
