import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG, COMMON_DIFFERENCES, instantiate, type RecipeDifference } from '../../blueprints';
import { appDocuments } from '../../constructs';
import { isMapping, Observation, type ObservedComponent } from '../../constructs/observed';

const RECIPES = join(__dirname, '..', '..', '..', 'shared', 'facts', 'recipes.json');

interface RecipePool {
  readonly name: string;
  readonly role: string;
  readonly replicas: number;
  readonly nodesPerReplica: number;
  readonly gpusPerNode: number;
  readonly module?: string;
  readonly disaggregationMode?: string;
  readonly parallelism?: Readonly<Record<string, number | boolean>>;
  readonly flags?: Readonly<Record<string, string | true>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly engineConfig?: string;
  readonly volumeMounts?: Readonly<Record<string, string>>;
  readonly podResourceClaimTemplates?: readonly string[];
  readonly sharedMemory?: string;
  readonly extendedResources?: Readonly<Record<string, string>>;
}

interface Recipe {
  readonly path: string;
  readonly mode: 'agg' | 'disagg';
  readonly globalEnv: Readonly<Record<string, string>>;
  readonly engineConfigs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly computeDomains: readonly { readonly numNodes: number }[];
  readonly pools: readonly RecipePool[];
}

/** What TensorRT-LLM does when its configuration says nothing: written down or not, it is the same. */
const TRTLLM_DEFAULTS: Readonly<Record<string, unknown>> = {
  backend: 'pytorch',
  pipeline_parallel_size: 1,
  enable_attention_dp: false,
  enable_chunked_prefill: false,
  disable_overlap_scheduler: false,
  print_iter_log: false,
};

/** What the operator mounts when a manifest says nothing. */
const OPERATOR_SHARED_MEMORY = '8Gi';

/** A side of the comparison: every compared fact by its place. */
type Facts = ReadonlyMap<string, unknown>;

function flatten(value: unknown, prefix: string, into: Map<string, unknown>): void {
  if (isMapping(value)) {
    for (const [key, entry] of Object.entries(value)) {
      flatten(entry, `${prefix}.${key}`, into);
    }
  } else {
    into.set(prefix, value);
  }
}

function recipeFacts(recipe: Recipe): Facts {
  const facts = new Map<string, unknown>();
  for (const pool of recipe.pools) {
    const role = roleOf(pool, recipe);
    facts.set(`${role}.replicas`, pool.replicas);
    facts.set(`${role}.nodes`, pool.nodesPerReplica);
    facts.set(`${role}.gpus`, pool.gpusPerNode);
    const { tp, pp, dp, ep, attentionDp } = pool.parallelism ?? {};
    if (pool.parallelism !== undefined) {
      flatten(
        { tp: tp ?? 1, pp: pp ?? 1, dp: dp ?? 1, ep: ep ?? 1, attentionDp: attentionDp ?? false },
        `${role}.parallelism`,
        facts,
      );
    }
    flatten(comparedFlags(otherFlags(pool)), `${role}.flags`, facts);
    flatten({ ...recipe.globalEnv, ...pool.env }, `${role}.env`, facts);
    const [configMap, key] = pool.engineConfig?.split('/') ?? [];
    flatten(recipe.engineConfigs[configMap ?? '']?.[key ?? ''] ?? {}, `${role}.engine`, facts);
    flatten(limitFlags(pool), `${role}.engine`, facts);
    facts.set(`${role}.claims`, Object.keys(pool.volumeMounts ?? {}).sort());
    facts.set(`${role}.channelClaims`, pool.podResourceClaimTemplates?.length ?? 0);
    facts.set(`${role}.sharedMemory`, pool.sharedMemory ?? OPERATOR_SHARED_MEMORY);
    flatten(pool.extendedResources ?? {}, `${role}.resources`, facts);
  }
  facts.set('computeDomain.nodes', recipe.computeDomains[0]?.numNodes);
  return facts;
}

function blueprintFacts(observation: Observation): Facts {
  const facts = new Map<string, unknown>();
  for (const component of observation.graphs.flatMap((graph) => graph.components)) {
    const { role, engine } = component;
    facts.set(`${role}.replicas`, component.replicas);
    facts.set(`${role}.nodes`, component.nodeCount);
    facts.set(`${role}.gpus`, component.gpus);
    if (engine !== undefined) {
      const { tensor, pipeline, data, expert, attentionDp } = engine.parallelism;
      flatten({ tp: tensor, pp: pipeline, dp: data, ep: expert ?? 1, attentionDp }, `${role}.parallelism`, facts);
    }
    flatten(
      comparedFlags(component.commandLine.flags.map(({ name, value }) => [name, value ?? true])),
      `${role}.flags`,
      facts,
    );
    flatten(
      Object.fromEntries([...component.env.values()].map(({ name, value }) => [name, value])),
      `${role}.env`,
      facts,
    );
    flatten(engine?.config?.values ?? {}, `${role}.engine`, facts);
    facts.set(`${role}.claims`, [...component.claimNames].sort());
    facts.set(`${role}.channelClaims`, component.podClaims.length);
    facts.set(`${role}.sharedMemory`, `${component.sharedMemoryBytes / 2 ** 30}Gi`);
    flatten(amounts(component), `${role}.resources`, facts);
  }
  const [domain] = observation.ofKind('ComputeDomain');
  const spec = domain?.value['spec'];
  facts.set('computeDomain.nodes', isMapping(spec) ? spec['numNodes'] : undefined);
  return facts;
}

