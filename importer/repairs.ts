import type { Finding } from '../constructs';
import { kvEventFlags, type Release } from '../constructs/releases';
import { type Code, type CodeObject, isCodeList, isCodeObject } from './code';
import { camel } from './flags';
import { fieldName, fieldsOf, templateOf } from './overrides/hoist';
import type { ComponentProgram, GraphProgram } from './program';

/** What was done to a component because a rule has one answer to it. */
export interface Repair {
  readonly code: string;
  readonly component: string;
  /** Differences that come from it. */
  readonly places: RegExp;
  readonly reason: string;
}

interface Context {
  readonly graph: GraphProgram;
  readonly release: Release;
}

interface Remedy {
  readonly places: RegExp;
  readonly reason: string;
  /** The component as the rule wants it; the same one when there is nothing to do. */
  readonly apply: (component: ComponentProgram, context: Context) => ComponentProgram;
}

/** Rules whose findings have one right answer. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  DYN001: {
    places: /^name$/,
    reason: 'the names of graph and component together are too long for Grove',
    apply: (component, { graph }) => {
      const role = component.construct.replace('Pool', '').replace('Aggregated', 'worker').toLowerCase();
      const taken = graph.components.some(({ name }) => name.toLowerCase() === role);
      return taken || role.length >= component.name.length ? component : { ...component, name: role };
    },
  },
  DYN024: {
    places:
      /^(?:command\.--(?:kv-events-config|publish|kv-cache-block-size)|engine\.kv_cache_config\.enable_block_reuse)/,
    reason: 'the router follows KV events, which the workers have to publish',
    apply: (component, { release }) => withSettings(component, withoutEvents(component.overrides.settings, release)),
  },
  DYN025: {
    places: /^engine\.kv_cache_config\.enable_block_reuse/,
    reason: 'KV events are only published for blocks that are kept',
    apply: (component) => withSettings(component, withoutReuse(component.overrides.settings)),
  },
  DYN034: {
    places: /^(?:pod|main)\.securityContext/,
    reason: 'RDMA devices need the right to lock memory, as root',
    apply: (component) => keeping(component, /^(?:spec|main)\.securityContext(?:\.|$)/),
  },
  DYN041: {
    places: /^pod\.affinity/,
    reason: 'the label carries the name of the graph, and another one that of the component',
    apply: (component, { graph }) => ({
      ...component,
      overrides: {
        ...component.overrides,
        podTemplate: asObject(withGraphName(component.overrides.podTemplate, graph)),
      },
    }),
  },
};

/** The graph with what findings ask for, where they leave no choice. */
export function repair(
  graph: GraphProgram,
  findings: readonly Finding[],
  release: Release,
): { readonly graph: GraphProgram; readonly repairs: readonly Repair[] } {
  let repaired = graph;
  const repairs: Repair[] = [];
  for (const { code, path, message } of findings) {
    const remedy = REMEDIES[code];
    for (const component of repaired.components) {
      if (remedy === undefined || !names(path, message, component.name)) {
        continue;
      }
      const changed = remedy.apply(component, { graph: repaired, release });
      if (JSON.stringify(changed) !== JSON.stringify(component)) {
        const components = repaired.components.map((other) => (other === component ? changed : other));
        const order = repaired.order.map((name) => (name === component.name ? changed.name : name));
        repaired = { ...repaired, components, order };
        repairs.push({ code, component: changed.name, places: remedy.places, reason: `${code}: ${remedy.reason}` });
      }
    }
  }
  return { graph: repaired, repairs };
}

function names(path: string, message: string, component: string): boolean {
  return path.includes(`[${component}]`) || path.endsWith(`/${component}`) || message.includes(`'${component}'`);
}

function withSettings(component: ComponentProgram, settings: CodeObject): ComponentProgram {
  return { ...component, overrides: { ...component.overrides, settings } };
}

/** Without what leaves the flags out that publish KV events. */
function withoutEvents(settings: CodeObject, release: Release): CodeObject {
  const names = ['kvEventsConfig', ...kvEventFlags(release).map((flag) => flag.replace(/^--/, ''))].flatMap((name) => [
    name,
    camel(name),
  ]);
  const keep = (group: CodeObject) =>
    Object.fromEntries(Object.entries(group).filter(([key, value]) => !(names.includes(key) && value === null)));
  const parts = Object.entries(keep(settings)).map(([key, value]) => {
    const flags = key === 'flags' && isCodeObject(value) ? keep(value) : value;
    const inner =
      isCodeObject(flags) && isCodeObject(flags['extra']) ? { ...flags, extra: keep(flags['extra']) } : flags;
    return [key, key === 'extra' && isCodeObject(value) ? keep(value) : inner] as const;
  });
  return Object.fromEntries(parts);
}

function withoutReuse(settings: CodeObject): CodeObject {
  const { kv_cache_config: group, ...rest } = settings;
  if (!isCodeObject(group)) {
    return settings;
  }
  const { enable_block_reuse: _, ...kept } = group;
  return Object.keys(kept).length === 0 ? rest : { ...settings, kv_cache_config: kept };
}

/** The component with what Stator computed at some fields of its pods, which were left out. */
function keeping(component: ComponentProgram, where: RegExp): ComponentProgram {
  const fields = fieldsOf(component.overrides.podTemplate, () => true);
  const kept = fields.filter(({ path, value }) => value === null && where.test(fieldName(path)));
  return {
    ...component,
    keeps: [...component.keeps, ...kept.map(({ path }) => fieldName(path))],
    overrides: { ...component.overrides, podTemplate: templateOf(fields.filter((field) => !kept.includes(field))) },
  };
}

const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const COMPONENT_LABEL = 'nvidia.com/dynamo-component';

/** Affinity terms that look for `<graph>-<component>`, with both labels. */
function withGraphName(code: Code, graph: GraphProgram): Code {
  if (isCodeList(code)) {
    return code.flatMap((item) => {
      const values =
        isCodeObject(item) && item['key'] === GRAPH_LABEL && isCodeList(item['values']) ? item['values'] : [];
      const component = componentOf(values[0], graph);
      return component === undefined
        ? [withGraphName(item, graph)]
        : [
            { key: GRAPH_LABEL, operator: 'In', values: [graph.name] },
            { key: COMPONENT_LABEL, operator: 'In', values: [component] },
          ];
    });
  }
  if (!isCodeObject(code)) {
    return code;
  }
  const component = componentOf(code[GRAPH_LABEL], graph);
  const entries = Object.entries(code).map(([key, value]) => [key, withGraphName(value, graph)] as const);
  return {
    ...Object.fromEntries(entries),
    ...(component === undefined ? {} : { [GRAPH_LABEL]: graph.name, [COMPONENT_LABEL]: component }),
  };
}

function componentOf(value: Code | undefined, { name, components }: GraphProgram): string | undefined {
  const found = components.find(
    (component) => typeof value === 'string' && value.toLowerCase() === `${name}-${component.name}`.toLowerCase(),
  );
  return found?.name;
}

function asObject(code: Code): CodeObject {
  return isCodeObject(code) ? code : {};
}
