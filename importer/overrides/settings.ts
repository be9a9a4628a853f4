import type { FlagValue } from '../../constructs';
import { at, isMapping, type Mapping, type ObservedComponent } from '../../constructs/observed';
import { type Code, type CodeObject, given, toCode } from '../code';
import { camel, type Flags, readCommand } from '../flags';
import { same } from '../patch';
import { groupOf, type SettingSchemas, settingsOf, takes } from '../setting-schema';

/** Keys of `engineConfig` that are no settings of the engine. */
const OWN_KEYS: readonly string[] = ['extra', 'flags', 'omit'];
const FILE_FLAG = 'extra-engine-args';

/**
 * What a worker is told otherwise than Stator computed, as `engineConfig`; `undefined` when it cannot be said in flags.
 *
 * @param ownsFile whether the configuration file of TensorRT-LLM becomes one of the pool's own
 */
export function engineSettings(
  engine: string,
  target: ObservedComponent,
  rendered: ObservedComponent,
  ownsFile: boolean,
): CodeObject | undefined {
  const [to, from] = [readCommand(target)?.flags, readCommand(rendered)?.flags];
  if (to === undefined || from === undefined || !namesOneFile(to)) {
    return undefined;
  }
  if (engine !== 'trtllm') {
    return typedFlags(changedFlags(from, to), settingsOf(engine));
  }
  const own = ownsFile ? ownConfig(target) : undefined;
  const path = to.get(FILE_FLAG);
  const flags = changedFlags(without(from, FILE_FLAG), without(to, FILE_FLAG));
  const typed = typedFlags(flags, groupOf(settingsOf(engine)['flags']) ?? {});
  const sameFile = own !== undefined && path === from.get(FILE_FLAG);
  const file: CodeObject =
    own === undefined ? { extraEngineArgs: null } : sameFile ? {} : { extraEngineArgs: toCode(path) };
  const lost: CodeObject = own === undefined && path !== undefined ? { [FILE_FLAG]: toCode(path) } : {};
  const { extra, ...known } = typed;
  return {
    ...(own === undefined ? {} : fileSettings(rendered.engine?.config?.values ?? {}, own, settingsOf(engine))),
    ...given({ flags: given({ ...known, ...file, extra: given({ ...(isMapping(extra) ? extra : {}), ...lost }) }) }),
  };
}

/** Whether a command line names at most one configuration file. */
export function namesOneFile(flags: Flags): boolean {
  return !flags.has(FILE_FLAG) || typeof flags.get(FILE_FLAG) === 'string';
}

/** The engine's file, when it is among what was imported; otherwise its path is all there is. */
function ownConfig({ engine, commandLine }: ObservedComponent): Mapping | undefined {
  const path = commandLine.value('--extra-engine-args');
  return engine?.config?.state === 'read' && path !== undefined && /^\/.+\/[^/]+$/.test(path)
    ? engine.config.values
    : undefined;
}

function without(flags: Flags, name: string): Flags {
  return new Map([...flags].filter(([key]) => key !== name));
}

/** Flags to set, and `null` for those to leave out. */
export function changedFlags(from: Flags, to: Flags): ReadonlyMap<string, FlagValue | null> {
  const changed = new Map<string, FlagValue | null>();
  for (const [name, value] of to) {
    if (!from.has(name) || !same(from.get(name), value)) {
      changed.set(name, value);
    }
  }
  for (const name of from.keys()) {
    if (!to.has(name)) {
      changed.set(name, null);
    }
  }
  return changed;
}

/** Flags under their typed names, and the others under `extra`. */
function typedFlags(flags: ReadonlyMap<string, FlagValue | null>, schemas: SettingSchemas): CodeObject {
  const typed: Record<string, Code> = {};
  const extra: Record<string, Code> = {};
  for (const [name, value] of flags) {
    const key = camel(name);
    const known = !OWN_KEYS.includes(key) && takes(schemas[key], value);
    (known ? typed : extra)[known ? key : name] = toCode(value);
  }
  return { ...typed, ...given({ extra }) };
}

/** Keys of the configuration file: typed ones, others under `extra`, and those that Stator adds and the file has not. */
function fileSettings(from: Mapping, to: Mapping, schemas: SettingSchemas): CodeObject {
  const typed: Record<string, Code> = {};
  const extra: Record<string, Code> = {};
  const omit: string[] = [];
  for (const [key, value] of Object.entries(to)) {
    if (same(from[key], value)) {
      continue;
    }
    const group = groupOf(schemas[key]);
    const part =
      isMapping(value) && isMapping(from[key]) && group !== undefined ? changedKeys(from[key], value) : undefined;
    const surplus =
      part === undefined
        ? []
        : Object.keys(mappingOf(from[key])).filter((name) => !Object.hasOwn(mappingOf(value), name));
    if (part !== undefined && takes(schemas[key], part) && surplus.every((name) => group?.[name] !== undefined)) {
      omit.push(...surplus.map((name) => `${key}.${name}`));
      Object.assign(typed, Object.keys(part).length === 0 ? {} : { [key]: toCode(part) });
    } else if (!isMapping(from[key]) && takes(schemas[key], value) && !OWN_KEYS.includes(key)) {
      typed[key] = toCode(value);
    } else {
      extra[key] = toCode(value);
    }
  }
  omit.push(...Object.keys(from).filter((key) => !Object.hasOwn(to, key)));
  return { ...typed, ...given({ extra }), ...(omit.length === 0 ? {} : { omit }) };
}

function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

function changedKeys(from: Mapping, to: Mapping): Mapping {
  return Object.fromEntries(Object.entries(to).filter(([key, value]) => !same(at(from, key), value)));
}
