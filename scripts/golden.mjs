// Writes the golden file of each blueprint from the built library. The diff is to be read, not waved through.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Yaml } = require('cdk8s');
const { CATALOG, instantiate } = require('../dist/blueprints/index.js');

for (const blueprint of CATALOG) {
  const { chart } = instantiate(blueprint);
  writeFileSync(`test/blueprints/golden/${blueprint.name}.yaml`, Yaml.stringify(...chart.toJson()));
}
