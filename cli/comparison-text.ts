import {
  type Comparison,
  type ComponentComparison,
  Effect,
  type FieldChange,
  type GraphComparison,
  type Json,
  type Needs,
  type ObjectComparison,
  type Roll,
} from '../constructs/check';
import type { Output } from './output';
import { count, grouped } from './text';

const MOST = 72;
/** Most lines of one component or object; `--json` has all. */
const MOST_CHANGES = 200;

/** A comparison in lines for people: each graph with its components, other objects, then what the change does. */
export function comparisonLines(comparison: Comparison, colors: Output['colors']): readonly string[] {
  const changed = comparison.graphs.filter(({ presence }) => presence !== 'same');
  const lines = [
    ...changed.flatMap((graph) => [...graphLines(graph, colors), '']),
    ...comparison.objects.flatMap((object) => objectLines(object, colors)),
  ];
  if (comparison.objects.length > 0) {
    lines.push('');
  }
  if (comparison.same) {
    lines.push('no difference');
  } else {
    lines.push(...changed.flatMap((graph) => outcomeLines(graph, colors)));
  }
  if (comparison.graphs.length > 0) {
    lines.push(needsLine(comparison.before, comparison.after));
  }
  return lines;
}

function graphLines(graph: GraphComparison, colors: Output['colors']): readonly string[] {
  const { name, presence, changes, components, replacedBecause } = graph;
  // Nothing rolls in a graph that is made again.
  const quiet = (change: FieldChange): FieldChange =>
    replacedBecause.length > 0 && (change.effect === Effect.ROLLS || change.effect === Effect.SCALES)
      ? { ...change, effect: Effect.NOTHING }
      : change;
  return [
    `graph ${colors.bold(name)}${presence === 'changed' ? '' : `: ${presence}`}`,
    ...changeLines(changes.map(quiet), '  ', colors),
    ...components.flatMap((component) =>
      componentLines({ ...component, changes: component.changes.map(quiet) }, colors),
    ),
  ];
}

function componentLines(component: ComponentComparison, colors: Output['colors']): readonly string[] {
  const { name, presence, changes, before, after } = component;
  if (presence === 'same') {
    return [];
  }
  const size = presence === 'removed' ? before : after;
  const note = presence === 'changed' ? '' : `: ${presence}, ${count(size.pods, 'pod')}, ${count(size.gpus, 'GPU')}`;
  return [`  ${colors.bold(name)}${note}`, ...changeLines(changes, '    ', colors)];
}

function objectLines(object: ObjectComparison, colors: Output['colors']): readonly string[] {
  const { kind, name, presence, changes, usedBy } = object;
  const users = presence !== 'changed' && usedBy.length > 0 ? ` (used by ${usedBy.join(', ')})` : '';
  return [
    `${kind} ${colors.bold(name)}${presence === 'changed' ? '' : `: ${presence}`}${users}`,
    ...changeLines(changes, '  ', colors),
  ];
}

function changeLines(changes: readonly FieldChange[], indent: string, colors: Output['colors']): readonly string[] {
  const shown = changes.slice(0, MOST_CHANGES);
  const width = Math.min(52, Math.max(0, ...shown.map(({ place }) => place.length)));
  const lines = shown.map((change) => `${indent}${changeLine(change, width, colors)}`);
  const rest = changes.length - shown.length;
  return rest > 0 ? [...lines, `${indent}and ${count(rest, 'more change')}: --json shows all`] : lines;
}

function changeLine(change: FieldChange, width: number, colors: Output['colors']): string {
  const { place, before, after, effect, reason } = change;
  const sign = before === undefined ? colors.green('+') : after === undefined ? colors.red('-') : colors.yellow('~');
  const value =
    before === undefined || after === undefined
      ? show(after ?? before ?? null)
      : before === after
        ? show(after)
        : showBoth(before, after);
  const paint = effect === Effect.REPLACES || effect === Effect.REFUSED ? colors.red : colors.dim;
  const effectText = effect === Effect.NOTHING ? '' : paint(effect);
  const because = reason === undefined ? '' : colors.dim(reason);
  const tail = [effectText, because].filter((text) => text !== '').join(': ');
  return `${sign} ${place.padEnd(width)}  ${value}${tail === '' ? '' : `  ${tail}`}`;
}

