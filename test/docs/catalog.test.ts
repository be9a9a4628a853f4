import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG, CATALOG_BY_MODEL } from '../../blueprints';
import { ROOT } from './support';

const [, section = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('## The catalog');
const [chapter = ''] = section.split('\n## ');
const namesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const isAggregated = (name: string) => name.endsWith('-aggregated');

describe("the README's catalog", () => {
  test('has a row for each model, with its disaggregated and its aggregated blueprints', () => {
    const rows = chapter
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)
      .map((line) => line.split(' | '))
      .map(([model = '', apart = '', together = '']) => [model.slice(2), namesIn(apart), namesIn(together)]);
    expect(rows).toEqual(
      CATALOG_BY_MODEL.map(({ model, blueprints }) => {
        const names = blueprints.map(({ name }) => name);
        return [model, names.filter((name) => !isAggregated(name)), names.filter(isAggregated)];
      }),
    );
  });

  test('counts blueprints and the public recipes that they cover', () => {
    const recipes = new Set(CATALOG.flatMap(({ parities }) => parities.map(({ recipe }) => recipe)));
    expect(chapter).toContain(`${CATALOG.length} blueprints for ${CATALOG_BY_MODEL.length} models`);
    expect(chapter).toContain(`${recipes.size} of the 43 manifests`);
  });

  test('names only blueprints that there are', () => {
    const known = CATALOG.map(({ name }) => name);
    const named = namesIn(chapter).filter((name) =>
      /^[-a-z0-9]+-(?:trtllm|vllm|sglang|mocker)(?:-aggregated)?$/.test(name),
    );
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
