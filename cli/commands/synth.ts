import { Yaml } from 'cdk8s';
import { Severity } from '../../constructs';
import { assignments, namespaceName } from '../assignments';
import { ExitCode } from '../exit';
import { writeOutputs } from '../files';
import type { Output } from '../output';
import { findProgram } from '../programs';
import { summaryLines } from '../summary';
import { count, printFindings } from '../text';

export interface SynthOptions {
  readonly out?: string;
  readonly stdout?: boolean;
  readonly set: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  readonly createNamespace?: boolean;
  readonly json?: boolean;
}

/** Where manifests go unless the user says otherwise. */
export const DEFAULT_FOLDER = 'manifests';

/** `stator synth <blueprint|file.ts>`: checks the whole graph and writes its manifests, or says why not. */
export async function synth(name: string, options: SynthOptions, output: Output, messages: Output): Promise<ExitCode> {
  const { blueprint, library, run } = await findProgram(name);
  const settings = {
    parameters: assignments(options.set),
    ...(options.release === undefined ? {} : { release: library.Release.parse(options.release) }),
    ...(options.namespace === undefined ? {} : { namespace: namespaceName(options.namespace) }),
    createNamespace: options.createNamespace === true,
  };
  const { chart, graph } = run(() => library.instantiate(blueprint, settings));
  const { documents: rendered, findings, acknowledged } = run(() => library.synthesizeChart(chart));
  const refused = findings.some((finding) => finding.severity === Severity.ERROR);
  const documents = refused ? [] : rendered;
  const yaml = Yaml.stringify(...documents);
  const file = `${chart.node.id}.k8s.yaml`;
  const write = !refused && options.stdout !== true && (options.json !== true || options.out !== undefined);
  const written = write ? writeOutputs(options.out ?? DEFAULT_FOLDER, new Map([[file, yaml]])) : [];
  if (options.json === true) {
    output.line(JSON.stringify({ documents, findings, acknowledged, graph: graph.describe(), written }, null, 2));
    return refused ? ExitCode.FAILED : ExitCode.OK;
  }
  const report = options.stdout === true ? messages : output;
  printFindings(findings, report);
  if (refused) {
    report.line();
    report.line(`${count(findings.length, 'finding')}: nothing was written`);
    return ExitCode.FAILED;
  }
  if (options.stdout === true) {
    output.line(yaml.trimEnd());
  }
  if (findings.length > 0) {
    report.line();
  }
  for (const line of summaryLines(graph.describe(), report.colors)) {
    report.line(line);
  }
  for (const { code, reason } of acknowledged) {
    report.line(`acknowledged ${code}: ${reason}`);
  }
  for (const path of written) {
    report.line(`wrote ${count(documents.length, 'object')} to ${path}`);
  }
  return ExitCode.OK;
}
