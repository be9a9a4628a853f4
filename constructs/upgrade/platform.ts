import type { Observation } from '../observed';
import type { PerEngine, Release } from '../releases';
import type { Span } from './table-steps';
import type { PlatformChange } from './upgrade';

type Engine = keyof PerEngine<unknown>;

const ENGINE_NAMES: Readonly<Record<Engine, string>> = { trtllm: 'TensorRT-LLM', vllm: 'vLLM', sglang: 'SGLang' };

/** Facts of a release that matter to every graph. */
const FACTS: readonly (readonly [what: string, read: (release: Release) => string])[] = [
  ['Kubernetes, at least', ({ kubernetes }) => kubernetes.min],
  ['Kubernetes with device claims, at least', ({ kubernetes }) => kubernetes.dra],
  ['Grove, at least', ({ grove }) => grove.min],
  ['KAI scheduler, at least', ({ kai }) => kai],
  ['LeaderWorkerSet, at least', ({ lws }) => lws],
  ['objects are stored as', ({ storageVersion }) => storageVersion],
  ['NATS comes with the chart', ({ natsBundled }) => yes(natsBundled)],
  ['KV events travel by', ({ eventPlane }) => eventPlane],
  [
    'failed liveness probes until a worker restarts',
    ({ livenessFailureThreshold }) => String(livenessFailureThreshold),
  ],
  ['workers send themselves health checks', ({ canaryHealthChecks }) => yes(canaryHealthChecks)],
  ['names above 45 characters', ({ groveNames }) => (groveNames === 'strict' ? 'refused' : 'shortened')],
  ['tag of images for AWS EFA ends with', ({ efa }) => efa.suffix],
];

/** Facts of a release for one engine. */
const ENGINE_FACTS: readonly (readonly [what: string, read: (release: Release, engine: Engine) => string])[] = [
  ['', ({ engines }, engine) => engines[engine]],
  ['NIXL', ({ nixl }, engine) => nixl[engine]],
  ['CUDA', ({ cuda }, engine) => cuda[engine]],
  ['driver branch, at least', ({ driver }, engine) => String(driver[engine])],
];

/** The facts that differ between two releases: of the platform, and of the engines that the graphs run. */
export function platformChanges({ graphs }: Observation, { from, to }: Span): readonly PlatformChange[] {
  const kinds = new Set(graphs.flatMap(({ components }) => components.map(({ engine }) => engine?.kind)));
  const engines = Object.keys(ENGINE_NAMES)
    .filter(isEngine)
    .filter((engine) => kinds.has(engine));
  const rows = [
    ...engines.flatMap((engine) =>
      ENGINE_FACTS.map(
        ([what, read]): PlatformChange => ({
          what: `${ENGINE_NAMES[engine]}${what === '' ? '' : ` image: ${what}`}`,
          before: read(from, engine),
          after: read(to, engine),
        }),
      ),
    ),
    ...FACTS.map(([what, read]): PlatformChange => ({ what, before: read(from), after: read(to) })),
  ];
  return rows.filter(({ before, after }) => before !== after);
}

function isEngine(name: string): name is Engine {
  return Object.hasOwn(ENGINE_NAMES, name);
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}
