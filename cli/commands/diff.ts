import { compareGraphs } from '../../constructs/check';
import { comparisonLines } from '../comparison-text';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { isBlueprint, readSide, type SideOptions } from '../sides';
import { count, printFindings } from '../text';

export interface DiffOptions {
  readonly set: readonly string[];
  readonly setOld: readonly string[];
  readonly setNew: readonly string[];
  readonly release?: string;
  readonly releaseOld?: string;
  readonly releaseNew?: string;
  readonly namespace?: string;
  readonly exitCode?: boolean;
  readonly json?: boolean;
}

/** `stator diff <old> <new>`: what differs between two graphs, and what applying the new one does. */
export async function diff(before: string, after: string, options: DiffOptions, output: Output): Promise<ExitCode> {
  if (before === '-' && after === '-') {
    throw new InputError('standard input can be one side only', 'name a file for the other');
  }
  const old = await readSide(before, sideOptions(before, options, options.setOld, options.releaseOld));
  const now = await readSide(after, sideOptions(after, options, options.setNew, options.releaseNew));
  const unreadable = [...old.findings, ...now.findings];
  if (unreadable.length > 0) {
    if (options.json === true) {
      output.line(JSON.stringify({ findings: unreadable }, null, 2));
    } else {
      printFindings(unreadable, output);
      output.line();
      output.line(`${count(unreadable.length, 'finding')}: nothing was compared`);
    }
    return ExitCode.FAILED;
  }
  const comparison = compareGraphs(old.observation, now.observation, {
    ...(old.nodesOf === undefined ? {} : { nodesBefore: old.nodesOf }),
    ...(now.nodesOf === undefined ? {} : { nodesAfter: now.nodesOf }),
  });
  if (options.json === true) {
    output.line(JSON.stringify({ ...comparison, findings: [] }, null, 2));
  } else {
    for (const line of comparisonLines(comparison, output.colors)) {
      output.line(line);
    }
  }
  return options.exitCode === true && !comparison.same ? ExitCode.FAILED : ExitCode.OK;
}

/** Settings of one side go before those of both. */
function sideOptions(
  name: string,
  both: Pick<DiffOptions, 'set' | 'release' | 'namespace'>,
  set: readonly string[],
  release: string | undefined,
): SideOptions {
  const own = new Set(set.map(keyOf));
  const chosen = release ?? both.release;
  const shared: SideOptions = {
    set: [...both.set.filter((pair) => !own.has(keyOf(pair))), ...set],
    ...(chosen === undefined ? {} : { release: chosen }),
    ...(both.namespace === undefined ? {} : { namespace: both.namespace }),
  };
  // Settings of both sides say nothing to a file.
  return isBlueprint(name) ? shared : { set, ...(release === undefined ? {} : { release }) };
}

function keyOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}
