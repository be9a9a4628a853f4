import { parseGoDuration } from '../go-time';

interface Range {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Range[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** Whether a text is a schedule: five fields, a name such as `@daily`, or `@every <duration>`. Source: robfig/cron v3. */
export function isCronSchedule(text: string): boolean {
  if (text.startsWith('@every ')) return parseGoDuration(text.slice('@every '.length)) !== undefined;
  if (text.startsWith('@')) return DESCRIPTORS.includes(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  return fields.length === FIELDS.length && fields.every((field, index) => isField(field, FIELDS[index]));
}

function isField(text: string, range: Range | undefined): boolean {
  const parts = text.split(',').filter((part) => part !== '');
  return range !== undefined && parts.every((part) => isRange(part, range));
}

/** `*`, `5`, `1-5`, each with `/2` behind if wanted. */
function isRange(text: string, range: Range): boolean {
  const [span = '', step, ...more] = text.split('/');
  const [low = '', high, ...rest] = span.split('-');
  if (more.length > 0 || rest.length > 0) return false;
  if (step !== undefined && !(/^[0-9]+$/.test(step) && Number(step) > 0)) return false;
  if (low === '*' || low === '?') return true;
  const start = numberOf(low, range);
  const end = high === undefined ? start : numberOf(high, range);
  return start !== undefined && end !== undefined && start >= range.min && end <= range.max && start <= end;
}

function numberOf(text: string, { min, names }: Range): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + min;
  return /^\+?[0-9]+$/.test(text) ? Number(text) : undefined;
}
