import {
  appDocuments,
  DecodePool,
  Engine,
  Fabric,
  Frontend,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
} from '../../constructs';
import { Observation } from '../../constructs/observed';
import { azureInfiniband } from '../../constructs/rules/azure-infiniband';
import { efaChain } from '../../constructs/rules/efa-chain';
import { gkeNetworks } from '../../constructs/rules/gke-networks';
import { kvOverTcp } from '../../constructs/rules/kv-over-tcp';
import { rdmaMemoryLock } from '../../constructs/rules/rdma-memory-lock';
import { chart } from './support';

const RULES = [azureInfiniband, efaChain, gkeNetworks, kvOverTcp, rdmaMemoryLock];
const EFA = Fabric.efa({ devicesPerNode: 32 });
const FABRICS = {
  efa: EFA,
  infiniband: Fabric.infiniband(),
  rdmaEthernet: Fabric.rdma({ link: 'ethernet' }),
  aks: Fabric.aks({ netDevices: ['mlx5_0:1'] }),
  gke: Fabric.gkeRoce({ networks: ['rdma-0', 'rdma-1'], hostLibraries: true }),
  nebius: Fabric.nebius(),
  nscale: Fabric.nscale(),
};
const ENGINES = { vllm: () => Engine.vllm(), sglang: () => Engine.sglang(), trtllm: () => Engine.trtllm() };
const NAMES = ['vllm', 'sglang', 'trtllm'] as const;
/** How each engine selects the back end of NIXL. */
const SELECTS_LIBFABRIC = {
  vllm: /"backends":\s*\["LIBFABRIC"\]/,
  sglang: /SGLANG_DISAGGREGATION_NIXL_BACKEND/,
  trtllm: /TRTLLM_NIXL_KVCACHE_BACKEND/,
};

/** The same graph, but for engine and fabric. */
function documents(engine: (typeof NAMES)[number], fabric: Fabric, extraEnv: Readonly<Record<string, string>> = {}) {
  const graph = new InferenceGraph(chart(), 'llama', {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    engine: ENGINES[engine](),
  });
  const pool = { nodes: NodeGroup.h100Sxm({ fabric }), parallelism: Parallelism.tensor(8), extraEnv };
  new Frontend(graph, 'frontend');
  new PrefillPool(graph, 'prefill', pool);
  new DecodePool(graph, 'decode', pool);
  return Observation.of(appDocuments(graph.node.root));
}

function codes(observation: Observation): readonly string[] {
  const context = { releaseOf: () => Release.latest, complete: true };
  return RULES.flatMap((rule) => [...(rule.checkDocuments?.(observation, context) ?? [])].map(() => rule.code));
}

describe.each(NAMES)('the same graph with %s', (engine) => {
  test.each(Object.entries(FABRICS))('on %s has all that the fabric takes, in both pools', (_, fabric) => {
    const observation = documents(engine, fabric);
    const share = fabric.forPod({ gpus: 8, gpusPerNode: 8 });
    const workers = observation.graphs.flatMap(({ components }) => components).filter(({ runsEngine }) => runsEngine);
    expect(workers).toHaveLength(2);
    for (const worker of workers) {
      const text = JSON.stringify(worker.written).replaceAll('\\"', '"');
      expect(worker.extendedResources).toMatchObject(share.resources);
      expect(Object.fromEntries([...worker.env].map(([name, { value }]) => [name, value]))).toMatchObject(share.env);
      expect(worker.privileged).toBe(share.privileged);
      expect(worker.image?.includes('-efa')).toBe(fabric.kind === 'efa');
      expect(SELECTS_LIBFABRIC[engine].test(text)).toBe(fabric.kind === 'efa');
      expect(worker.written).toMatchObject(
        Object.keys(share.annotations).length === 0
          ? {}
          : { podTemplate: { metadata: { annotations: share.annotations } } },
      );
      expect(text.includes('"/home/kubernetes/bin/gib"')).toBe(fabric.provider === 'gke');
    }
    expect(codes(observation)).toEqual([]);
  });

  test('on sockets is warned of', () => {
    expect(codes(documents(engine, Fabric.tcp()))).toEqual(['DYN033', 'DYN033']);
  });
});

test('a variable of the user that breaks the chain is an error', () => {
  expect(codes(documents('vllm', EFA, { FI_PROVIDER: 'tcp' }))).toEqual(['DYN035', 'DYN035']);
});
