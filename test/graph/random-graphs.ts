import { Duration, JsonPatch, Size } from 'cdk8s';
import fc from 'fast-check';
import {
  AggregatedPool,
  type Checkpoint,
  checkApp,
  DecodePool,
  Engine,
  type EngineKind,
  EnvValue,
  Fabric,
  Frontend,
  InferenceGraph,
  InvalidValueError,
  KvPrecision,
  ModelCache,
  models,
  NodeGroup,
  Orchestrator,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  Router,
  SecretKey,
  Severity,
  Workload,
} from '../../constructs';
import { chart } from './support';

/** Whole graphs: models x engines x machines x parallelism x pools x router x release x features x patches. */
const checkpoints: readonly Checkpoint[] = [
  models.DEEPSEEK_R1.at(Precision.FP8),
  models.DEEPSEEK_R1.at(Precision.NVFP4),
  models.GPT_OSS_120B.at(Precision.MXFP4),
  models.QWEN3_32B.at(Precision.FP8),
  models.LLAMA_3_3_70B.at(Precision.FP8),
];

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.integer({ min: 0, max: 19 }).chain((n) => (n === 0 ? value : fc.constant(undefined)));

const nodes = fc.constantFrom(
  NodeGroup.h100Sxm(),
  NodeGroup.h100Sxm({
    name: 'team-a',
    nodeSelector: { pool: 'inference' },
    tolerations: [{ key: 'team', operator: 'Equal', value: 'a' }],
  }),
  NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) }),
  NodeGroup.h200Sxm({
    name: 'h200-infiniband',
    fabric: Fabric.infiniband({ perGpu: 1, netDevices: ['mlx5_0:1', 'mlx5_1:1'] }),
  }),
  NodeGroup.b200Hgx({ fabric: Fabric.tcp() }),
  NodeGroup.b300Hgx(),
  NodeGroup.gb200Nvl72({ nodes: 9 }),
  NodeGroup.gb200Nvl72({ name: 'a4x', fabric: Fabric.roce({ networks: ['rdma-0', 'rdma-1'] }) }),
);
const size = fc.constantFrom(1, 2, 4, 4, 8, 8, 8, 12, 16, 32);
/** Mostly what engineers choose; sometimes anything. */
const parallelism = fc.oneof(
  { weight: 3, arbitrary: size.map((tensor) => ({ tensor })) },
  { weight: 2, arbitrary: size.map((gpus) => ({ tensor: gpus, expert: gpus, attentionDp: gpus })) },
  {
    weight: 1,
    arbitrary: fc.record({
      tensor: size,
      data: fc.constantFrom(1, 1, 2, 16),
      expert: fc.constantFrom(1, 4, 8, 16),
      attentionDp: fc.constantFrom(1, 2, 8),
    }),
  },
);
const env = fc.constantFrom(
  { UCX_LOG_LEVEL: 'info' },
  { NO: 'n', ONE: '0x1F', EMPTY: '' },
  { HF_TOKEN: EnvValue.secret(SecretKey.of('hf', 'HF_TOKEN')) },
  { 'not a name': 'x' },
  { DYN_SYSTEM_PORT: '9091' },
  { 'with.dots-and-dashes': 'x' },
  { '1ST': 'x' },
  { 'a=b': 'x' },
);
const args = fc.constantFrom(
  ['--seed', '1'],
  ['--enable-prefix-caching'],
  ['--tensor-parallel-size', '3'],
  ["it's"],
  ['\u0001'],
);
const quantity = fc.constantFrom(Size.mebibytes(512), Size.gibibytes(1), Size.gibibytes(64), Size.kibibytes(1_000_001));
const pool = fc.record({
  nodes,
  parallelism,
  workers: fc.constantFrom(1, 1, 1, 2, 3, 0),
  cpu: seldom(fc.constantFrom(0.5, 3, 12.25, 1 / 3, 400)),
  memory: seldom(quantity),
  sharedMemory: seldom(quantity),
  memoryFraction: seldom(fc.constantFrom(0.3, 0.8, 0.95)),
  startupWindow: seldom(fc.constantFrom(Duration.minutes(5), Duration.hours(100), Duration.days(2000))),
  drain: seldom(fc.constantFrom(Duration.seconds(1), Duration.millis(1), Duration.days(1))),
  limits: seldom(fc.record({ batchSize: fc.integer({ min: 1, max: 4096 }) })),
  extraEnv: seldom(env),
  extraArgs: seldom(args),
});

