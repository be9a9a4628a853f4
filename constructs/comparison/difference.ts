import type { Json } from '../manifests';
import type { FieldChange } from './comparison';
import type { Fact, Facts } from './fact';
import type { EffectRow } from './graph-effects';

/** What a change of a place does, given both sides. */
export type EffectOf = (place: string, before: Fact | undefined, after: Fact | undefined) => Omit<EffectRow, 'place'>;

/** Parts that come or go as a whole: one change each, not one for each of their fields. */
const WHOLE =
  /^(?:(?:initContainers|containers|volumes|mounts|pvcs)\[[^\]]+\]|(?:pod|main)\.(?:securityContext|startupProbe|livenessProbe|readinessProbe|lifecycle))(?=\.)/;

/** The places at which two sheets differ, in the order of the new one, then of what only the old one has. */
export function differences(before: Facts, after: Facts, effectOf: EffectOf): readonly FieldChange[] {
  const [old, now] = [fold(before, after), fold(after, before)];
  const places = [...new Set([...now.keys(), ...old.keys()])];
  return places.flatMap((place) => {
    const [left, right] = [old.get(place), now.get(place)];
    const topic = (right ?? left)?.topic;
    if (topic === undefined || left?.key === right?.key || isShell(left, place, now) || isShell(right, place, old)) {
      return [];
    }
    return [
      {
        place,
        topic,
        ...(left === undefined ? {} : { before: left.value }),
        ...(right === undefined ? {} : { after: right.value }),
        ...effectOf(place, left, right),
      },
    ];
  });
}

/** The sheet with the parts that the other one lacks as one fact each. */
function fold(sheet: Facts, other: Facts): Facts {
  const partOf = (place: string) => WHOLE.exec(place)?.[0];
  const shared = new Set([...other.keys()].map((place) => partOf(place) ?? place));
  const folded = new Map<string, Fact>();
  const parts = new Map<string, Record<string, Json>>();
  for (const [place, fact] of sheet) {
    const part = partOf(place);
    if (part === undefined || shared.has(part)) {
      folded.set(place, fact);
      continue;
    }
    const fields = parts.get(part) ?? {};
    fields[place.slice(part.length + 1)] = fact.value;
    parts.set(part, fields);
    folded.set(part, { topic: fact.topic, value: fields, key: '' });
  }
  return folded;
}

/** An empty mapping that the other side has filled: what fills it is told. */
function isShell(fact: Fact | undefined, place: string, other: Facts): boolean {
  return (
    fact?.key === '{}' && [...other.keys()].some((key) => key.startsWith(`${place}.`) || key.startsWith(`${place}[`))
  );
}
