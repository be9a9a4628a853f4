import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Release, Severity } from '../../constructs';
import { Observation, readManifests } from '../../constructs/check';
import { nearest } from '../../constructs/findings';
import { importManifests, MACHINE_IDS, type Machine, machineNamed } from '../../importer';
import { ExitCode, InputError } from '../exit';
import { readInputs, writeFile } from '../files';
import type { Output } from '../output';
import { programRunner } from '../programs';
import { count, printFindings } from '../text';

export interface ImportCommandOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly gpu?: string;
  readonly machine?: string;
  readonly release?: string;
  readonly acknowledge?: boolean;
  readonly json?: boolean;
}

/** `stator import <file|folder|-> ...`: writes a program that makes what the manifests describe. */
export async function importFiles(
  paths: readonly string[],
  options: ImportCommandOptions,
  output: Output,
  messages: Output,
): Promise<ExitCode> {
  const { out } = options;
  if (out !== undefined && existsSync(out) && options.force !== true) {
    throw new InputError(`'${out}' is there already`, 'give another --out, or --force to write over it');
  }
  const machine = machineOf(options);
  const files = readInputs(paths);
  const readings = files.map((file) => readManifests(file));
  const unreadable = readings.flatMap(({ findings }) => findings);
  if (unreadable.length > 0) {
    return refuse(unreadable, options, output);
  }
  const documents = readings.flatMap((reading) => reading.documents);
  if (Observation.of(documents).graphs.length === 0) {
    throw new InputError(
      `there is no DynamoGraphDeployment of v1alpha1 or v1beta1 in ${paths.join(', ')}`,
      'name the files that hold the graph and what belongs to it',
    );
  }
  const result = await importManifests(documents, {
    sources: files.map(({ name }) => basename(name)),
    ...(machine === undefined ? {} : { machine }),
    ...(options.release === undefined ? {} : { release: Release.parse(options.release) }),
    acknowledge: options.acknowledge === true,
    run: await programRunner(),
  });
  if (out !== undefined) {
    writeFile(out, result.source);
  }
  const { differences, findings, notes } = result;
  const errors = findings.filter(({ severity }) => severity === Severity.ERROR);
  if (options.json === true) {
    const { name, source } = result;
    output.line(
      JSON.stringify(
        { name, source, differences, findings, notes, ...(out === undefined ? {} : { written: out }) },
        null,
        2,
      ),
    );
    return ExitCode.OK;
  }
  if (out === undefined) {
    output.line(result.source.trimEnd());
  }
  const report = out === undefined ? messages : output;
  for (const { place, reason } of differences) {
    report.line(`${report.colors.bold(place)}: ${reason}`);
  }
  for (const note of notes) {
    report.line(note);
  }
  if (errors.length > 0) {
    report.line();
    printFindings(errors, report);
  }
  report.line();
  report.line(
    `${count(differences.length, 'difference')} in form or for a rule, ${count(errors.length, 'error')} to mend`,
  );
  if (out !== undefined) {
    report.line(`wrote ${out}: 'stator synth ${out}' makes the manifests`);
  }
  return ExitCode.OK;
}

function refuse(
  findings: Parameters<typeof printFindings>[0],
  { json }: ImportCommandOptions,
  output: Output,
): ExitCode {
  if (json === true) {
    output.line(JSON.stringify({ findings }, null, 2));
  } else {
    printFindings(findings, output);
    output.line();
    output.line(`${count(findings.length, 'finding')}: nothing was imported`);
  }
  return ExitCode.FAILED;
}

function machineOf({ machine, gpu }: ImportCommandOptions): Machine | undefined {
  const name = machine ?? gpu;
  const found = name === undefined ? undefined : machineNamed(name);
  if (name !== undefined && found === undefined) {
    const near = nearest(name, MACHINE_IDS);
    throw new InputError(
      `'${name}' is no machine that Stator knows`,
      near === undefined ? `it knows ${MACHINE_IDS.join(', ')}` : `did you mean '${near}'?`,
    );
  }
  return found;
}
