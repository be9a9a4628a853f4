import { type Blueprint, CATALOG, instantiate } from '../../blueprints';
import type { GraphDescription, PoolDescription } from '../../constructs';
import { assignments } from '../assignments';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { gibibytes, grouped, table } from '../text';

export interface SizesOptions {
  readonly set: readonly string[];
  readonly json?: boolean;
}

const HEAD = [
  'BLUEPRINT',
  'POOL',
  'WORKERS',
  'PARALLELISM',
  'GPUS',
  'NODES',
  'WEIGHTS/GPU',
  'KV CACHE/GPU',
  'KV FORMAT',
  'BYTES/TOKEN',
  'TOKENS/WORKER',
];

/**
 * `stator sizes [name...]`: what the pools of blueprints take, side by side.
 *
 * @param names of blueprints, or what several have in their names; none means all
 * @throws InputError for a name that no blueprint has
 */
export function sizes(names: readonly string[], options: SizesOptions, output: Output): ExitCode {
  const chosen = names.length === 0 ? CATALOG : names.flatMap(blueprintsOf);
  const parameters = assignments(options.set);
  const describe = (blueprint: Blueprint): readonly [string, GraphDescription] => [
    blueprint.name,
    instantiate(blueprint, { parameters }).graph.describe(),
  ];
  const graphs = [...new Set(chosen)].map(describe);
  if (options.json === true) {
    const blueprints = graphs.map(([name, { totals, pools }]) => ({ name, totals, pools }));
    output.line(JSON.stringify({ blueprints }, null, 2));
  } else {
    const rows = graphs.flatMap(([name, { pools }]) =>
      pools.map((pool, index) => [index === 0 ? name : '', ...poolCells(pool)]),
    );
    output.line(table(HEAD, rows, { right: [2, 5, 6, 7, 9, 10], colors: output.colors }));
  }
  return ExitCode.OK;
}

/** The blueprint of the name, else all that have it in theirs. */
function blueprintsOf(name: string): readonly Blueprint[] {
  const exact = CATALOG.filter((blueprint) => blueprint.name === name);
  const found = exact.length > 0 ? exact : CATALOG.filter((blueprint) => blueprint.name.includes(name));
  if (found.length === 0) {
    throw new InputError(`no blueprint has '${name}' in its name`, "'stator list' shows all");
  }
  return found;
}

function poolCells({
  name,
  workers,
  parallelism,
  gpus,
  nodes,
  nodeGroup,
  kv,
  memory,
}: PoolDescription): readonly string[] {
  return [
    name,
    String(workers),
    parallelism.text,
    gpus === 0 ? '-' : `${gpus} ${nodeGroup.gpu}`,
    String(nodes),
    ...(memory === undefined
      ? ['-', '-']
      : [`${gibibytes(memory.weightBytes)} GiB`, `${gibibytes(memory.kvCacheBytes)} GiB`]),
    kv.precision.toUpperCase(),
    kv.bytesPerToken === undefined ? '-' : grouped(kv.bytesPerToken),
    memory === undefined ? '-' : grouped(memory.kvTokensPerWorker),
  ];
}
