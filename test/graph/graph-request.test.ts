import { Duration, JsonPatch, Size } from 'cdk8s';
import {
  appDocuments,
  checkApp,
  Fabric,
  Gpu,
  GraphRequest,
  type GraphRequestProps,
  ModelCache,
  NodeGroup,
  Release,
  RequestLoad,
  RequestSearch,
  RequestTarget,
  Slo,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { chart, h200 } from './support';

const MODEL = 'Qwen/Qwen3-32B';

function requested(props: Partial<GraphRequestProps> = {}): GraphRequest {
  return new GraphRequest(chart('test', 'inference'), 'qwen', { model: MODEL, ...props });
}

function specOf(props: Partial<GraphRequestProps> = {}): unknown {
  const [document] = appDocuments(requested(props).node.root);
  return document?.value['spec'];
}

const nodesOf = (name: string, gpu: Gpu) =>
  NodeGroup.of({
    ...{ name, gpu, gpusPerNode: 4, fabric: Fabric.tcp() },
    allocatable: { cpu: 64, memory: Size.gibibytes(512) },
  });

const FULL: Partial<GraphRequestProps> = {
  search: RequestSearch.thorough({ engine: 'vllm' }),
  target: RequestTarget.slo(Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) })),
  workload: { inputTokens: 4096, outputTokens: 512, load: RequestLoad.perSecond(2.5) },
  nodes: NodeGroup.h200Sxm({ nodes: 6 }),
  weights: { cache: ModelCache.fromClaim({ claimName: 'weights' }), path: 'qwen3-32b' },
  planner: { optimization_target: 'sla', ttft_ms: 500, itl_ms: 30, max_gpu_budget: 48 },
  profilingPlacement: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] },
  graphOverride: { components: [] },
  autoApply: false,
};

describe('a graph request', () => {
  test('needs a model and leaves the rest to the operator', () => {
    expect(specOf()).toEqual({ model: MODEL, backend: 'auto', searchStrategy: 'rapid', autoApply: true });
    expect(() => requested({ model: ' ' })).toThrow("'model' must be the repository of a model");
  });

  test('says machines, load, target and weights as the operator counts them', () => {
    expect(specOf(FULL)).toMatchObject({
      backend: 'vllm',
      searchStrategy: 'thorough',
      autoApply: false,
      hardware: {
        gpuSku: 'h200_sxm',
        vramMb: h200.gpu.memoryMib,
        numGpusPerNode: 8,
        totalGpus: 48,
        interconnect: 'nvlink',
        rdma: h200.fabric.kind !== 'tcp',
      },
      workload: { isl: 4096, osl: 512, requestRate: 2.5 },
      sla: { ttft: 500, itl: 30 },
      modelCache: { pvcName: 'weights', pvcModelPath: 'qwen3-32b', pvcMountPath: '/model-cache' },
      features: { planner: { optimization_target: 'sla', max_gpu_budget: 48 } },
      overrides: {
        profilingJob: { template: { spec: { containers: [], tolerations: [{ key: 'nvidia.com/gpu' }] } } },
        dgd: { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment' },
      },
    });
  });

  test.each([
    [RequestTarget.endToEnd(Duration.seconds(3)), { e2eLatency: 3000 }],
    [RequestTarget.latency(), { optimizationType: 'latency' }],
    [RequestTarget.throughput(), { optimizationType: 'throughput' }],
  ])('has one target', (target, sla) => {
    expect(specOf({ target })).toMatchObject({ sla });
  });

  test('calls a GPU as its release does, and refuses one that it has no name for', () => {
    expect(specOf({ nodes: NodeGroup.gb200Nvl72() })).toMatchObject({ hardware: { gpuSku: 'gb200' } });
    expect(specOf({ nodes: NodeGroup.gb200Nvl72(), release: Release.V1_4 })).toMatchObject({
      hardware: { gpuSku: 'gb200_sxm' },
    });
    const b300 = nodesOf('b300', Gpu.B300);
    expect(specOf({ nodes: b300 })).toMatchObject({ hardware: { gpuSku: 'b300_sxm' } });
    expect(() => requested({ nodes: b300, release: Release.V1_4 })).toThrow(/release 1\.6 has one/);
    const gb300 = nodesOf('gb300', Gpu.GB300);
    expect(() => requested({ nodes: gb300 })).toThrow(/leave nodes out: the operator finds out what is there/);
  });

  test('refuses what the release does not have, and simulated workers without a sweep', () => {
    expect(() => requested({ kvRouter: true, release: Release.V1_2 })).toThrow("'kvRouter' must be left out");
    expect(() => requested({ simulated: true })).toThrow(/give planner/);
    expect(() => requested({ simulated: true, planner: { pre_deployment_sweeping_mode: 'none' } })).toThrow(
      /give planner/,
    );
    expect(specOf({ simulated: true, planner: {}, kvRouter: true })).toMatchObject({
      features: { planner: {}, mocker: { enabled: true }, kvRouter: { enabled: true } },
    });
  });

  test('refuses numbers that cannot be', () => {
    expect(() => RequestLoad.perSecond(0)).toThrow("'requests' must be a number above 0");
    expect(() => RequestLoad.concurrency(1.5)).toThrow("'requests' must be a whole number");
    expect(() => RequestTarget.endToEnd(Duration.millis(0))).toThrow("'latency' must be a duration above 0");
    expect(() => requested({ maxGpus: 0 })).toThrow("'maxGpus'");
    expect(() => requested({ maxGpus: 9, nodes: NodeGroup.h200Sxm({ nodes: 1 }) })).toThrow(
      "'maxGpus' must be a whole number from 1 to 8, got 9",
    );
    expect(() => requested({ weights: { cache: ModelCache.fromClaim({ claimName: 'c' }), path: '/abs' } })).toThrow(
      /counted from the root of the claim/,
    );
  });

  test('states its runtime where the image of the profiler does not', () => {
    expect(specOf({ image: 'registry/planner:mine' })).toMatchObject({ runtimeVersionOverride: Release.latest.patch });
  });

  test('is checked like a graph when its app is synthesised', () => {
    const request = requested({ image: 'registry/planner:mine' });
    expect(checkApp(request.node.root).findings).toEqual([]);
    request.request.addJsonPatch(JsonPatch.add('/spec/sla', { itl: 20 }));
    expect(checkApp(request.node.root).findings.map(({ code }) => code)).toEqual(['DYN055']);
  });

  const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2')) : undefined;

  (crds === undefined ? test.skip : test).each<[string, Partial<GraphRequestProps>]>([
    ['with nothing but a model', {}],
    ['with everything', FULL],
  ])('%s is accepted by the real CRD', (_, props) => {
    const { root } = requested({ ...props, release: Release.V1_2 }).node;
    expect(appDocuments(root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
  });
});
