import { at, isMapping, type Mapping, mapping } from '../../constructs/observed';
import { type Code, type CodeObject, isCodeList, isCodeObject } from '../code';
import { same } from '../patch';
import type { ComponentProgram, GraphProgram } from '../program';
import { mainOf, type TargetComponent } from '../target';

/** What all components have alike, or all lack, stands at the graph. */
export function hoist(program: GraphProgram, targets: ReadonlyMap<string, TargetComponent>): GraphProgram {
  const typed = program.components.flatMap(({ name }) => targets.get(name) ?? []);
  return typed.length < 2 ? program : hoistTemplate(hoistEnv(program, typed), typed);
}

function hoistEnv(program: GraphProgram, targets: readonly TargetComponent[]): GraphProgram {
  const shared: Record<string, Code> = {};
  for (const { overrides } of program.components.filter(hasLateEnv)) {
    for (const [name, value] of Object.entries(overrides.env)) {
      if (alike(targets.map(({ env }) => env.get(name)))) {
        shared[name] = value;
      }
    }
  }
  const components = program.components.map((component) => {
    if (!hasLateEnv(component)) {
      return component;
    }
    const own = Object.entries(component.overrides.env).filter(([name]) => !Object.hasOwn(shared, name));
    return { ...component, overrides: { ...component.overrides, env: Object.fromEntries(own) } };
  });
  return { ...program, env: { ...program.env, ...shared }, components };
}

/** Whether variables of the graph are laid over what Stator computes for the component: not so for an endpoint picker. */
function hasLateEnv({ construct }: ComponentProgram): boolean {
  return construct !== 'EndpointPicker';
}

/** A field of the pod spec or of the main container. */
interface Field {
  readonly path: readonly string[];
  readonly value: Code;
}

function hoistTemplate(program: GraphProgram, targets: readonly TargetComponent[]): GraphProgram {
  const fields = program.components.map(({ overrides }) => fieldsOf(overrides.podTemplate));
  const shared = new Map<string, Field>();
  for (const field of fields.flat()) {
    const everywhere = fields.every((own) =>
      own.some(({ path, value }) => same(path, field.path) && same(value, field.value)),
    );
    const kept = program.components.some(({ keeps }) => keeps.includes(fieldName(field.path)));
    const nowhere =
      field.value === null && !kept && targets.every((target) => fieldAt(target, field.path) === undefined);
    if (everywhere || nowhere) {
      shared.set(field.path.join('\n'), field);
    }
  }
  const components = program.components.map((component, index): ComponentProgram => {
    const own = (fields[index] ?? []).filter(({ path, value }) => !same(shared.get(path.join('\n'))?.value, value));
    return { ...component, overrides: { ...component.overrides, podTemplate: templateOf(own) } };
  });
  return { ...program, podTemplate: templateOf([...shared.values()]), components };
}

/** For `keeps`. */
export function fieldName(path: readonly string[]): string {
  return path.join('.');
}

/** Groups whose fields are unrelated to each other; a probe or a term of affinity is one thing. */
const LOOSE: readonly string[] = [
  'metadata',
  'annotations',
  'labels',
  'nodeSelector',
  'resources',
  'limits',
  'requests',
];

/**
 * The fields of a patch, one by one: those of the main container under `main`, lists as a whole.
 *
 * @param apart whether a group is taken apart
 */
export function fieldsOf(patch: CodeObject, apart = (key: string) => LOOSE.includes(key)): readonly Field[] {
  const spec = patch['spec'];
  const { containers, ...pod } = isCodeObject(spec) ? spec : {};
  const list = isCodeList(containers) ? containers.filter(isCodeObject) : [];
  const { name: _, ...main } = list.find(({ name }) => name === 'main') ?? {};
  const others = list.filter(({ name }) => name !== 'main');
  const rest = Object.entries(patch).filter(([key]) => key !== 'spec');
  return [
    ...leaves([], Object.fromEntries(rest), apart),
    ...leaves(['spec'], pod, apart),
    ...leaves(['main'], main, apart),
    ...(others.length > 0 ? [{ path: ['others'], value: others }] : []),
  ];
}

function leaves(path: readonly string[], group: CodeObject, apart: (key: string) => boolean): readonly Field[] {
  return Object.entries(group).flatMap(([key, value]) => {
    const inner = [...path, key];
    const taken = isCodeObject(value) && Object.keys(value).length > 0 && apart(key);
    return taken ? leaves(inner, value, apart) : [{ path: inner, value }];
  });
}

/** The patch that has these fields. */
export function templateOf(fields: readonly Field[]): CodeObject {
  const root: Mutable = {};
  for (const { path, value } of fields) {
    const [last = ''] = path.slice(-1);
    let place = root;
    for (const key of path.slice(0, -1)) {
      const next = place[key];
      place = isMutable(next) ? next : makeGroup(place, key);
    }
    place[last] = value;
  }
  const { main, others, spec, ...rest } = root;
  const containers = [...(isMutable(main) ? [{ name: 'main', ...main }] : []), ...(isCodeList(others) ? others : [])];
  const pod = { ...(isMutable(spec) ? spec : {}), ...(containers.length > 0 ? { containers } : {}) };
  return { ...rest, ...(Object.keys(pod).length > 0 ? { spec: pod } : {}) };
}

type Mutable = { [key: string]: Code };

function isMutable(value: Code | undefined): value is Mutable {
  return isCodeObject(value);
}

function makeGroup(parent: Mutable, key: string): Mutable {
  const group: Mutable = {};
  parent[key] = group;
  return group;
}

/** What a component has at a field: a container's when it is of the main one. */
function fieldAt({ template }: TargetComponent, [first = '', ...path]: readonly string[]): unknown {
  if (first === 'main') {
    return at(mainOf(template), ...path);
  }
  const start: Mapping = first === 'spec' ? (mapping(template['spec']) ?? {}) : template;
  return at(start, ...(first === 'spec' ? path : [first, ...path]));
}

function alike(entries: readonly unknown[]): boolean {
  return entries.every((entry) => (isMapping(entry) || entry === undefined) && same(entry, entries[0]));
}
