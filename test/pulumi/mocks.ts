import * as pulumi from '@pulumi/pulumi';
import type { MockCallArgs, MockResourceArgs } from '@pulumi/pulumi/runtime';

/** A resource as the engine would have been told of it. */
export interface RegisteredResource {
  /** Type token, for example `aws:eks/nodeGroup:NodeGroup`. */
  readonly type: string;
  readonly name: string;
  /** URN as the mock engine makes it; `parent` and `dependsOn` of other resources name it. */
  readonly urn: string;
  /** Inputs as they would go to the provider: secrets and Outputs replaced by their values. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the inputs that hold a secret somewhere. */
  readonly secretInputs: readonly string[];
  /** Whether a provider manages it; false for components. */
  readonly custom: boolean;
  /** URN of the parent, '' without one. */
  readonly parent: string;
  /** URNs of everything that has to be there first: what was said, and what inputs refer to. */
  readonly dependsOn: readonly string[];
  /** `urn::id` of an explicit provider, '' for the default one. */
  readonly provider: string;
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly additionalSecretOutputs: readonly string[];
  /** How long its creation may take, '' for as long as the provider allows. */
  readonly createTimeout: string;
  /** Names or URNs that the resource had before. */
  readonly aliases: readonly string[];
}

export interface MockOptions {
  /** @default 'project' */
  readonly project?: string;
  /** @default 'stack' */
  readonly stack?: string;
  /** @default false */
  readonly preview?: boolean;
  /**
   * Configuration of the stack: full key (`stator:blueprint`) to text, JSON for objects.
   * @default {}
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Outputs of a resource besides its inputs, `id` among them.
   * @default - `id` is the name with `-id`
   */
  readonly outputs?: (resource: MockResourceArgs) => Readonly<Record<string, unknown>>;
  /**
   * Answers of functions such as `aws:index/getAvailabilityZones:getAvailabilityZones`.
   * @default - every call is an error
   */
  readonly call?: (call: MockCallArgs) => Readonly<Record<string, unknown>>;
}

/** A Pulumi engine that does nothing but write down what it is told. */
export class PulumiMocks {
  /** Starts anew: what was registered before is forgotten. Must be called before the resources are made. */
  public static async start(options: MockOptions = {}): Promise<PulumiMocks> {
    const mocks = new PulumiMocks(options);
    const { project = 'project', stack = 'stack', preview = false } = options;
    await pulumi.runtime.setMocks(mocks, project, stack, preview);
    pulumi.runtime.setAllConfig({ ...options.config });
    mocks.watchRegistrations();
    return mocks;
  }

  /** Everything registered so far, in order. */
  public readonly resources: RegisteredResource[] = [];
  /** Every function called so far. */
  public readonly calls: MockCallArgs[] = [];
  private inputs: Readonly<Record<string, unknown>> = {};

  private constructor(private readonly options: MockOptions) {}

  /** Waits until nothing is under way any more. */
  public async settled(): Promise<void> {
    await pulumi.runtime.disconnect();
  }

  /** All resources of a type. */
  public ofType(type: string): readonly RegisteredResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type, and of a name if given; an error if there is none or more than one. */
  public only(type: string, name?: string): RegisteredResource {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [first] = found;
    if (first === undefined || found.length !== 1) {
      const there = this.resources.map((resource) => `${resource.type} ${resource.name}`).join('\n  ');
      throw new Error(`${found.length} resources of type ${type}, name ${name ?? 'any'}, among\n  ${there}`);
    }
    return first;
  }

  /** Whether one resource has to be there before another: it, or a component around it, is waited for, directly or not. */
  public comesBefore(first: RegisteredResource, later: RegisteredResource): boolean {
    return this.waitedFor(later, new Set()).has(first.urn);
  }

  /** For the runtime: what a resource has after it was made. */
  public newResource(resource: MockResourceArgs): { id: string; state: Record<string, unknown> } {
    this.inputs = resource.inputs;
    const { id = `${resource.name}-id`, ...outputs } = this.options.outputs?.(resource) ?? {};
    return { id: String(id), state: { ...resource.inputs, ...outputs } };
  }

  /** For the runtime: what a function answers. */
  public call(call: MockCallArgs): Record<string, unknown> {
    this.calls.push(call);
    if (this.options.call === undefined) {
      throw new Error(`no answer for ${call.token}`);
    }
    return { ...this.options.call(call) };
  }

  /** `newResource` is told neither parent nor dependencies, so registrations are read on their way to the mock engine. */
  private watchRegistrations(): void {
    const monitor = pulumi.runtime.getMonitor();
    if (monitor === undefined) {
      throw new Error('setMocks has made no monitor');
    }
    const register = Reflect.get(monitor, 'registerResource');
    const watched = (request: Registration, callback: unknown): unknown => {
      // The mock engine asks `newResource` before it first waits, so the inputs are those of this request.
      const done = Reflect.apply(register, monitor, [request, callback]);
      this.resources.push(recorded(request, this.inputs));
      return done;
    };
    Reflect.set(monitor, 'registerResource', watched);
  }

  private waitedFor(resource: RegisteredResource, seen: Set<string>): ReadonlySet<string> {
    const parent = this.resources.find(({ urn }) => urn === resource.parent);
    const provider = resource.provider.split('::').slice(0, -1).join('::');
    const direct = [...resource.dependsOn, provider, ...(parent?.dependsOn ?? [])];
    for (const urn of direct.filter((candidate) => candidate !== '' && !seen.has(candidate))) {
      seen.add(urn);
      const found = this.resources.find((candidate) => candidate.urn === urn);
      if (found !== undefined) {
        this.waitedFor(found, seen);
      }
    }
    return seen;
  }
}

/** The value of an Output, once it is known. */
export function settledValue<T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply(resolve);
  });
}

/** What a test reads of the message in which a resource is registered. */
interface Registration {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getDependenciesList(): string[];
  getProvider(): string;
  getIgnorechangesList(): string[];
  getProtect(): boolean | undefined;
  getAdditionalsecretoutputsList(): string[];
  getCustomtimeouts(): { getCreate(): string } | undefined;
  getAliasesList(): { getSpec(): { getName(): string } | undefined; getUrn(): string }[];
}

/** How a secret travels: an object with this key. Source: pulumi/pulumi sdk/nodejs/runtime/rpc.ts, 3.248. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function revealed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(revealed);
  }
  if (!isObject(value)) {
    return value;
  }
  return SIGNATURE in value && 'value' in value
    ? revealed(value['value'])
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]));
}

function holdsSecret(value: unknown): boolean {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return (isObject(value) && SIGNATURE in value && 'value' in value) || inner.some(holdsSecret);
}

function recorded(request: Registration, inputs: Readonly<Record<string, unknown>>): RegisteredResource {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const place = parent === '' ? type : `${parent.split('::')[2]?.split('$').pop()}$${type}`;
  return {
    type,
    name,
    urn: [`urn:pulumi:${pulumi.runtime.getStack()}`, pulumi.runtime.getProject(), place, name].join('::'),
    inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, revealed(value)])),
    secretInputs: Object.keys(inputs).filter((key) => holdsSecret(inputs[key])),
    custom: request.getCustom(),
    parent,
    dependsOn: request.getDependenciesList(),
    provider: request.getProvider(),
    ignoreChanges: request.getIgnorechangesList(),
    protect: request.getProtect() === true,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    createTimeout: request.getCustomtimeouts()?.getCreate() ?? '',
    aliases: request.getAliasesList().map((alias) => alias.getSpec()?.getName() ?? alias.getUrn()),
  };
}
