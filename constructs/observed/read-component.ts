import { at, list, type Mapping, mapping, mappings, scalarText, text, textMap, whole } from './access';
import { CommandLine } from './command-line';
import {
  isWorkerRole,
  type ObservedClaim,
  type ObservedComponent,
  type ObservedEnv,
  type ObservedMount,
  type ObservedRole,
  type ObservedVolume,
} from './component';
import { engineKindOf, readEngineFacts } from './engine-facts';
import { readEnv } from './env';
import { readPlannerConfig } from './planner-config';
import { parseQuantity } from './quantity';
import { type ConfigLookup, resolveEngineConfig } from './resolve-config';
import { roleTemplate } from './role-template';

export interface ComponentSource {
  readonly name: string;
  readonly apiVersion: 'v1alpha1' | 'v1beta1';
  readonly value: Mapping;
  readonly path: string;
}

/** What the two API versions keep in different places. */
interface Shape {
  readonly type: string | undefined;
  readonly subType: string | undefined;
  readonly pod: Mapping;
  readonly main: Mapping | undefined;
  readonly limits: Mapping;
  readonly requests: Mapping;
  readonly containerClaims: readonly string[];
  readonly extraEnv: unknown;
  readonly sharedMemory: { readonly written: boolean; readonly bytes: number | undefined };
  readonly scalingAdapter: boolean;
  readonly claims: readonly { readonly claimName: string; readonly mountPath: string | undefined }[];
  readonly envFromSecret: string | undefined;
}

/** /dev/shm that the operator mounts when nothing is said. Source: ai-dynamo/dynamo operator shared_memory.go. */
const DEFAULT_SHARED_MEMORY = 8 * 2 ** 30;

export function readComponent(
  source: ComponentSource,
  graphEnv: readonly ObservedEnv[],
  lookup: ConfigLookup,
): ObservedComponent {
  const { value, path } = source;
  const shape = source.apiVersion === 'v1alpha1' ? alphaShape(value) : betaShape(value);
  const { main, pod } = shape;
  const env = new Map<string, ObservedEnv>();
  const containerEnv = readEnv(main?.['env'], 'component', `${path}.env`);
  for (const entry of [...graphEnv, ...readEnv(shape.extraEnv, 'component', `${path}.envs`), ...containerEnv]) {
    env.set(entry.name, entry);
  }
  const literals = Object.fromEntries(
    [...env.values()].flatMap((entry) => (entry.value === undefined ? [] : [[entry.name, entry.value]])),
  );
  const roughRole = roleOf(shape.type, shape.subType);
  const commandLine = CommandLine.read(strings(main?.['command']), strings(main?.['args']), literals);
  const volumes = readVolumes(pod, shape);
  const mounts = readMounts(main, shape);
  const kind = engineKindOf(commandLine.module);
  const config = kind === 'trtllm' ? resolveEngineConfig(commandLine, mounts, volumes, lookup) : undefined;
  const engine = kind === undefined ? undefined : readEngineFacts(kind, commandLine, config);
  const role =
    roughRole === 'worker' || roughRole === 'unknown' ? (splitRole(engine?.disaggregation) ?? roughRole) : roughRole;
  const gpuLimit = gpuCount(shape.limits);
  const multinode = mapping(value['multinode']);
  const securityContext = mapping(main?.['securityContext']);
  const replicas = whole(value['replicas']);
  return {
    name: source.name,
    path,
    written: value,
    pod,
    role,
    runsEngine: engine !== undefined || isWorkerRole(role),
    replicas: replicas ?? 1,
    nodeCount: multinode === undefined ? 1 : (whole(multinode['nodeCount']) ?? 2),
    multinode: multinode !== undefined,
    scalingAdapter: shape.scalingAdapter,
    hasMain: main !== undefined || source.apiVersion === 'v1alpha1',
    commandLine,
    writtenCommand: [...strings(main?.['command']), ...strings(main?.['args'])],
    globalDynamoNamespace: value['globalDynamoNamespace'] === true,
    env,
    gpus: gpuLimit ?? gpuCount(shape.requests) ?? 0,
    gpuLimitSet: gpuLimit !== undefined,
    extendedResources: extendedResources(shape.limits),
    sharedMemoryBytes: shape.sharedMemory.bytes ?? DEFAULT_SHARED_MEMORY,
    sharedMemoryWritten: shape.sharedMemory.written,
    podClaims: readClaims(pod),
    containerClaims: shape.containerClaims,
    volumes,
    mounts,
    claimNames: volumes.flatMap((volume) => (volume.claimName === undefined ? [] : [volume.claimName])),
    secretNames: secretNames(main, shape, volumes),
    nodeSelector: textMap(pod['nodeSelector']),
    addedCapabilities: strings(at(securityContext, 'capabilities', 'add')),
    privileged: at(securityContext, 'privileged') === true,
    ...defined({
      main,
      type: shape.type,
      replicasWritten: replicas,
      image: text(main?.['image']),
      runtimeVersionOverride: text(value['runtimeVersionOverride']),
      memoryLimitBytes: parseQuantity(shape.limits['memory']),
      serviceAccountName: text(pod['serviceAccountName']),
      terminationGracePeriodSeconds: whole(pod['terminationGracePeriodSeconds']),
      engine,
      planner: readPlannerConfig(commandLine, mounts, volumes, lookup),
    }),
  };
}

