import { CATALOG, findBlueprint, instantiate, settleParameters } from '../../blueprints';
import {
  AWS_MACHINES,
  AwsMachine,
  appDocuments,
  checkApp,
  type InferenceGraph,
  InvalidValueError,
  Release,
} from '../../constructs';
import { Observation } from '../../constructs/observed';

/** The machines that each blueprint offers. */
const OFFERED: Readonly<Record<string, readonly AwsMachine[]>> = {
  'deepseek-r1-gb200-trtllm': ['p6e-gb200.36xlarge'],
  'deepseek-r1-h200-sglang': ['p5e.48xlarge', 'p5en.48xlarge'],
  'gpt-oss-120b-b200-trtllm': ['p6-b200.48xlarge'],
  'llama-3-70b-h100-vllm': ['p5.4xlarge', 'p5.48xlarge'],
  'llama-3-70b-slo-h100-vllm': ['p5.4xlarge', 'p5.48xlarge'],
  'llama-3-70b-nats-h100-vllm': ['p5.4xlarge', 'p5.48xlarge'],
};

const CASES = Object.entries(OFFERED).flatMap(([name, machines]) =>
  machines.map((machine) => [name, machine] as const),
);

/** Dynamo 1.2 has no image with EFA for SGLang. */
function hasImage(name: string, release: Release): boolean {
  return !(name === 'deepseek-r1-h200-sglang' && release.version === '1.2');
}

function awsMachines(graph: InferenceGraph): readonly unknown[] {
  return graph.pools.map(({ props }) => props.nodes.awsMachine);
}

describe('blueprints on AWS machines', () => {
  test('this test names every blueprint', () => {
    expect(Object.keys(OFFERED)).toEqual(CATALOG.map(({ name }) => name));
  });

  test.each(Object.entries(OFFERED))('%s takes the machines with its GPU and no other', (name, machines) => {
    const { parameters } = findBlueprint(name);
    const accepted = Object.values(AwsMachine).filter((machine) => {
      try {
        return settleParameters(parameters, { machine })['machine'] === machine;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual(machines);
    expect(settleParameters(parameters, {})['machine']).toBe('any');
  });

  test.each(
    CASES.flatMap(([name, machine]) =>
      Release.all
        .filter((release) => hasImage(name, release))
        .map((release) => [name, machine, release.version, release] as const),
    ),
  )('%s on %s with release %s has no finding of severity error', (name, machine, _version, release) => {
    const { app, graph } = instantiate(findBlueprint(name), { parameters: { machine }, release });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Set(awsMachines(graph))).toEqual(new Set([machine]));
  });

  test('SGLang on EFA is refused where the release has no image for it', () => {
    const blueprint = findBlueprint('deepseek-r1-h200-sglang');
    const parameters = { machine: 'p5en.48xlarge' };
    const synthesise = (fabric: string) =>
      checkApp(instantiate(blueprint, { parameters: { ...parameters, fabric }, release: Release.V1_2 }).app);
    expect(() => synthesise('auto')).toThrow(/an image with a variant for EFA in 1\.2\.1/);
    expect(synthesise('tcp').findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(CASES)('%s on %s: pods select the machine and ask for its EFA devices', (name, machine) => {
    const { app, graph } = instantiate(findBlueprint(name), { parameters: { machine } });
    const { network, gpusPerNode, ultraServers } = AWS_MACHINES[machine];
    const perGpu = ultraServers === undefined ? network.efaCards.length / gpusPerNode : 0;
    const workers = Observation.of(appDocuments(app)).graphs.flatMap(({ components }) =>
      components.filter(({ gpus }) => gpus > 0),
    );
    expect(workers).toHaveLength(graph.pools.length);
    for (const { gpus, pod, extendedResources } of workers) {
      expect(pod['nodeSelector']).toMatchObject({ 'node.kubernetes.io/instance-type': machine });
      expect(extendedResources['vpc.amazonaws.com/efa'] ?? 0).toBe(perGpu * gpus);
    }
  });

  test.each(CASES.filter(([, machine]) => machine !== 'p6e-gb200.36xlarge'))(
    '%s on %s refuses InfiniBand',
    (name, machine) => {
      const parameters = { machine, fabric: 'infiniband' };
      expect(() => instantiate(findBlueprint(name), { parameters })).toThrow(InvalidValueError);
    },
  );

  test.each([
    ['deepseek-r1-h200-sglang', 16],
    ['gpt-oss-120b-b200-trtllm', 8],
    ['llama-3-70b-h100-vllm', 32],
  ])('%s: any machine has InfiniBand, and with EFA the devices of an AWS machine', (name, devices) => {
    const nodesOf = (fabric: string) =>
      instantiate(findBlueprint(name), { parameters: { fabric } }).graph.pools.map(({ props }) => props.nodes);
    for (const nodes of nodesOf('auto')) {
      expect([nodes.fabric.kind, nodes.awsMachine]).toEqual(['infiniband', undefined]);
    }
    for (const nodes of nodesOf('efa')) {
      expect(nodes.fabric.nodeResources(8)).toEqual({ 'vpc.amazonaws.com/efa': devices });
    }
  });

  test('TensorRT-LLM is not told to use UCX where KV cache travels over EFA', () => {
    const backend = (parameters: Readonly<Record<string, string>>) =>
      JSON.stringify(instantiate(findBlueprint('gpt-oss-120b-b200-trtllm'), { parameters }).chart.toJson()).includes(
        'backend: UCX',
      );
    expect(backend({})).toBe(true);
    expect(backend({ machine: 'p6-b200.48xlarge' })).toBe(false);
    expect(backend({ fabric: 'efa' })).toBe(false);
    expect(backend({ machine: 'p6-b200.48xlarge', fabric: 'tcp' })).toBe(true);
  });
});