function showBoth(before: Json, after: Json): string {
  const [old, now] = [text(before), text(after)];
  if (old.length <= MOST && now.length <= MOST) {
    return `${old} → ${now}`;
  }
  // Long texts mostly begin alike: show where they part.
  let at = 0;
  while (at < old.length && old[at] === now[at]) {
    at++;
  }
  const from = Math.max(0, at - 12);
  const cut = (whole: string) =>
    `${from > 0 ? '…' : ''}${whole.slice(from, from + MOST)}${whole.length > from + MOST ? '…' : ''}`;
  return `${cut(old)} → ${cut(now)}`;
}

function show(value: Json): string {
  const whole = text(value);
  return whole.length > MOST ? `${whole.slice(0, MOST - 1)}…` : whole;
}

/** One line, without the control characters that a terminal would obey. */
function text(value: Json): string {
  const whole = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : JSON.stringify(value);
  return whole.replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}

/** What becomes of a graph when the new manifests are applied. */
function outcomeLines(graph: GraphComparison, colors: Output['colors']): readonly string[] {
  const { name, presence, replacedBecause, rolls, components, changes } = graph;
  if (presence === 'added' || presence === 'removed') {
    return [`${name}: ${presence}`];
  }
  const refused = components.flatMap((component) =>
    component.changes
      .filter(({ effect }) => effect === Effect.REFUSED)
      .map(({ place, reason }) => `${name}: ${colors.red('refused')}: ${component.name}: ${place}: ${reason ?? ''}`),
  );
  if (replacedBecause.length > 0) {
    const reasons = replacedBecause.slice(0, 6).join('; ') + (replacedBecause.length > 6 ? '; …' : '');
    return [`${name}: has to be ${colors.red('deleted and made again')} because of ${reasons}`, ...refused];
  }
  const scales = [...changes, ...components.flatMap((component) => component.changes)].some(
    ({ effect }) => effect === Effect.SCALES,
  );
  const quiet = scales ? 'scales; nothing restarts' : 'nothing restarts';
  return [...(rolls.length === 0 ? [`${name}: ${quiet}`] : rolls.map((roll) => rollLine(name, roll))), ...refused];
}

function rollLine(graph: string, { component, because, when }: Roll): string {
  const reasons = because.slice(0, 4).join(', ') + (because.length > 4 ? ` and ${because.length - 4} more` : '');
  return `${graph}: ${component} rolls${when === 'always' ? '' : `, ${when}`}: ${reasons}`;
}

function needsLine(before: Needs, after: Needs): string {
  const part = (noun: string, old: number, now: number) =>
    old === now ? `${grouped(now)} ${noun}` : `${grouped(old)} → ${grouped(now)} ${noun}`;
  return `${part('GPUs', before.gpus, after.gpus)}, ${part('pods', before.pods, after.pods)}; nodes: ${nodesText(before, after)}`;
}

function nodesText(before: Needs, after: Needs): string {
  const machines = [...new Set([...before.nodes, ...after.nodes].map(({ machine }) => machine))];
  const find = ({ nodes }: Needs, machine: string) => nodes.find((need) => need.machine === machine);
  const texts = machines.map((machine) => {
    const [old, now] = [find(before, machine), find(after, machine)];
    const known = old?.known !== false && now?.known !== false;
    const numbers =
      old?.nodes === now?.nodes
        ? grouped(now?.nodes ?? 0)
        : `${grouped(old?.nodes ?? 0)} → ${grouped(now?.nodes ?? 0)}`;
    return `${known ? '' : 'at least '}${numbers} ${machine === 'any' ? 'of unknown kind' : machine}`;
  });
  return texts.length === 0 ? 'none with GPUs' : texts.join(', ');
}
