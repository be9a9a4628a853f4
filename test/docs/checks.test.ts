import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../constructs';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), 'utf8');
const [checks = '', complaints = ''] = page.split('## Complaints');
/** Cells of the rows that begin with a number. */
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

describe('docs/checks.md', () => {
  const known: readonly string[] = RULES.map(({ code }) => code);

  test('every check and every complaint has an answer', () => {
    expect(rows(checks).map(([number]) => Number(number))).toEqual(Array.from({ length: 73 }, (_, index) => index + 1));
    expect(rows(complaints).map(([number]) => Number(number))).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(rows(checks).filter((row) => (row[3] ?? '–') === '–')).toEqual([]);
    expect(rows(complaints).filter((row) => (row[2] ?? '') === '')).toEqual([]);
  });

  test('it names rules that there are, and every rule that has the number of a check', () => {
    const named = new Set(page.match(/DYN\d{3}/g));
    expect([...named].filter((code) => !known.includes(code))).toEqual([]);
    expect(known.filter((code) => Number(code.slice(3)) <= 73 && !named.has(code))).toEqual([]);
  });
});
