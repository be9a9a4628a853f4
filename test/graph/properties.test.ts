import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  AggregatedPool,
  appDocuments,
  checkApp,
  DecodePool,
  Engine,
  type EngineKind,
  Fabric,
  Frontend,
  InferenceGraph,
  InvalidValueError,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  Router,
  Workload,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { readManifests } from '../../constructs/manifests';
import { chart } from './support';

const CRDS = join(__dirname, '..', '..', '..', 'shared', 'crds');

const checkpoints = [
  models.DEEPSEEK_R1.at(Precision.FP8),
  models.DEEPSEEK_R1.at(Precision.NVFP4),
  models.GPT_OSS_120B.at(Precision.MXFP4),
  models.QWEN3_32B.at(Precision.FP8),
  models.LLAMA_3_3_70B.at(Precision.FP8),
];

const engine = fc.constantFrom<Engine<EngineKind>>(Engine.trtllm(), Engine.vllm(), Engine.sglang());
const nodes = fc.constantFrom(
  NodeGroup.h100Sxm(),
  NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) }),
  NodeGroup.b200Hgx({ fabric: Fabric.tcp() }),
  NodeGroup.gb200Nvl72({ nodes: 9 }),
);
const size = fc.constantFrom(1, 2, 4, 8, 8, 12, 16, 32);
const parallelism = fc
  .record({
    tensor: size,
    data: fc.constantFrom(1, 1, 1, 1, 2, 16),
    expert: fc.constantFrom(1, 1, 4, 8, 16),
    dp: fc.boolean(),
  })
  .map(
    ({ tensor, data, expert, dp }) =>
      () =>
        Parallelism.of({ tensor, data, expert, attentionDp: dp ? tensor : 1 }),
  );
const pool = fc.record({ nodes, parallelism, workers: fc.integer({ min: 0, max: 3 }) });
const graph = fc.record({
  engine,
  checkpoint: fc.constantFrom(...checkpoints),
  release: fc.constantFrom(...Release.all),
  router: fc.constantFrom(Router.roundRobin(), Router.kv(), Router.kv({ events: false }), Router.leastLoaded()),
  workload: fc.option(
    fc.record({ inputTokens: fc.integer({ min: 1, max: 20_000 }), outputTokens: fc.integer({ min: 1, max: 20_000 }) }),
    { nil: undefined },
  ),
  prefill: fc.option(pool, { nil: undefined }),
  second: pool,
});
type Spec = typeof graph extends fc.Arbitrary<infer T> ? T : never;

/** The graph, or `undefined` when a value was refused at once. */
function build(spec: Spec): InferenceGraph | undefined {
  try {
    const { engine: kind, checkpoint, release, router, workload, prefill, second } = spec;
    const scope = chart();
    const result = new InferenceGraph(scope, 'g', {
      model: checkpoint,
      engine: kind,
      release,
      ...(workload === undefined ? {} : { workload: Workload.of(workload) }),
    });
    new Frontend(result, 'frontend', { router });
    const props = (each: Spec['second']) => ({ ...each, parallelism: each.parallelism() });
    if (prefill === undefined) {
      new AggregatedPool(result, 'worker', props(second));
    } else {
      new PrefillPool(result, 'prefill', props(prefill));
      new DecodePool(result, 'decode', props(second));
    }
    return result;
  } catch (error) {
    if (error instanceof InvalidValueError) {
      return undefined;
    }
    throw error;
  }
}

const crds = existsSync(CRDS)
  ? CrdSet.from(
      ['dynamo-1.2', 'nvidia-dra'].flatMap((folder) =>
        readdirSync(join(CRDS, folder)).flatMap(
          (name) => readManifests({ name, content: readFileSync(join(CRDS, folder, name)) }).documents,
        ),
      ),
    )
  : undefined;

describe('any graph', () => {
  test('is refused, or renders documents that read back as meant', () => {
    let accepted = 0;
    fc.assert(
      fc.property(graph, (spec) => {
        const built = build(spec);
        if (built === undefined || checkApp(built.node.root).findings.some(({ severity }) => severity === 'error')) {
          return;
        }
        accepted++;
        const documents = appDocuments(built.node.root).map(({ value }) => value);
        const read = parseAllDocuments(Yaml.stringify(...documents), { version: '1.1' }).map((each) => each.toJS());
        expect(read).toEqual(documents);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  (crds === undefined ? test.skip : test)('that is not refused passes the CRDs', () => {
    fc.assert(
      fc.property(graph, (spec) => {
        const built = build(spec);
        if (built === undefined || checkApp(built.node.root).findings.some(({ severity }) => severity === 'error')) {
          return;
        }
        // The CRDs are those of release 1.2, where runtimeVersionOverride does not exist; no graph here has a private image.
        expect(appDocuments(built.node.root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('is described and refused without an exception of our own', () => {
    fc.assert(
      fc.property(graph, (spec) => {
        const built = build(spec);
        expect(built === undefined || built.describe().pools.length > 0).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
