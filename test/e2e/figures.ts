import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Variable with the file in which the figures of a run meet: tests may run in processes of their own. */
const FILE = 'STATOR_E2E_FIGURES';

/** Begins a run. */
export function openFigures(): void {
  const file = join(mkdtempSync(join(tmpdir(), 'stator-e2e-figures-')), 'figures');
  writeFileSync(file, '');
  process.env[FILE] = file;
}

/** Notes what was measured, for the end of the run. */
export function figure(text: string): void {
  const file = process.env[FILE];
  if (file !== undefined) {
    appendFileSync(file, `  ${text}\n`);
  }
}

/** Everything noted in this run. */
export function printFigures(): void {
  const file = process.env[FILE];
  const text = file === undefined ? '' : readFileSync(file, 'utf8');
  rmSync(dirname(file ?? join(tmpdir(), 'none', 'none')), { recursive: true, force: true });
  if (text !== '') {
    process.stdout.write(`\nMeasured against the control plane:\n${text}`);
  }
}