/** Changes that users make to finished objects: some are right, some are not. */
const PATCHES: Readonly<Record<string, JsonPatch>> = {
  annotation: JsonPatch.add('/metadata/annotations', { team: 'inference' }),
  'annotation that is no text': JsonPatch.add('/metadata/annotations', { team: 1 }),
  'bad label': JsonPatch.add('/metadata/labels', { team: 'not a label!' }),
  priority: JsonPatch.add(`${pod(0)}/priorityClassName`, 'high'),
  'scheduler that is no text': JsonPatch.add(`${pod(0)}/schedulerName`, 7),
  'unknown field of the graph': JsonPatch.add('/spec/servces', {}),
  'unknown field of a component': JsonPatch.add('/spec/components/0/replica', 1),
  'unknown field of a pod': JsonPatch.add(`${pod(1)}/nodeSelectr`, {}),
  'replicas as text': JsonPatch.replace('/spec/components/0/replicas', '2'),
  'negative replicas': JsonPatch.replace('/spec/components/0/replicas', -1),
  'unknown type': JsonPatch.replace('/spec/components/0/type', 'main'),
  'unknown engine': JsonPatch.replace('/spec/backendFramework', 'tgi'),
  'no components': JsonPatch.remove('/spec/components'),
  'name in capitals': JsonPatch.replace('/metadata/name', 'Graph'),
  sidecar: JsonPatch.add(`${pod(0)}/containers/-`, { name: 'log', image: 'example.com/log:1.0.0' }),
  'sidecar of the same name': JsonPatch.add(`${pod(0)}/containers/-`, { name: 'main', image: 'example.com/log:1.0.0' }),
  'sidecar without an image': JsonPatch.add(`${pod(0)}/containers/-`, { name: 'log' }),
  'sidecar in capitals': JsonPatch.add(`${pod(0)}/containers/-`, { name: 'Log', image: 'example.com/log:1.0.0' }),
  'mount without a volume': JsonPatch.add(`${main(0)}/volumeMounts/-`, { name: 'nowhere', mountPath: '/x' }),
  'mounts from the start': JsonPatch.add(`${main(1)}/volumeMounts`, []),
  'port beyond the last': JsonPatch.add(`${main(0)}/ports`, [{ name: 'http', containerPort: 70000 }]),
  'two handlers': JsonPatch.add(`${main(1)}/startupProbe/tcpSocket`, { port: 9090 }),
  'half a GPU': JsonPatch.replace(`${main(1)}/resources/limits/nvidia.com~1gpu`, '500m'),
  'request above the limit': JsonPatch.replace(`${main(0)}/resources/requests/cpu`, '64'),
  'bad quantity': JsonPatch.replace(`${main(0)}/resources/limits/memory`, '16GB'),
  affinity: JsonPatch.add(`${pod(1)}/affinity`, {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
      },
    },
  }),
  'affinity without values': JsonPatch.add(`${pod(1)}/affinity`, {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' }] }],
      },
    },
  }),
  'toleration of an unknown operator': JsonPatch.add(`${pod(1)}/tolerations/-`, { key: 'x', operator: 'Is' }),
  'grace below zero': JsonPatch.add(`${pod(1)}/terminationGracePeriodSeconds`, -1),
  'restart policy': JsonPatch.add(`${pod(1)}/restartPolicy`, 'Sometimes'),
  'claim that nobody made': JsonPatch.add(`${main(1)}/resources/claims`, [{ name: 'gpu' }]),
  'variable from two places': JsonPatch.add(`${main(1)}/env/-`, {
    name: 'X',
    value: '1',
    valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
  }),
  'null instead of nothing': JsonPatch.add(`${pod(0)}/nodeSelector`, null),
};

function pod(component: number): string {
  return `/spec/components/${component}/podTemplate/spec`;
}

function main(component: number): string {
  return `${pod(component)}/containers/0`;
}