function alphaShape(value: Mapping): Shape {
  const pod = mapping(value['extraPodSpec']) ?? {};
  const main = mapping(pod['mainContainer']);
  const resources = mapping(value['resources']);
  const sharedMemory = mapping(value['sharedMemory']);
  const disabled = sharedMemory?.['disabled'] === true;
  return {
    type: text(value['componentType']),
    subType: text(value['subComponentType']),
    pod,
    main,
    limits: flattenAlpha(resources?.['limits'], at(main, 'resources', 'limits')),
    requests: flattenAlpha(resources?.['requests'], at(main, 'resources', 'requests')),
    containerClaims: [...claimNames(resources?.['claims']), ...claimNames(at(main, 'resources', 'claims'))],
    extraEnv: value['envs'],
    sharedMemory: {
      written: sharedMemory !== undefined,
      bytes: disabled ? 0 : parseQuantity(sharedMemory?.['size']),
    },
    scalingAdapter: at(value, 'scalingAdapter', 'enabled') === true,
    claims: mappings(value['volumeMounts']).flatMap((mount) => {
      const claimName = text(mount['name']);
      return claimName === undefined ? [] : [{ claimName, mountPath: text(mount['mountPoint']) }];
    }),
    envFromSecret: text(value['envFromSecret']),
  };
}

/** v1alpha1 names GPUs `gpu` and puts other resources under `custom`; the container may add its own. */
function flattenAlpha(own: unknown, container: unknown): Mapping {
  const { gpu, custom, ...rest } = mapping(own) ?? {};
  const gpus = gpu === undefined ? {} : { 'nvidia.com/gpu': gpu };
  return { ...mapping(container), ...rest, ...mapping(custom), ...gpus };
}

function betaShape(value: Mapping): Shape {
  // Of templates by role the leader's counts: it runs the engine that answers requests.
  const template = value['podTemplate'] ?? roleTemplate(value, 'leader');
  const pod = mapping(at(template, 'spec')) ?? {};
  const main = mappings(pod['containers']).find((container) => container['name'] === 'main');
  const written = value['sharedMemorySize'] !== undefined;
  return {
    type: text(value['type']),
    subType: undefined,
    pod,
    main,
    limits: mapping(at(main, 'resources', 'limits')) ?? {},
    requests: mapping(at(main, 'resources', 'requests')) ?? {},
    containerClaims: claimNames(at(main, 'resources', 'claims')),
    extraEnv: undefined,
    sharedMemory: { written, bytes: parseQuantity(value['sharedMemorySize']) },
    scalingAdapter: mapping(value['scalingAdapter']) !== undefined,
    claims: [],
    envFromSecret: undefined,
  };
}

function roleOf(type: string | undefined, subType: string | undefined): ObservedRole {
  switch (type) {
    case 'worker':
      return subType === 'prefill' || subType === 'decode' ? subType : 'worker';
    case 'frontend':
    case 'prefill':
    case 'decode':
    case 'planner':
    case 'epp':
      return type;
    default:
      return 'unknown';
  }
}

function splitRole(mode: string | undefined): ObservedRole | undefined {
  return mode === 'prefill' || mode === 'decode' || mode === 'encode' ? mode : undefined;
}

function readVolumes(pod: Mapping, shape: Shape): readonly ObservedVolume[] {
  const written = mappings(pod['volumes']).map((volume) => ({
    name: text(volume['name']) ?? '',
    ...defined({
      claimName: text(at(volume, 'persistentVolumeClaim', 'claimName')),
      configMap: text(at(volume, 'configMap', 'name')),
      secret: text(at(volume, 'secret', 'secretName')),
    }),
  }));
  return [...written, ...shape.claims.map(({ claimName }) => ({ name: claimName, claimName }))];
}

function readMounts(main: Mapping | undefined, shape: Shape): readonly ObservedMount[] {
  const written = mappings(main?.['volumeMounts']).map((mount) => ({
    volume: text(mount['name']) ?? '',
    mountPath: text(mount['mountPath']) ?? '',
    readOnly: mount['readOnly'] === true,
  }));
  return [
    ...written,
    ...shape.claims.map(({ claimName, mountPath }) => ({
      volume: claimName,
      mountPath: mountPath ?? '',
      readOnly: false,
    })),
  ];
}

function readClaims(pod: Mapping): readonly ObservedClaim[] {
  return mappings(pod['resourceClaims']).map((claim) => ({
    name: text(claim['name']) ?? '',
    ...defined({ template: text(claim['resourceClaimTemplateName']) }),
  }));
}

function claimNames(claims: unknown): readonly string[] {
  return mappings(claims).flatMap((claim) => text(claim['name']) ?? []);
}

function gpuCount(resources: Mapping): number | undefined {
  return parseQuantity(resources['nvidia.com/gpu']);
}

function extendedResources(limits: Mapping): Readonly<Record<string, number>> {
  const entries = Object.entries(limits).flatMap(([name, value]) => {
    const count = parseQuantity(value);
    return name.includes('/') && count !== undefined ? [[name, count] as const] : [];
  });
  return Object.fromEntries(entries);
}

function secretNames(main: Mapping | undefined, shape: Shape, volumes: readonly ObservedVolume[]): readonly string[] {
  const fromEnv = mappings(main?.['env']).map((entry) => text(at(entry, 'valueFrom', 'secretKeyRef', 'name')));
  const envFrom = mappings(main?.['envFrom']).map((entry) => text(at(entry, 'secretRef', 'name')));
  const all = [...fromEnv, ...envFrom, shape.envFromSecret, ...volumes.map((volume) => volume.secret)];
  return [...new Set(all.filter((name) => name !== undefined))];
}

function strings(value: unknown): readonly string[] {
  return list(value).flatMap((entry) => scalarText(entry) ?? []);
}

/** Leaves out keys without a value, so that optional properties stay absent. */
function defined<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) {
      Object.assign(result, { [key]: value });
    }
  }
  return result;
}
