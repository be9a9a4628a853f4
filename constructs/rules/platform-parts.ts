import type { PlatformDescription, PlatformPart } from '../description';
import { Severity } from '../findings';
import { at, kindOf, type Observation, type ObservedComponent, type ObservedGraph, text } from '../observed';
import { compareVersionTexts, type PerEngine, Release } from '../releases';
import type { DocumentContext, Rule, Violation } from './rule';
import { setting } from './workers';

/** The parts of a platform, as messages name them. */
export const PART_NAMES: Readonly<Record<PlatformPart, string>> = {
  gpuOperator: 'the GPU operator (or another device plugin for nvidia.com/gpu)',
  networkOperator: 'the network operator (or another device plugin for RDMA)',
  efaPlugin: 'the EFA device plugin',
  draDriver: "NVIDIA's DRA driver",
  grove: 'Grove',
  kai: 'the KAI scheduler',
  lws: 'LeaderWorkerSet',
  volcano: 'Volcano',
  prometheus: 'Prometheus',
  certManager: 'cert-manager',
  snapshot: 'the Snapshot operator',
  gatewayApi: 'the Gateway API',
  inferenceExtension: 'the Gateway API Inference Extension',
  nats: 'NATS',
  etcd: 'etcd',
};

export const platformParts: Rule = {
  code: 'DYN191',
  title: 'the platform has what its graphs need',
  severity: Severity.ERROR,
  rationale:
    "A graph asks for things that other operators provide: gangs over several nodes, devices, queues, metrics. Where one of them is missing the graph is accepted and then stays pending, or the operator refuses it with 'no multinode orchestrator available'. Only checked where the app declares its platform.",
  fix: 'add the part to DynamoPlatform (Prerequisite.install or present), or do without it in the graph',
  source: 'ai-dynamo/dynamo docs/kubernetes/installation-guide.md; docs/kubernetes/deployment/multinode-deployment.md',
  *checkDocuments(observation, context) {
    const { platform } = context;
    if (platform === undefined) {
      return;
    }
    for (const graph of observation.graphs) {
      yield* releases(graph, platform, context);
      yield* queue(graph, platform);
      for (const { path, needs, because } of needsOf(graph, observation)) {
        const missing = needs.filter((part) => platform.parts[part] === undefined);
        if (missing.length > 0) {
          yield {
            path,
            message: `${because}, which needs ${missing.map((part) => PART_NAMES[part]).join(' and ')}; the platform '${platform.path}' has none`,
            fix: `add ${missing.join(', ')} to the parts of the platform`,
          };
        }
      }
      for (const component of graph.components) {
        yield* deviceMemory(component, graph, platform, context);
        yield* driver(component, graph, platform, context);
      }
    }
  },
};

interface Need {
  readonly path: string;
  readonly needs: readonly PlatformPart[];
  readonly because: string;
}

function* needsOf(graph: ObservedGraph, observation: Observation): Generator<Need> {
  const groveOff = graph.annotations['nvidia.com/enable-grove'] === 'false';
  for (const component of graph.components) {
    const { name, path } = component;
    const need = (because: string, ...needs: PlatformPart[]): Need => ({ path, needs, because });
    if (component.multinode) {
      yield groveOff
        ? need(`'${name}' spans ${component.nodeCount} nodes without Grove`, 'lws', 'volcano')
        : need(`'${name}' spans ${component.nodeCount} nodes`, 'grove');
    }
    if (component.gpus > 0) {
      yield need(`'${name}' asks for GPUs`, 'gpuOperator');
    }
    const devices = Object.keys(component.extendedResources);
    if (devices.includes('vpc.amazonaws.com/efa')) {
      yield need(`'${name}' asks for vpc.amazonaws.com/efa`, 'efaPlugin');
    }
    const rdma = devices.find((device) => device.startsWith('rdma/'));
    if (rdma !== undefined) {
      yield need(`'${name}' asks for ${rdma}`, 'networkOperator');
    }
    if (component.role === 'planner') {
      yield need(`'${name}' is a planner`, 'prometheus');
    }
    if (component.role === 'epp') {
      yield need(`'${name}' is an endpoint picker`, 'gatewayApi', 'inferenceExtension');
    }
    if (domainClaim(component, observation)) {
      yield need(`'${name}' claims a place in an NVLink domain`, 'draDriver');
    }
    yield* planes(component, graph, need);
  }
}

function* planes(
  component: ObservedComponent,
  { annotations }: ObservedGraph,
  need: (because: string, ...needs: PlatformPart[]) => Need,
): Generator<Need> {
  const value = (name: string) => setting(component, [], [name])?.value?.trim();
  const plane = ['DYN_REQUEST_PLANE', 'DYN_EVENT_PLANE'].find((name) => value(name) === 'nats');
  if (plane !== undefined && !component.env.has('NATS_SERVER')) {
    yield need(`'${component.name}' has ${plane}=nats and no NATS_SERVER`, 'nats');
  }
  const discovery = value('DYN_DISCOVERY_BACKEND') ?? annotations['nvidia.com/dynamo-discovery-backend']?.trim();
  if (discovery === 'etcd' && !component.env.has('ETCD_ENDPOINTS')) {
    yield need(`'${component.name}' discovers through etcd and has no ETCD_ENDPOINTS`, 'etcd');
  }
}

