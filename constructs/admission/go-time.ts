const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Units of the second notation that formats accept, by how a word for them starts. */
const WORDS: readonly (readonly [pattern: RegExp, nanoseconds: bigint])[] = [
  [/^(ns|nano.*)$/i, 1n],
  [/^(us|µs|micro.*)$/i, 1_000n],
  [/^(ms|milli.*)$/i, 1_000_000n],
  [/^(s|sec.*)$/i, 1_000_000_000n],
  [/^(m|min.*)$/i, 60_000_000_000n],
  [/^(h|hr|hour.*)$/i, 3_600_000_000_000n],
  [/^(d|day.*)$/i, 86_400_000_000_000n],
  [/^(w|wk|week.*)$/i, 604_800_000_000_000n],
];

const MAX_NANOSECONDS = 2n ** 63n;

/** Nanoseconds of a duration as Go writes it (`1h30m`, `-1.5s`, `0`); undefined for anything else. */
export function parseGoDuration(text: string): bigint | undefined {
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  if (body === '0') return 0n;
  if (!/^(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(
    /([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const scale = NANOSECONDS[unit] ?? 0n;
    total += BigInt(whole === '' ? '0' : whole) * scale;
    if (fraction !== '') total += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  if (total >= MAX_NANOSECONDS) return undefined;
  return sign === '-' ? -total : total;
}

/** Nanoseconds of the OpenAPI format `duration`: Go's notation, or numbers with words (`3 days`) anywhere in the text. */
export function parseFormatDuration(text: string): bigint | undefined {
  const exact = parseGoDuration(text);
  if (exact !== undefined) return exact;
  let total: bigint | undefined;
  for (const [, count = '', word = ''] of text.matchAll(/([0-9]+)\s*([A-Za-zµ]+)/g)) {
    for (const [pattern, scale] of WORDS) {
      if (pattern.test(word)) total = (total ?? 0n) + BigInt(count) * scale;
    }
  }
  return total;
}

/** True for `2006-01-02` and a day that exists. */
export function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  if (day === '') return false;
  const time = Date.UTC(Number(year) === 0 ? 2000 : Number(year), Number(month) - 1, Number(day));
  const date = new Date(time);
  return Number(month) >= 1 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** True for an RFC 3339 time as the OpenAPI format `date-time` has it: any letter case, seconds up to 59. */
export function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  return /^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})$/.test(time);
}

/** True for a time as Go reads it for `creationTimestamp` and the like (RFC 3339). */
export function isRfc3339(text: string): boolean {
  const match = /^(.{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})([.,][0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/.exec(
    text,
  );
  if (match === null || !isDate(match[1] ?? '')) return false;
  return Number(match[2]) < 24 && Number(match[3]) < 60 && Number(match[4]) < 60;
}
