import { nearest } from '../findings';
import type { Release } from '../releases';
import { PLANNER_FIELDS, type PlannerField, TARGETS_SINCE } from './fields';

/** One thing that is wrong with a configuration. */
export interface PlannerConflict {
  /** The key that it is about. */
  readonly key: string;
  /** What was found and what is allowed. */
  readonly message: string;
  readonly fix: string;
  /** True where the planner runs, but not as it was meant. */
  readonly harmless?: boolean;
}

const FIELDS: ReadonlyMap<string, PlannerField> = new Map(
  Object.entries(PLANNER_FIELDS).flatMap(([key, field]) => [
    [key, field] as const,
    ...(field.alias === undefined ? [] : [[field.alias, field] as const]),
  ]),
);

/** Keys that the release does not know, and values that it does not take. */
export function* unreadableFields(
  values: Readonly<Record<string, unknown>>,
  release: Release,
): Generator<PlannerConflict> {
  for (const [key, value] of Object.entries(values)) {
    const field = FIELDS.get(key);
    if (field === undefined) {
      const near = nearest(key, [...FIELDS.keys()]);
      yield {
        key,
        message: `the planner of ${release.version} does not know '${key}' and ignores it`,
        fix: near === undefined ? `leave '${key}' out` : `did you mean '${near}'? Otherwise leave '${key}' out`,
        harmless: true,
      };
    } else if (field.since !== undefined && !release.atLeast(field.since)) {
      yield {
        key,
        message: `the planner of ${release.version} ignores '${key}', which came with ${field.since}`,
        fix: `leave '${key}' out, or take release ${field.since}`,
        harmless: true,
      };
    } else if (field.until !== undefined && release.atLeast(field.until)) {
      yield {
        key,
        message: `'${key}' went away with ${field.until}, and the planner of ${release.version} ${field.refused === true ? 'refuses' : 'ignores'} it`,
        fix: `leave '${key}' out`,
        harmless: field.refused !== true,
      };
    } else if (!(value === null && field.nullable === true)) {
      yield* wrongValue(key, field, value, release);
    }
  }
}

function* wrongValue(key: string, field: PlannerField, value: unknown, release: Release): Generator<PlannerConflict> {
  const allowed = allowedBy(field, key, release);
  if (
    !takes(field, value) ||
    (field.values !== undefined && !valuesIn(field.values, key, release).includes(String(value)))
  ) {
    yield { key, message: `'${key}' must be ${allowed}, got ${JSON.stringify(value)}`, fix: `give ${allowed}` };
  }
}

/** As lenient as the planner's own model: it reads numbers and switches from texts. */
function takes(field: PlannerField, value: unknown): boolean {
  switch (field.kind) {
    case 'boolean':
      return asSwitch(value) !== undefined;
    case 'number':
    case 'whole': {
      const found = asNumber(value);
      return (
        found !== undefined &&
        (field.kind === 'number' || Number.isInteger(found)) &&
        !(field.min !== undefined && found < field.min) &&
        !(field.above !== undefined && found <= field.above) &&
        !(field.max !== undefined && found > field.max)
      );
    }
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'mapping':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

function valuesIn(values: readonly string[], key: string, release: Release): readonly string[] {
  return key !== 'optimization_target'
    ? values
    : values.filter((value) => {
        const since = TARGETS_SINCE[value];
        return since === undefined || release.atLeast(since);
      });
}

function allowedBy(field: PlannerField, key: string, release: Release): string {
  if (field.values !== undefined) {
    return `one of ${valuesIn(field.values, key, release).join(', ')}`;
  }
  const noun = {
    whole: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    text: 'a text',
    texts: 'a list of texts',
    mapping: 'a mapping',
  }[field.kind];
  const lower = field.min === undefined ? '' : ` of at least ${field.min}`;
  const above = field.above === undefined ? '' : ` above ${field.above}`;
  const upper = field.max === undefined ? '' : ` and at most ${field.max}`;
  return `${noun}${lower}${above}${upper}`;
}

/** A number, or a text that is one. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value)) {
    return Number(value);
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A switch, or a text or number that the planner reads as one. */
export function asSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
  if (['1', 'true', 't', 'yes', 'y', 'on'].includes(word)) {
    return true;
  }
  return ['0', 'false', 'f', 'no', 'n', 'off'].includes(word) ? false : undefined;
}
