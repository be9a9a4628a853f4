import { at, type ObservedComponent, type ObservedGraph } from '../observed';
import { presenceOf } from './compare-objects';
import { type ComponentComparison, Effect, type FieldChange, Topic } from './comparison';
import { componentFacts } from './component-facts';
import { differences } from './difference';
import { COMPONENT_EFFECTS, effectAt } from './graph-effects';
import { NOTHING, needsOf } from './needs';
import { type Pair, pairUp } from './pairing';

/** A component with the graph it stands in. */
interface Side {
  readonly component: ObservedComponent;
  readonly graph: ObservedGraph;
}

/** Compares the components of a graph that is on both sides: paired by name, then by role. */
export function compareComponents(before: ObservedGraph, after: ObservedGraph): readonly ComponentComparison[] {
  const sides = (graph: ObservedGraph) => graph.components.map((component): Side => ({ component, graph }));
  return pairUp(sides(before), sides(after), [
    ({ component }) => component.name,
    ({ component }) => component.name.toLowerCase(),
    ({ component }) => (component.role === 'unknown' ? undefined : component.role),
  ]).flatMap((pair) => compare(pair));
}

/** The components of a graph that one side alone has. */
export function lonelyComponents(graph: ObservedGraph, presence: 'added' | 'removed'): readonly ComponentComparison[] {
  return graph.components.map((component) => lonely(component, presence));
}

function compare({ before, after }: Pair<Side>): readonly ComponentComparison[] {
  if (before === undefined || after === undefined) {
    const side = after ?? before;
    return side === undefined ? [] : [lonely(side.component, after === undefined ? 'removed' : 'added')];
  }
  const rolled = newConfigName(before.component, after.component);
  const scaled = before.component.scalingAdapter && after.component.scalingAdapter;
  const found = differences(
    componentFacts(before.component, before.graph),
    componentFacts(after.component, after.graph),
    (place) => {
      if (place === 'replicas' && scaled) {
        return { effect: Effect.REFUSED, reason: 'the scaling adapter owns the replicas: scale it instead' };
      }
      if (/^engine(?:$|[.[])/.test(place) && !rolled) {
        return {
          effect: Effect.NOTHING,
          reason: 'the ConfigMap keeps its name, so nothing restarts: pods keep what they read when they started',
        };
      }
      if (/^experimental\.(?:gpuMemoryService|failover)/.test(place) && [before, after].some(spansPods)) {
        return { effect: Effect.REPLACES, reason: 'the operator refuses to switch it on, off or to another mode' };
      }
      return effectAt(COMPONENT_EFFECTS, place);
    },
  );
  const changes = [...found, ...otherForm(before.component, after.component, found)];
  return [
    {
      name: after.component.name,
      presence: presenceOf(changes),
      changes,
      before: needsOf([before.component]),
      after: needsOf([after.component]),
    },
  ];
}

function lonely(component: ObservedComponent, presence: 'added' | 'removed'): ComponentComparison {
  const needs = needsOf([component]);
  const [before, after] = presence === 'added' ? [NOTHING, needs] : [needs, NOTHING];
  return { name: component.name, presence, changes: [], before, after };
}

/** Whether the engine's configuration comes from a file of another name, which pods only read when they are made anew. */
function newConfigName(before: ObservedComponent, after: ObservedComponent): boolean {
  return before.engine?.config?.name !== after.engine?.config?.name;
}

function spansPods({ component }: Side): boolean {
  const { written } = component;
  return [written, at(written, 'experimental')].some((where) =>
    ['gpuMemoryService', 'failover'].some((name) => /^interpod$/i.test(String(at(where, name, 'mode') ?? ''))),
  );
}

/** The same words in another order or by other means: nothing differs for the process, but pods are made anew. */
function otherForm(
  before: ObservedComponent,
  after: ObservedComponent,
  found: readonly FieldChange[],
): readonly FieldChange[] {
  const [old, now] = [before.writtenCommand, after.writtenCommand];
  const known = found.some(({ topic }) => topic === Topic.COMMAND) || JSON.stringify(old) === JSON.stringify(now);
  return known
    ? []
    : [
        {
          place: 'command',
          topic: Topic.COMMAND,
          before: [...old],
          after: [...now],
          effect: Effect.ROLLS,
          reason: 'the same flags, in another order or form',
        },
      ];
}