/** Limits that TensorRT-LLM takes as flags or in its configuration file; blueprints write them into the file. */
const LIMIT_FLAG = /^--(max-(?:batch-size|num-tokens|seq-len))$/;

function limitFlags({ module, flags = {} }: RecipePool): Readonly<Record<string, number>> {
  const limits = Object.entries(flags).filter(([flag]) => module === 'dynamo.trtllm' && LIMIT_FLAG.test(flag));
  return Object.fromEntries(limits.map(([flag, value]) => [flag.slice(2).replaceAll('-', '_'), Number(value)]));
}

function otherFlags({ module, flags = {} }: RecipePool): readonly (readonly [string, string | true])[] {
  return Object.entries(flags).filter(([flag]) => !(module === 'dynamo.trtllm' && LIMIT_FLAG.test(flag)));
}

/** Aggregated workers stand under several roles in the index. */
function roleOf({ role, disaggregationMode }: RecipePool, { mode }: Recipe): string {
  if (role === 'main') {
    return disaggregationMode ?? role;
  }
  return mode === 'agg' && role === 'decode' ? 'worker' : role;
}

function amounts({ extendedResources }: ObservedComponent): Readonly<Record<string, string>> {
  const others = Object.entries(extendedResources).filter(([name]) => name !== 'nvidia.com/gpu');
  return Object.fromEntries(others.map(([name, count]) => [name, String(count)]));
}

/** The recipe index keeps sizes, names and modes apart from the other flags. */
const KEPT_APART =
  /^--(?:model(?:-path)?|served-model-name|disaggregation-mode|tp|dp|ep-size|tensor-parallel-size|data-parallel-size|enable-expert-parallel)$/;

function comparedFlags(flags: readonly (readonly [string, string | true])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    flags
      .map(
        ([name, value]) => [name.replaceAll('_', '-'), typeof value === 'string' ? flagValue(value) : value] as const,
      )
      .filter(([name]) => !KEPT_APART.test(name)),
  );
}

/** JSON as a value, so that neither the order of its keys nor quotes around its numbers count. */
function flagValue(text: string): unknown {
  return text.startsWith('{') ? plain(JSON.parse(text)) : text;
}

function plain(value: unknown): unknown {
  if (isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return typeof value === 'string' && /^(?:\d+|true|false)$/i.test(value) ? JSON.parse(value.toLowerCase()) : value;
}

/** Differences in either direction: JSON so that numbers and texts are told apart, but not the order of keys in a flag's JSON. */
function differences(recipe: Facts, blueprint: Facts): readonly string[] {
  // Flags are texts: 0.90 and 0.9 are the same.
  const number = (value: unknown) => (typeof value === 'string' && /^\d+\.\d+$/.test(value) ? Number(value) : value);
  const text = (value: unknown) => JSON.stringify(number(value) ?? null);
  const usual = (key: string, facts: Facts) =>
    !facts.has(key) || facts.get(key) === TRTLLM_DEFAULTS[/\.engine\.(\w+)$/.exec(key)?.[1] ?? ''];
  return [...new Set([...recipe.keys(), ...blueprint.keys()])]
    .filter((key) => !(usual(key, recipe) && usual(key, blueprint)))
    .filter((key) => recipe.has(key) !== blueprint.has(key) || text(recipe.get(key)) !== text(blueprint.get(key)))
    .sort();
}

function matches(pattern: string, place: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(place);
}

const available = existsSync(RECIPES);
const recipes: readonly Recipe[] = available ? JSON.parse(readFileSync(RECIPES, 'utf8')).recipes : [];

const parities = CATALOG.flatMap((blueprint) =>
  blueprint.parities.map((parity) => [parity.recipe, blueprint, parity] as const),
);

(available ? describe : describe.skip)('parity with public recipes', () => {
  test.each(parities)('%s is met but for what is listed', (path, blueprint, parity) => {
    const recipe = recipes.find((candidate) => candidate.path === path);
    if (recipe === undefined) {
      throw new Error(`there is no recipe ${path}`);
    }
    const { app } = instantiate(blueprint, { parameters: parity.parameters ?? {} });
    const facts = recipeFacts(recipe);
    const found = differences(facts, blueprintFacts(Observation.of(appDocuments(app))));
    const stated = [...COMMON_DIFFERENCES, ...parity.differences];
    const explains = ({ at, added }: RecipeDifference, place: string) =>
      matches(at, place) && !(added === true && facts.has(place));
    expect({
      unexplained: found.filter((place) => !stated.some((difference) => explains(difference, place))),
      stale: parity.differences.filter((each) => !found.some((place) => explains(each, place))).map(({ at }) => at),
    }).toEqual({ unexplained: [], stale: [] });
  });

  test('every recipe of May 2026 is covered by one blueprint', () => {
    const covered = parities.map(([path]) => path);
    expect(covered.filter((path, index) => covered.indexOf(path) !== index)).toEqual([]);
    expect(recipes.map(({ path }) => path).filter((path) => !covered.includes(path))).toEqual([]);
  });

  test('every difference gives a reason in words', () => {
    const stated = [...COMMON_DIFFERENCES, ...parities.flatMap(([, , { differences: own }]) => own)];
    expect(stated.filter(({ reason }) => reason.split(' ').length < 4)).toEqual([]);
  });
});
