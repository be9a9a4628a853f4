/** Builders of manifests for tests: the same graph in either API version. */
type ApiVersion = 'v1beta1' | 'v1alpha1';
export const API_VERSIONS = ['v1beta1', 'v1alpha1'] as const;

export interface Part {
  readonly name: string;
  readonly role: 'frontend' | 'worker' | 'prefill' | 'decode' | 'epp' | 'planner';
  readonly replicas?: number;
  /** Pods per replica. */
  readonly nodes?: number;
  readonly gpus?: number;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Limits besides GPUs. */
  readonly limits?: Readonly<Record<string, string>>;
  /** Claims of the container. */
  readonly claims?: readonly string[];
  readonly sharedMemory?: string;
  /** Further keys of the container. */
  readonly container?: object;
  /** Further keys of the pod. */
  readonly pod?: object;
  /** Further keys of the component. */
  readonly own?: object;
  /** Engine configuration file of a TensorRT-LLM worker. */
  readonly config?: object;
}

type Options = Omit<Part, 'name' | 'role' | 'command' | 'args'>;

export function frontend(args: readonly string[] = [], options: Options = {}): Part {
  return { name: 'frontend', role: 'frontend', command: ['python3', '-m', 'dynamo.frontend'], args, ...options };
}

export function vllm(name: string, role: Part['role'], args: readonly string[] = [], options: Options = {}): Part {
  return { name, role, command: ['python3', '-m', 'dynamo.vllm'], args, gpus: 8, ...options };
}

export function sglang(name: string, role: Part['role'], args: readonly string[] = [], options: Options = {}): Part {
  return { name, role, command: ['python3', '-m', 'dynamo.sglang'], args, gpus: 8, ...options };
}

/** A TensorRT-LLM worker with an engine configuration file in a ConfigMap; disaggregated unless its role is `worker`. */
export function trtllm(
  name: string,
  role: Part['role'],
  config: object = {},
  args: readonly string[] = [],
  options: Options = {},
): Part {
  const mode = role === 'prefill' || role === 'decode' ? ['--disaggregation-mode', role] : [];
  return {
    name,
    role,
    command: ['python3', '-m', 'dynamo.trtllm'],
    args: ['--model-path', 'm', '--extra-engine-args', '/config/engine.yaml', ...mode, ...args],
    gpus: 4,
    config,
    ...options,
  };
}

export interface GraphOptions {
  readonly apiVersion?: ApiVersion;
  readonly env?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  /** Further documents. */
  readonly documents?: readonly object[];
  /** Further keys of the graph's spec. */
  readonly spec?: object;
}

/** A manifest with a graph of these parts, and the ConfigMaps they need. */
export function manifest(parts: readonly Part[], options: GraphOptions = {}): string {
  const { apiVersion = 'v1beta1', env = {}, namespace, documents = [], spec = {} } = options;
  const place = namespace === undefined ? {} : { namespace };
  const graph = {
    apiVersion: `nvidia.com/${apiVersion}`,
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'r1', ...place },
    spec: {
      ...spec,
      [apiVersion === 'v1beta1' ? 'env' : 'envs']: entries(env),
      ...(apiVersion === 'v1beta1'
        ? { components: parts.map(betaComponent) }
        : { services: Object.fromEntries(parts.map((part) => [part.name, alphaService(part)])) }),
    },
  };
  const configMaps = parts
    .filter(({ config }) => config !== undefined)
    .map(({ name, config }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-config`, ...place },
      data: { 'engine.yaml': JSON.stringify(config) },
    }));
  return [...documents, ...configMaps, graph].map((document) => JSON.stringify(document, null, 1)).join('\n---\n');
}

function betaComponent(part: Part): object {
  const gpus = part.gpus === undefined ? {} : { 'nvidia.com/gpu': String(part.gpus) };
  return {
    name: part.name,
    type: part.role,
    ...(part.replicas === undefined ? {} : { replicas: part.replicas }),
    ...(part.nodes === undefined ? {} : { multinode: { nodeCount: part.nodes } }),
    ...(part.sharedMemory === undefined ? {} : { sharedMemorySize: part.sharedMemory }),
    ...part.own,
    podTemplate: {
      spec: {
        ...podOf(part),
        containers: [
          {
            name: 'main',
            ...containerOf(part),
            resources: { limits: { ...gpus, ...part.limits }, ...claimsOf(part) },
          },
        ],
      },
    },
  };
}

function alphaService(part: Part): object {
  const { cpu, memory, ...custom } = part.limits ?? {};
  const split = part.role === 'prefill' || part.role === 'decode';
  return {
    componentType: split ? 'worker' : part.role,
    ...(split ? { subComponentType: part.role } : {}),
    ...(part.replicas === undefined ? {} : { replicas: part.replicas }),
    ...(part.nodes === undefined ? {} : { multinode: { nodeCount: part.nodes } }),
    ...(part.sharedMemory === undefined ? {} : { sharedMemory: { size: part.sharedMemory } }),
    ...part.own,
    resources: {
      limits: {
        ...(part.gpus === undefined ? {} : { gpu: String(part.gpus) }),
        ...(cpu === undefined ? {} : { cpu }),
        ...(memory === undefined ? {} : { memory }),
        custom,
      },
      ...claimsOf(part),
    },
    extraPodSpec: { ...podOf(part), mainContainer: containerOf(part) },
  };
}

function containerOf(part: Part): object {
  const mounts = part.config === undefined ? {} : { volumeMounts: [{ name: 'engine-config', mountPath: '/config' }] };
  return {
    image: part.image ?? 'nvcr.io/nvidia/ai-dynamo/runtime:1.6.1',
    ...(part.command === undefined ? {} : { command: part.command }),
    ...(part.args === undefined ? {} : { args: part.args }),
    env: entries(part.env ?? {}),
    ...mounts,
    ...part.container,
  };
}

function podOf(part: Part): object {
  const volumes =
    part.config === undefined
      ? {}
      : { volumes: [{ name: 'engine-config', configMap: { name: `${part.name}-config` } }] };
  return { ...volumes, ...part.pod };
}

function claimsOf(part: Part): object {
  return part.claims === undefined ? {} : { claims: part.claims.map((name) => ({ name })) };
}

function entries(env: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}
