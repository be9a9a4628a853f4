import { type Blueprint, CATALOG, findBlueprint, instantiate, settleParameters } from '../../blueprints';
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

/** The machines that a blueprint lets users choose from; none where it is not about machines. */
function machinesOf({ parameters }: Blueprint): readonly AwsMachine[] {
  return Object.values(AwsMachine).filter((machine) => {
    try {
      return settleParameters(parameters, { machine })['machine'] === machine;
    } catch {
      return false;
    }
  });
}

/** GPUs that a blueprint is for: the one in its name, or those that it lets users choose from. */
function gpusOf({ name, parameters }: Blueprint): readonly string[] {
  const choices: unknown = parameters.properties['gpu']?.['anyOf'];
  const offered = Array.isArray(choices) ? choices.map((choice) => String(choice.const)) : [];
  return offered.length > 0 ? offered : name.split('-').filter((part) => /^[a-z]{1,2}\d{2,3}[a-z]?$/.test(part));
}

const OFFERING = CATALOG.filter(({ parameters }) => 'machine' in parameters.properties);
const CASES = OFFERING.flatMap((blueprint) =>
  machinesOf(blueprint).map((machine) => [blueprint.name, machine, blueprint] as const),
);

/** The oldest and the newest release; Dynamo 1.2 has no image with EFA for SGLang. */
function releasesOf({ name, since }: Blueprint): readonly Release[] {
  const oldest = since ?? (name.includes('sglang') ? Release.V1_3 : Release.V1_2);
  return [...new Set([oldest, Release.latest])];
}

function awsMachines(graph: InferenceGraph): readonly unknown[] {
  return graph.pools.map(({ props }) => props.nodes.awsMachine);
}

describe('blueprints on AWS machines', () => {
  test.each(OFFERING.map((blueprint) => [blueprint.name, blueprint] as const))(
    '%s takes the machines with several of its GPUs and no other',
    (_name, blueprint) => {
      const gpus = gpusOf(blueprint);
      expect(gpus).not.toEqual([]);
      expect(machinesOf(blueprint)).toEqual(
        Object.values(AwsMachine).filter((machine) => {
          const { gpu, gpusPerNode } = AWS_MACHINES[machine];
          return gpusPerNode > 1 && gpus.includes(gpu.name.toLowerCase());
        }),
      );
      expect(settleParameters(blueprint.parameters, {})['machine']).toBe('any');
    },
  );

  test.each(
    CASES.flatMap(([name, machine, blueprint]) =>
      releasesOf(blueprint).map((release) => [name, machine, release.version, blueprint, release] as const),
    ),
  )('%s on %s with release %s has no finding of severity error', (_name, machine, _version, blueprint, release) => {
    const { app, graph } = instantiate(blueprint, { parameters: { machine }, release });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Set(awsMachines(graph))).toEqual(new Set([machine]));
  });

  test('SGLang on EFA is refused where the release has no image for it', () => {
    const blueprint = findBlueprint('deepseek-r1-h200-sglang');
    const parameters = { machine: 'p5en.48xlarge' };
    const synthesise = (fabric: string) =>
      checkApp(instantiate(blueprint, { parameters: { ...parameters, fabric }, release: Release.V1_2 }).app);
    expect(() => synthesise('auto')).toThrow(/one with a variant for EFA in 1\.2\.1/);
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

  test.each(
    CASES.filter(
      ([, machine, { parameters }]) => machine !== 'p6e-gb200.36xlarge' && 'fabric' in parameters.properties,
    ),
  )('%s on %s refuses InfiniBand', (name, machine) => {
    const parameters = { machine, fabric: 'infiniband' };
    expect(() => instantiate(findBlueprint(name), { parameters })).toThrow(InvalidValueError);
  });

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
