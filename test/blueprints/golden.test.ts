import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { CATALOG, instantiate } from '../../blueprints';

/** The reviewed output of each blueprint. `node scripts/golden.mjs` writes it anew; read the diff before you commit it. */
describe('golden files', () => {
  test.each(CATALOG.map((blueprint) => [blueprint.name, blueprint] as const))('%s', (name, blueprint) => {
    const golden = readFileSync(join(__dirname, 'golden', `${name}.yaml`), 'utf8');
    expect(Yaml.stringify(...instantiate(blueprint).chart.toJson())).toBe(golden);
  });
});
