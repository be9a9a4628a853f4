import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from './api';

/** One request that changed the cluster, as a line of the log. */
export interface LogLine extends Identity {
  readonly operation: 'create' | 'update' | 'delete';
  readonly urn: string;
  /** The body exactly as it was sent; empty for deletions. */
  readonly body: string;
}

/** Writes a line to the file of `STATOR_STANDIN_LOG`, if there is one. */
export function log(line: LogLine): void {
  const file = process.env['STATOR_STANDIN_LOG'];
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }
}

/** Throws for objects that `STATOR_STANDIN_FAIL` lists as `<kind>/<name>`, separated by commas. */
export function failIfTold({ kind, name }: Identity): void {
  if ((process.env['STATOR_STANDIN_FAIL'] ?? '').split(',').includes(`${kind}/${name}`)) {
    throw new Error(`the stand-in was told to fail for ${kind}/${name} (STATOR_STANDIN_FAIL)`);
  }
}

/** Waits as long as `STATOR_STANDIN_SLOW_MS` says. */
export async function delay(signal: AbortSignal): Promise<void> {
  const milliseconds = Number(process.env['STATOR_STANDIN_SLOW_MS'] ?? 0);
  if (milliseconds > 0) {
    await sleep(milliseconds, undefined, { signal });
  }
}
