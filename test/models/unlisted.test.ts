import { App, Chart, Size, Testing } from 'cdk8s';
import { createColors } from 'picocolors';
import { summaryLines } from '../../cli/summary';
import {
  AggregatedPool,
  Engine,
  Frontend,
  InferenceGraph,
  isListed,
  KvPrecision,
  Model,
  ModelCache,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  type UnlistedModelProps,
} from '../../constructs';

const REPOSITORY = 'acme/Foo-900B-A30B';

function graphOf(props: Partial<UnlistedModelProps> = {}, parallelism = Parallelism.tensorExpert(8)) {
  const chart = new Chart(new App(), 'test');
  const model = Model.unlisted({ repository: REPOSITORY, ...props });
  const cache = new ModelCache(chart, 'weights', { model, size: Size.gibibytes(500) });
  const graph = new InferenceGraph(chart, 'foo', { model, engine: Engine.trtllm(), cache });
  new Frontend(graph, 'frontend', {});
  new AggregatedPool(graph, 'worker', { nodes: NodeGroup.h200Sxm(), parallelism });
  return { chart, graph };
}

describe('Model.unlisted', () => {
  test('needs the repository only', () => {
    const checkpoint = Model.unlisted({ repository: REPOSITORY });
    expect(checkpoint).toMatchObject({
      repository: REPOSITORY,
      servedName: REPOSITORY,
      gated: false,
      exclude: [],
      model: { id: REPOSITORY, displayName: 'Foo-900B-A30B' },
    });
    expect(String(checkpoint)).toBe('Foo-900B-A30B');
    expect(checkpoint.sizeBytes).toBeUndefined();
    expect(Object.isFrozen(checkpoint) && Object.isFrozen(checkpoint.model)).toBe(true);
  });

  test('takes what else is known', () => {
    const known = { servedName: 'foo', gated: true, revision: 'v2', precision: Precision.FP8, maxContext: 8192 };
    const checkpoint = Model.unlisted({ repository: REPOSITORY, displayName: 'Foo', weightBytes: 5, ...known });
    const { maxContext, ...own } = known;
    expect(checkpoint).toMatchObject({ ...own, sizeBytes: 5, model: { displayName: 'Foo', maxContext } });
  });

  test('is told apart from a model with facts', () => {
    expect(isListed(Model.unlisted({ repository: REPOSITORY }))).toBe(false);
    expect(isListed(models.QWEN3_32B.at(Precision.FP8))).toBe(true);
  });

  test.each<[string, UnlistedModelProps]>([
    ['repository', { repository: '' }],
    ['weightBytes', { repository: REPOSITORY, weightBytes: 0 }],
    ['maxContext', { repository: REPOSITORY, maxContext: 0.5 }],
  ])("a wrong '%s' is refused", (prop, props) => {
    expect(() => Model.unlisted(props)).toThrow(new RegExp(`^'${prop}' must be `));
  });
});

describe('a graph of an unlisted model', () => {
  test('is synthesised, and its description leaves out what is not known', () => {
    const { chart, graph } = graphOf();
    expect(Testing.synth(chart)).toContainEqual(expect.objectContaining({ kind: 'DynamoGraphDeployment' }));
    const { model, pools } = graph.describe();
    expect(model).toMatchObject({ name: 'Foo-900B-A30B', repository: REPOSITORY });
    for (const key of ['precision', 'parameters', 'checkpointBytes', 'layers', 'attentionHeads', 'maxContextTokens']) {
      expect(model).not.toHaveProperty(key);
    }
    expect(pools[0]).not.toHaveProperty('memory');
    expect(pools[0]?.kv).toEqual({ precision: KvPrecision.BF16, events: false });
  });

  test('the summary says that memory was not checked', () => {
    const summary = summaryLines(graphOf().graph.describe(), createColors(false)).join('\n');
    expect(summary).toContain('Foo-900B-A30B (acme/Foo-900B-A30B); memory not checked: Stator has no facts for it');
  });

  test('what is known is checked', () => {
    const known = { precision: Precision.NVFP4, maxContext: 4096, weightBytes: 600 * 2 ** 30 };
    const { chart } = graphOf(known);
    const synth = () => Testing.synth(chart);
    expect(synth).toThrow(/DYN112.*acme\/Foo-900B-A30B is nvfp4/);
    expect(synth).toThrow(/DYN114.*the claim 'weights' has 500 GiB/);
  });

  test('experts are spread as the parallelism says', () => {
    const configuration = (parallelism: Parallelism) => JSON.stringify(Testing.synth(graphOf({}, parallelism).chart));
    expect(configuration(Parallelism.tensorExpert(8))).toContain('moe_expert_parallel_size');
    expect(configuration(Parallelism.tensor(8))).not.toContain('moe_expert_parallel_size');
  });

  test('a cache has to be given its size unless that of the weights is known', () => {
    const cacheOf = (props: Partial<UnlistedModelProps>) =>
      new ModelCache(new Chart(new App(), 'test'), 'weights', {
        model: Model.unlisted({ repository: REPOSITORY, ...props }),
      });
    expect(() => cacheOf({})).toThrow("'size' must be given for acme/Foo-900B-A30B, whose size is not known");
    expect(cacheOf({ weightBytes: 100 * 2 ** 30 }).sizeBytes).toBe(150 * 2 ** 30);
  });
});
