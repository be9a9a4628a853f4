import { at, isMapping, type Mapping, mappings, text, whole } from '../../constructs/observed';
import { type Code, type CodeObject, given, toCode } from '../code';
import { camel, readCommand } from '../flags';
import { patchOf, same } from '../patch';
import type { Overrides } from '../program';
import { sameAmount, type TargetComponent, without } from '../target';
import { alignTemplate } from './align';
import { envOverrides } from './env';
import { changedFlags, engineSettings } from './settings';

export interface OverrideOptions {
  /** `frontend`, `picker`, or the engine of the pool. */
  readonly kind: string;
  /** Name of the ConfigMap that the pool's engine configuration comes from, when the program makes another one in its place. */
  readonly configMap: string | undefined;
}

/** Types of components in `v1beta1`. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1. */
const TYPES: readonly unknown[] = ['frontend', 'worker', 'prefill', 'decode', 'planner', 'epp', undefined];

/** What makes a rendered component the one that was imported. */
export function componentOverrides(
  target: TargetComponent,
  rendered: TargetComponent,
  options: OverrideOptions,
): Overrides {
  const settings = settingsOf(target, rendered, options);
  const { env, others } = envOverrides(rendered.env, target.env);
  const keepsCommand = settings === undefined;
  const from = stripped(rendered, { command: keepsCommand, config: ownConfig(rendered) });
  const to = alignTemplate(stripped(target, { command: keepsCommand, config: options.configMap }), from);
  const podTemplate = patchOf(from, to);
  const command = keepsCommand ? undefined : otherModule(target, rendered);
  return {
    env,
    settings: settings ?? withoutFile(options.kind),
    podTemplate: withMain(podTemplate, given({ command, env: others.length === 0 ? undefined : others })),
    fields: fieldOverrides(rendered.fields, target.fields),
  };
}

/** What a script starts reads the files that the script names. */
function withoutFile(kind: string): CodeObject {
  return kind === 'trtllm' ? { flags: { extraEngineArgs: null } } : {};
}

function settingsOf(
  { component: target }: TargetComponent,
  { component: rendered }: TargetComponent,
  { kind, configMap }: OverrideOptions,
): CodeObject | undefined {
  if (kind === 'picker') {
    // The image starts it.
    return undefined;
  }
  if (kind !== 'frontend') {
    return engineSettings(kind, target, rendered, configMap !== undefined);
  }
  const [to, from] = [readCommand(target)?.flags, readCommand(rendered)?.flags];
  if (to === undefined || from === undefined) {
    return undefined;
  }
  const entries = [...changedFlags(from, to)].map(([name, value]) => [camel(name), toCode(value)] as const);
  return Object.fromEntries(entries);
}

/** `python` and `python3` are two programs. */
function otherModule(
  { component: target }: TargetComponent,
  { component: rendered }: TargetComponent,
): Code | undefined {
  const [to, from] = [readCommand(target)?.command, readCommand(rendered)?.command];
  return same(to, from) || to === undefined ? undefined : to;
}

/** The pod template without what is compared apart. */
function stripped(
  { template }: TargetComponent,
  apart: { readonly command: boolean; readonly config: string | undefined },
): Mapping {
  const spec = isMapping(template['spec']) ? template['spec'] : {};
  const volumes = mappings(spec['volumes']);
  const config = volumes.filter(
    (volume) => apart.config !== undefined && at(volume, 'configMap', 'name') === apart.config,
  );
  const names = config.map(({ name }) => name);
  const kept = volumes.filter((volume) => !config.includes(volume));
  const containers = mappings(spec['containers']).map((container) => {
    if (container['name'] !== 'main') {
      return container;
    }
    const mounts = mappings(container['volumeMounts']).filter(({ name }) => !names.includes(name));
    const rest = without(container, ['volumeMounts', 'image', ...(apart.command ? [] : ['command', 'args'])]);
    return { ...rest, ...(mounts.length > 0 ? { volumeMounts: mounts } : {}) };
  });
  const { volumes: _, ...others } = spec;
  return { ...template, spec: { ...others, ...(kept.length > 0 ? { volumes: kept } : {}), containers } };
}

/** Name of the ConfigMap that Stator makes for the engine's configuration. */
function ownConfig({ component }: TargetComponent): string | undefined {
  return component.engine?.config?.name.split('/')[0];
}

function withMain(patch: CodeObject, fields: CodeObject): CodeObject {
  if (Object.keys(fields).length === 0) {
    return patch;
  }
  const spec = isMapping(patch['spec']) ? patch['spec'] : {};
  const containers = mappings(spec['containers']);
  const main = containers.find(({ name }) => name === 'main') ?? { name: 'main' };
  const others = containers.filter((container) => container !== main);
  return { ...patch, spec: toCode({ ...spec, containers: [{ ...main, ...fields }, ...others] }) };
}

function fieldOverrides(from: Mapping, to: Mapping): CodeObject {
  const changed: Record<string, Code> = {};
  for (const key of new Set([...Object.keys(to), ...Object.keys(from)])) {
    if (!sameField(key, from[key], to[key])) {
      changed[key] = to[key] === undefined ? null : toCode(to[key]);
    }
  }
  return changed;
}

function sameField(key: string, from: unknown, to: unknown): boolean {
  switch (key) {
    case 'replicas':
      return (whole(from) ?? 1) === (whole(to) ?? 1);
    case 'multinode':
      return nodes(from) === nodes(to);
    case 'sharedMemorySize':
      return sameAmount(from ?? '8Gi', to ?? '8Gi');
    case 'type':
      // `main` and other types of old manifests are none any more.
      return from === to || !TYPES.includes(text(to));
    case 'runtimeVersionOverride':
      // Needed from release 1.5 on where the tag tells no version.
      return from === to || to === undefined;
    default:
      return same(from, to);
  }
}

function nodes(multinode: unknown): number {
  return isMapping(multinode) ? (whole(multinode['nodeCount']) ?? 2) : 1;
}
