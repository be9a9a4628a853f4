/** A component of a test graph; `fields`, `pod` and `main` go into the component, its pod spec and its main container as they are. */
export interface Part {
  readonly name: string;
  readonly type?: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly gpus?: number;
  readonly nodes?: number;
  readonly fields?: object;
  readonly pod?: object;
  readonly main?: object;
}

export interface GraphText {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const IMAGE = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1';

/** A v1beta1 graph as text (JSON, which is YAML too). */
export function beta(parts: readonly Part[], options: GraphText = {}): string {
  return graph('v1beta1', options, { components: parts.map(betaComponent) });
}

/** The same graph in v1alpha1. */
export function alpha(parts: readonly Part[], options: GraphText = {}): string {
  return graph('v1alpha1', options, {
    services: Object.fromEntries(parts.map((part) => [part.name, alphaService(part)])),
  });
}

/** An object as text. */
export function object(kind: string, name: string, fields: object = {}, namespace?: string): string {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return JSON.stringify({ apiVersion: 'v1', kind, metadata, ...fields });
}

/** Several documents in one file. */
export function documents(...texts: readonly string[]): string {
  return texts.join('\n---\n');
}

/** A worker with the engine's module and these flags. */
export function worker(module: string, args: readonly string[], part: Partial<Part> = {}): Part {
  return { name: 'decode', type: 'decode', command: ['python3', '-m', module], args, ...part };
}

export const FRONTEND: Part = { name: 'frontend', type: 'frontend' };

function graph(version: string, { name = 'r1', annotations, spec }: GraphText, components: object): string {
  return JSON.stringify({
    apiVersion: `nvidia.com/${version}`,
    kind: 'DynamoGraphDeployment',
    metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...spec, ...components },
  });
}

function betaComponent(part: Part): object {
  const limits = part.gpus === undefined ? {} : { resources: { limits: { 'nvidia.com/gpu': String(part.gpus) } } };
  const main = { name: 'main', ...container(part), ...limits, ...part.main };
  return {
    name: part.name,
    ...(part.type === undefined ? {} : { type: part.type }),
    ...multinode(part),
    podTemplate: { spec: { containers: [main], ...part.pod } },
    ...part.fields,
  };
}

function alphaService(part: Part): object {
  return {
    ...(part.type === undefined ? {} : { componentType: part.type }),
    ...multinode(part),
    ...(part.gpus === undefined ? {} : { resources: { limits: { gpu: String(part.gpus) } } }),
    extraPodSpec: { mainContainer: { ...container(part), ...part.main }, ...part.pod },
    ...part.fields,
  };
}

function container({ image = IMAGE, command, args, env }: Part): object {
  return {
    image,
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(env === undefined ? {} : { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
  };
}

function multinode({ nodes }: Part): object {
  return nodes === undefined ? {} : { multinode: { nodeCount: nodes } };
}