/** Whether one of the pod's claims is made from the template of a ComputeDomain. */
function domainClaim({ podClaims }: ObservedComponent, observation: Observation): boolean {
  const templates = observation.documents
    .filter((document) => kindOf(document) === 'ComputeDomain')
    .map(({ value }) => text(at(value, 'spec', 'channel', 'resourceClaimTemplate', 'name')));
  return podClaims.some(({ template }) => template !== undefined && templates.includes(template));
}

/** The operator knows the fields of its own release, and upgrades go from one minor release to the next. */
function* releases(
  graph: ObservedGraph,
  platform: PlatformDescription,
  { releaseOf }: DocumentContext,
): Generator<Violation> {
  const order = Release.all.map(({ version }) => String(version));
  const steps = order.indexOf(releaseOf(graph).version) - order.indexOf(platform.release);
  if (steps > 0) {
    yield {
      path: graph.path,
      message: `the graph '${graph.name}' is of release ${releaseOf(graph).version}, but the operator of the platform is of ${platform.release} and does not know its fields`,
      fix: `upgrade the platform first, or give the graph release ${platform.release}`,
    };
  } else if (steps < -1) {
    yield {
      path: graph.path,
      severity: Severity.WARNING,
      message: `the graph '${graph.name}' is of release ${releaseOf(graph).version}, and the operator of ${platform.release}: only neighbouring releases are supported together`,
      fix: `give the graph a release of ${order[order.indexOf(platform.release) - 1]} or ${platform.release}`,
    };
  }
}

const QUEUE = 'nvidia.com/kai-scheduler-queue';

function* queue({ annotations, path, name }: ObservedGraph, { parts, queues, path: where }: PlatformDescription) {
  const asked = annotations[QUEUE];
  if (asked === undefined) {
    return;
  }
  if (parts.kai === undefined) {
    const fix = 'add kai to the parts of the platform, or leave the annotation out';
    yield {
      path,
      message: `the graph '${name}' goes into a queue of KAI, and the platform '${where}' has no KAI`,
      fix,
    };
  } else if (!queues.includes(asked)) {
    yield {
      path: `${path}: metadata.annotations[${QUEUE}]`,
      message: `the queue '${asked}' is not there; the platform '${where}' has ${queues.join(', ')}`,
      fix: `make it (new KaiQueue(chart, '${asked}')), or name it in the queues of the platform`,
    };
  }
}

function* deviceMemory(
  component: ObservedComponent,
  graph: ObservedGraph,
  { kubernetes, parts }: PlatformDescription,
  { releaseOf }: DocumentContext,
): Generator<Violation> {
  const service = at(component.written, 'experimental', 'gpuMemoryService') ?? component.written['gpuMemoryService'];
  if (service === undefined || at(service, 'enabled') === false) {
    return;
  }
  const needed = releaseOf(graph).kubernetes.dra;
  const { path, name } = component;
  if (parts.draDriver === undefined) {
    const fix = 'add draDriver to the parts of the platform';
    yield { path, message: `'${name}' uses the GPU Memory Service, which needs ${PART_NAMES.draDriver}`, fix };
  }
  if (kubernetes !== undefined && compareVersionTexts(kubernetes, needed) < 0) {
    yield {
      path,
      message: `'${name}' uses the GPU Memory Service, which claims devices as Kubernetes ${needed} does; the platform has ${kubernetes}`,
      fix: `upgrade Kubernetes to ${needed} or later, or leave the GPU Memory Service out`,
    };
  }
}

function* driver(
  { engine, path, name }: ObservedComponent,
  graph: ObservedGraph,
  { gpuDriver }: PlatformDescription,
  { releaseOf }: DocumentContext,
): Generator<Violation> {
  const { driver: branches, version } = releaseOf(graph);
  const kind = engine?.kind;
  if (gpuDriver === undefined || kind === undefined || !isEngine(kind, branches)) {
    return;
  }
  if (Number(gpuDriver.split('.')[0]) < branches[kind]) {
    yield {
      path,
      message: `the image of '${name}' needs a driver of branch ${branches[kind]} or newer (Dynamo ${version}); the platform has ${gpuDriver}`,
      fix: `install driver ${branches[kind]} on the GPU nodes`,
    };
  }
}

function isEngine(kind: string, branches: PerEngine<number>): kind is keyof PerEngine<number> {
  return Object.hasOwn(branches, kind);
}