/** What a random graph is made of. */
export const randomGraph = fc.record({
  engine: fc.constantFrom<Engine<EngineKind>>(Engine.trtllm(), Engine.vllm(), Engine.sglang()),
  checkpoint: fc.constantFrom(...checkpoints),
  release: fc.constantFrom(...Release.all),
  router: fc.constantFrom(Router.roundRobin(), Router.kv(), Router.kv({ events: false }), Router.leastLoaded()),
  workload: optional(
    fc.record({ inputTokens: fc.integer({ min: 1, max: 20_000 }), outputTokens: fc.integer({ min: 1, max: 20_000 }) }),
  ),
  prefill: optional(pool),
  second: pool,
  name: fc.constantFrom('g', 'g', 'g', 'g', 'g', 'graph-of-a-team', `g${'x'.repeat(40)}`),
  namespace: optional(fc.constant('default')),
  cache: fc.constantFrom('none', 'new', 'claim', 'class'),
  frontend: fc.record({
    replicas: fc.constantFrom(1, 1, 2, 0),
    extraEnv: seldom(env),
    extraArgs: seldom(args),
    cpu: seldom(fc.constantFrom(0.25, 2.5, 1 / 3)),
  }),
  orchestrator: fc.constantFrom<Orchestrator>(
    Orchestrator.GROVE,
    Orchestrator.GROVE,
    Orchestrator.LWS,
    Orchestrator.DEPLOYMENT,
  ),
  kvPrecision: seldom(fc.constantFrom<KvPrecision>(KvPrecision.FP8, KvPrecision.BF16)),
  image: seldom(fc.constantFrom('registry.example.com/team/runtime:2.0.0', `runtime@sha256:${'a'.repeat(64)}`, 'a b')),
  env: seldom(env),
  networkPolicy: fc.boolean(),
  patch: fc
    .integer({ min: 0, max: 3 })
    .chain((n) => (n === 0 ? fc.constantFrom(...Object.keys(PATCHES)) : fc.constant(undefined))),
});
export type RandomGraph = typeof randomGraph extends fc.Arbitrary<infer T> ? T : never;

/** The graph, or `undefined` when a value was refused at once. */
export function build(spec: RandomGraph, suffix = ''): InferenceGraph | undefined {
  try {
    const scope = chart('test', spec.namespace);
    const { checkpoint: model, workload, engine, release, orchestrator, networkPolicy } = spec;
    const graph = new InferenceGraph(scope, 'graph', {
      ...given({ kvPrecision: spec.kvPrecision, image: spec.image, env: spec.env, cache: cacheOf(spec, suffix) }),
      ...{ name: `${spec.name}${suffix}`, model, engine, release, orchestrator, networkPolicy },
      ...(workload === undefined ? {} : { workload: Workload.of(workload) }),
    });
    new Frontend(graph, 'frontend', { router: spec.router, ...given(spec.frontend) });
    if (spec.prefill === undefined) {
      new AggregatedPool(graph, 'worker', poolProps(spec.second));
    } else {
      new PrefillPool(graph, 'prefill', poolProps(spec.prefill));
      new DecodePool(graph, 'decode', poolProps(spec.second));
    }
    const patch = spec.patch === undefined ? undefined : PATCHES[spec.patch];
    if (patch !== undefined) {
      graph.deployment.addJsonPatch(patch);
    }
    return graph;

    function cacheOf({ cache }: RandomGraph, end: string) {
      switch (cache) {
        case 'new':
          return new ModelCache(scope, 'cache', {
            model,
            name: `weights${end}`,
            token: SecretKey.of('hf', 'HF_TOKEN'),
          });
        case 'class':
          return new ModelCache(scope, 'cache', { model, name: `weights${end}`, storageClassName: 'fsx-lustre' });
        case 'claim':
          return ModelCache.fromClaim({ claimName: 'weights' });
        default:
          return undefined;
      }
    }
  } catch (error) {
    if (error instanceof InvalidValueError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether Stator lets a graph leave synth. A patch that does not apply is refused by cdk8s itself. */
export function accepts(graph: InferenceGraph): boolean {
  try {
    return !checkApp(graph.node.root).findings.some(({ severity }) => severity === Severity.ERROR);
  } catch (error) {
    if (error instanceof Error && /patch|path|OPERATION|pointer/i.test(`${error.name} ${error.message}`)) {
      return false;
    }
    throw error;
  }
}

function poolProps(spec: RandomGraph['second']) {
  return { ...given(spec), nodes: spec.nodes, parallelism: Parallelism.of(spec.parallelism) };
}

/** Without the keys that have no value. */
function given<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const result: { [K in keyof T]?: NonNullable<T[K]> } = {};
  for (const key in value) {
    const each = value[key];
    if (each !== undefined && each !== null) {
      result[key] = each;
    }
  }
  return result;
}
