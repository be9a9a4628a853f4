import { gatedModelToken } from '../../constructs/rules/gated-model-token';
import { multinodeOrchestrator } from '../../constructs/rules/multinode-orchestrator';
import { parallelismFitsModel } from '../../constructs/rules/parallelism-fits-model';
import { precisionSupport } from '../../constructs/rules/precision-support';
import { describedGraph, describedPool } from './described';
import { graphFindings } from './findings';

const { model } = describedGraph();
const { parallelism } = describedPool();

describe('DYN106 gated models', () => {
  test('a gated model without a token is refused', () => {
    expect(graphFindings(gatedModelToken, describedGraph({ model: { ...model, gated: true } }))).toEqual([
      expect.objectContaining({ severity: 'error', path: 'app/r1', message: expect.stringContaining('is gated') }),
    ]);
  });

  test.each([
    { gated: true, accessible: true },
    { gated: false, accessible: false },
  ])('%j passes', (overrides) => {
    expect(graphFindings(gatedModelToken, describedGraph({ model: { ...model, ...overrides } }))).toEqual([]);
  });
});

describe('DYN109 parallelism and model', () => {
  const check = (sizes: Partial<typeof parallelism>, overrides: Partial<typeof model> = {}) =>
    graphFindings(
      parallelismFitsModel,
      describedGraph({
        model: { ...model, ...overrides },
        pools: [describedPool({ parallelism: { ...parallelism, ...sizes } })],
      }),
    ).map(({ message }) => message);

  test('sizes that divide heads and experts pass', () => {
    expect(check({ tensor: 16, expert: 16, text: 'TEP16' })).toEqual([]);
    expect(check({ tensor: 72, attentionDp: 72, expert: 64, text: 'x' })).toEqual([]);
  });

  test('heads', () => {
    expect(check({ tensor: 12, text: 'TP12' })).toEqual([expect.stringMatching(/over 12 GPUs, .* the 128 heads/)]);
  });

  test('experts', () => {
    expect(check({ tensor: 72, attentionDp: 72, expert: 72, text: 'DEP72' })).toEqual([
      expect.stringMatching(/spreads 256 experts .* over 72 GPUs/),
    ]);
  });

  test('a dense model has no experts', () => {
    const { experts: _, ...dense } = model;
    const graph = describedGraph({
      model: dense,
      pools: [describedPool({ parallelism: { ...parallelism, expert: 8 } })],
    });
    expect(graphFindings(parallelismFitsModel, graph)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('has none') }),
    ]);
  });

  test('pipeline stages', () => {
    expect(check({ pipeline: 62 })).toEqual([expect.stringContaining('62 pipeline stages for the 61 layers')]);
  });
});

describe('DYN112 precision and GPU', () => {
  test('NVFP4 on Hopper is refused for every pool', () => {
    const graph = describedGraph({ model: { ...model, precision: 'nvfp4' } });
    expect(graphFindings(precisionSupport, graph).map(({ path }) => path)).toEqual(['app/r1/prefill', 'app/r1/decode']);
  });

  test('FP8 on Hopper passes', () => {
    expect(graphFindings(precisionSupport, describedGraph())).toEqual([]);
  });
});

describe('DYN010 orchestrator of a described graph', () => {
  const pools = [describedPool({ nodesPerWorker: 2 })];

  test('Deployments cannot start a worker that spans nodes', () => {
    expect(graphFindings(multinodeOrchestrator, describedGraph({ orchestrator: 'deployment', pools }))).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringContaining('spans 2 nodes') }),
    ]);
  });

  test.each(['grove', 'lws'] as const)('%s can', (orchestrator) => {
    expect(graphFindings(multinodeOrchestrator, describedGraph({ orchestrator, pools }))).toEqual([]);
  });
});
