import { Release } from '../../constructs';
import { releaseOfImages, type Upgrade, UpgradeLevel, type UpgradeStep, upgradeOf } from '../../constructs/check';
import { comparisonLines } from '../comparison-text';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { isBlueprint, readSide } from '../sides';
import { count, printFindings, table } from '../text';

export interface UpgradeOptions {
  readonly from?: string;
  readonly to?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** `stator upgrade <graph>`: what has to change before a graph runs on a newer release. */
export async function upgrade(name: string, options: UpgradeOptions, output: Output): Promise<ExitCode> {
  const to = options.to === undefined ? Release.latest : Release.parse(options.to);
  const blueprint = isBlueprint(name);
  if (blueprint && options.from === undefined) {
    throw new InputError('a blueprint does not tell which release runs it now', 'give --from, for example --from 1.5');
  }
  const given = options.from === undefined ? undefined : Release.parse(options.from);
  const rendered = (release: Release | undefined) =>
    readSide(name, {
      set: options.set,
      ...(blueprint && release !== undefined ? { release: release.version } : {}),
    });
  const { observation, findings } = await rendered(given);
  if (findings.length > 0) {
    if (options.json === true) {
      output.line(JSON.stringify({ findings }, null, 2));
    } else {
      printFindings(findings, output);
      output.line();
      output.line(`${count(findings.length, 'finding')}: nothing was compared`);
    }
    return ExitCode.FAILED;
  }
  const from = given ?? releaseOfImages(observation);
  if (from === undefined) {
    throw new InputError('no image tells which release runs the graphs now', 'give --from, for example --from 1.5');
  }
  if (to.compareTo(from) <= 0) {
    throw new InputError(
      `an upgrade goes to a later release: from ${from.version} to ${to.version} is none`,
      given === undefined ? 'give --from and --to' : 'give a later --to',
    );
  }
  const result = upgradeOf(observation, {
    from,
    to,
    complete: blueprint,
    ...(blueprint ? { after: (await rendered(to)).observation } : {}),
  });
  if (options.json === true) {
    output.line(JSON.stringify({ ...result, findings: [] }, null, 2));
  } else {
    print(result, output);
  }
  return result.steps.some(({ level }) => level === UpgradeLevel.MUST) ? ExitCode.FAILED : ExitCode.OK;
}

const TITLES: Readonly<Record<UpgradeLevel, string>> = {
  must: 'must change before it runs',
  should: 'should change',
  check: 'behaves otherwise, or cannot be seen from here',
};

function print(result: Upgrade, output: Output): void {
  const { colors } = output;
  const { steps, platform, advice, newFields, solved, standing, route, comparison } = result;
  for (const level of Object.values(UpgradeLevel)) {
    const own = steps.filter((step) => step.level === level);
    if (own.length > 0) {
      output.line(colors.bold(TITLES[level]));
      for (const path of new Set(own.map((step) => step.path))) {
        output.line(`  ${path}`);
        for (const step of own.filter((candidate) => candidate.path === path)) {
          printStep(step, output);
        }
      }
      output.line();
    }
  }
  if (comparison !== undefined) {
    output.line(colors.bold('what the blueprint makes for both'));
    for (const line of comparisonLines(comparison, colors)) {
      output.line(line);
    }
    output.line();
  }
  output.line(colors.bold('the platform'));
  const columns = ['', result.from, result.to];
  output.line(
    table(
      columns,
      platform.map(({ what, before, after }) => [what, before, after]),
      { colors },
    ),
  );
  for (const { since, what, advice: todo } of advice) {
    output.line(`${since}: ${what}`);
    output.line(`  ${todo}`);
  }
  for (const [version, fields] of Object.entries(newFields)) {
    output.line(`fields that came with ${version}: ${fields.join(', ')}`);
  }
  output.line();
  if (solved.length > 0) {
    output.line(`no longer a finding: ${[...new Set(solved.map(({ code }) => code))].join(', ')}`);
  }
  if (standing.length > 0) {
    output.line(`${count(standing.length, 'error')} on either release: 'stator check' tells them`);
  }
  output.line(`the platform goes ${route.join(' → ')}, one minor release at a time`);
  const number = (level: UpgradeLevel) => steps.filter((step) => step.level === level).length;
  const [must, should, check] = [number('must'), number('should'), number('check')];
  output.line(`${count(must, 'thing')} must change, ${should} should, ${check} to check`);
}

function printStep({ code, message, fix, recreate, source }: UpgradeStep, { line, colors }: Output): void {
  line(`    ${code === undefined ? '' : `${colors.bold(code)} `}${message}`);
  line(`      fix: ${fix}${recreate ? colors.red(' (the object has to be deleted and made again)') : ''}`);
  line(colors.dim(`      source: ${source}`));
}
