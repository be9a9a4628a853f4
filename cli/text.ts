import Table from 'cli-table3';
import { type Finding, Severity } from '../constructs';
import type { Output } from './output';

/** Columns aligned by spaces; numbers to the right where `right` names their column. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly right?: readonly number[]; readonly colors?: Output['colors'] } = {},
): string {
  const bold = options.colors?.bold ?? ((text: string) => text);
  const blank = '';
  const chars = {
    top: blank,
    'top-mid': blank,
    'top-left': blank,
    'top-right': blank,
    bottom: blank,
    'bottom-mid': blank,
    'bottom-left': blank,
    'bottom-right': blank,
    left: blank,
    'left-mid': blank,
    mid: blank,
    'mid-mid': blank,
    right: blank,
    'right-mid': blank,
    middle: '  ',
  };
  const result = new Table({
    chars,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (options.right?.includes(column) === true ? 'right' : 'left')),
  });
  if (head.some((title) => title !== '')) {
    result.push(head.map(bold));
  }
  result.push(...rows.map((row) => [...row]));
  return result
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Findings one under the other, errors first. */
export function printFindings(findings: readonly Finding[], output: Output): void {
  const { colors } = output;
  const ordered = [...findings].sort((a, b) => rank(a) - rank(b));
  for (const finding of ordered) {
    const paint = finding.severity === Severity.ERROR ? colors.red : colors.yellow;
    output.line(`${paint(finding.severity)} ${colors.bold(finding.code)} ${finding.path}`);
    output.line(`  ${finding.message}`);
    output.line(`  fix: ${finding.fix}`);
    output.line(colors.dim(`  source: ${finding.source}`));
  }
}

function rank(finding: Finding): number {
  return finding.severity === Severity.ERROR ? 0 : 1;
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Digits in groups of three. */
export function grouped(number: number): string {
  // Not toLocaleString: loading the locale data takes longer than everything else that prints.
  return String(Math.round(number)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
