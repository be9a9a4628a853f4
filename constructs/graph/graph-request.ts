import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DynamoGraphDeploymentRequest, type DynamoGraphDeploymentRequestSpec } from '../api';
import { InvalidValueError, requireDnsLabel, requireWhole } from '../findings';
import type { NodeGroup } from '../hardware';
import { REQUEST_SKUS, Release, requestSku } from '../releases';
import { runtimeVersion } from './component-parts';
import { type GraphRequestProps, RequestSearch } from './graph-request-props';
import { validateApp } from './validation';

/**
 * A graph that the Dynamo operator finds by itself: it simulates or measures how the model runs, and deploys what meets the target. The
 * request is read once: from its first profile on it cannot be changed, only deleted and made again.
 *
 * ```ts
 * new GraphRequest(chart, 'qwen', {
 *   model: 'Qwen/Qwen3-32B',
 *   target: RequestTarget.slo(Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) })),
 *   workload: { inputTokens: 4000, outputTokens: 500, load: RequestLoad.perSecond(20) },
 *   nodes: NodeGroup.h200Sxm({ nodes: 4 }),
 * });
 * ```
 *
 * Source: ai-dynamo/dynamo docs/fern/pages/reference/kubernetes-api/dynamo-graph-deployment-request.mdx, read 2026-11.
 */
export class GraphRequest extends Construct {
  public readonly name: string;
  /** The request as an API object, for `addJsonPatch`. */
  public readonly request: ApiObject;

  /** @throws InvalidValueError for a GPU that requests of the release have no name for, and for fields that the release lacks */
  public constructor(scope: Construct, id: string, props: GraphRequestProps) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsLabel('name', this.name);
    if (props.model.trim() === '') {
      throw new InvalidValueError('model', props.model, 'the repository of a model');
    }
    requireNumbers(props);
    const release = props.release ?? Release.latest;
    requireFields(props, release);
    this.request = new DynamoGraphDeploymentRequest(this, 'request', {
      metadata: { name: this.name },
      spec: requestSpec(props, release),
    });
    this.request.node.addDependency(...(props.weights?.cache.dependencies ?? []));
    validateApp(this.node.root);
  }
}

function requireNumbers({ workload, maxGpus, nodes }: GraphRequestProps): void {
  requireWhole('workload.inputTokens', workload?.inputTokens ?? 1, 1);
  requireWhole('workload.outputTokens', workload?.outputTokens ?? 1, 1);
  const gpus = nodes?.nodes === undefined ? undefined : nodes.nodes * nodes.gpusPerNode;
  requireWhole('maxGpus', maxGpus ?? 1, 1, gpus);
}

function requireFields(
  { kvRouter, simulated, planner, trustRemoteCode, weights }: GraphRequestProps,
  release: Release,
): void {
  for (const [prop, value] of Object.entries({ kvRouter, trustRemoteCode })) {
    if (value !== undefined && !release.atLeast('1.3')) {
      throw new InvalidValueError(prop, value, `left out with release ${release.version}`, 'release 1.3 has it');
    }
  }
  const sweep = planner?.pre_deployment_sweeping_mode ?? (planner === undefined ? 'none' : 'rapid');
  if (simulated === true && sweep === 'none') {
    throw new InvalidValueError(
      'simulated',
      true,
      'left out without the sweep of a planner',
      "simulated workers run by its profile: give planner: { pre_deployment_sweeping_mode: 'rapid' }",
    );
  }
  if (weights !== undefined && (weights.path.startsWith('/') || weights.path.trim() === '')) {
    throw new InvalidValueError(
      'weights.path',
      weights.path,
      'the folder of the checkpoint, counted from the root of the claim',
    );
  }
}

function requestSpec(props: GraphRequestProps, release: Release): DynamoGraphDeploymentRequestSpec {
  const { workload, target, nodes, weights, image } = props;
  const search = props.search ?? RequestSearch.rapid();
  return {
    model: props.model,
    backend: search.backend,
    searchStrategy: search.strategy,
    autoApply: props.autoApply ?? true,
    ...(image === undefined ? {} : { image, ...runtimeVersion(image, release) }),
    ...(weights === undefined
      ? {}
      : {
          modelCache: {
            pvcName: weights.cache.claimName,
            pvcModelPath: weights.path,
            pvcMountPath: weights.cache.mountPath,
          },
        }),
    ...(nodes === undefined ? {} : { hardware: hardware(nodes, props.maxGpus, release) }),
    ...(workload === undefined
      ? {}
      : { workload: { isl: workload.inputTokens, osl: workload.outputTokens, ...workload.load?.fields } }),
    ...(target === undefined ? {} : { sla: target.sla }),
    ...section('features', features(props)),
    ...section('overrides', overrides(props)),
  };
}

function hardware(nodes: NodeGroup, maxGpus: number | undefined, release: Release) {
  const { gpu, gpusPerNode, fabric } = nodes;
  const gpuSku = requestSku(gpu.dgdrSku, release);
  if (gpuSku === undefined) {
    const later = Release.all.find(
      (other) => other.compareTo(release) > 0 && requestSku(gpu.dgdrSku, other) !== undefined,
    );
    throw new InvalidValueError(
      'nodes',
      gpu.name,
      `a GPU that requests of release ${release.version} have a name for: ${REQUEST_SKUS[release.version].join(', ')}`,
      later === undefined
        ? 'leave nodes out: the operator finds out what is there'
        : `release ${later.version} has one`,
    );
  }
  const totalGpus = maxGpus ?? (nodes.nodes === undefined ? undefined : nodes.nodes * gpusPerNode);
  return {
    gpuSku,
    vramMb: gpu.memoryMib,
    numGpusPerNode: gpusPerNode,
    interconnect: gpu.nvlinkDomain > 1 ? 'nvlink' : 'pcie',
    rdma: fabric.kind !== 'tcp',
    ...(totalGpus === undefined ? {} : { totalGpus }),
  };
}

function features({
  planner,
  kvRouter,
  simulated,
}: GraphRequestProps): NonNullable<DynamoGraphDeploymentRequestSpec['features']> {
  return {
    ...(planner === undefined ? {} : { planner }),
    ...(kvRouter === undefined ? {} : { kvRouter: { enabled: kvRouter } }),
    ...(simulated === true ? { mocker: { enabled: true } } : {}),
  };
}

function overrides({
  graphOverride,
  profilingPlacement,
  trustRemoteCode,
}: GraphRequestProps): NonNullable<DynamoGraphDeploymentRequestSpec['overrides']> {
  return {
    ...(graphOverride === undefined
      ? {}
      : { dgd: { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', spec: graphOverride } }),
    // Without the list the API server takes no Job; empty it leaves the containers as the operator makes them.
    ...(profilingPlacement === undefined
      ? {}
      : { profilingJob: { template: { spec: { containers: [], ...profilingPlacement } } } }),
    ...(trustRemoteCode === undefined ? {} : { trustRemoteCode }),
  };
}

/** A field that is left out where there is nothing in it. */
function section<Key extends string, T extends object>(key: Key, value: T): { readonly [P in Key]?: T } {
  const result: { [P in Key]?: T } = {};
  if (Object.keys(value).length > 0) {
    result[key] = value;
  }
  return result;
}
