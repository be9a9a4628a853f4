import { type Blueprint, findBlueprint, instantiate } from '../../blueprints';
import { type InferenceGraph, Release, Severity, synthesizeChart } from '../../constructs';
import { deploy as deployGraph, type GraphSettings, MOST_MINUTES } from '../../stacks/kubernetes/deploy';
import { assignments, namespaceName } from '../assignments';
import { clusterConfig, pointAt } from '../deployment/cluster';
import { confirmed } from '../deployment/confirm';
import { changesInWords } from '../deployment/reporter';
import { perform, preview } from '../deployment/run';
import { type OpenStack, openStack, translated } from '../deployment/stack';
import { stateLocation } from '../deployment/state';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { isProgram } from '../programs';
import { summaryLines } from '../summary';
import { count, printFindings } from '../text';

export interface DeployOptions {
  readonly set: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  readonly createNamespace?: boolean;
  readonly stack?: string;
  readonly state?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly wait: boolean;
  readonly timeout?: string;
}

/** `stator deploy <blueprint>`: checks the graph, shows what would change in the cluster, asks, and does it. */
export async function deploy(
  name: string,
  options: DeployOptions,
  output: Output,
  messages: Output,
): Promise<ExitCode> {
  const settings = settingsOf(name, options);
  const { chart, graph } = instantiate(settings.blueprint, settings);
  if (!sound(chart, output)) {
    return ExitCode.FAILED;
  }
  const cluster = clusterConfig(options);
  const open = await openFor(graph, settings, options, messages);
  for (const line of summaryLines(graph.describe(), output.colors)) {
    output.line(line);
  }
  output.line();
  const undo = await pointAt(open, cluster);
  const goes = await wanted(open, options, output).catch(async (error: unknown) => {
    // What went wrong first says more than what then goes wrong, too.
    await undo().catch(() => undefined);
    throw error;
  });
  if (!goes) {
    await undo();
    return options.preview === true ? ExitCode.OK : ExitCode.FAILED;
  }
  output.line();
  const done = await perform(open, (events) => open.stack.up(events), output, process.stdout);
  output.line(changesInWords(done));
  const { frontendUrl } = await translated(open.name, open.state, () => open.stack.outputs());
  output.line(`frontend: ${frontendUrl?.value}${options.wait ? ', ready' : ' (not waited for)'}`);
  return ExitCode.OK;
}

/** Shows what would change; whether the user wants it. */
async function wanted(open: OpenStack, options: DeployOptions, output: Output): Promise<boolean> {
  const planned = await preview(open, (events) => open.stack.preview(events), output);
  output.line(planned.length === 0 ? 'nothing to change' : `${count(planned.length, 'object')} would change`);
  if (options.preview === true) {
    return false;
  }
  if (planned.length > 0 && options.yes !== true && !(await confirmed(`deploy '${open.name}'?`))) {
    output.line('nothing was deployed');
    return false;
  }
  return true;
}

function settingsOf(name: string, options: DeployOptions): GraphSettings {
  const { release, namespace, createNamespace, wait, timeout } = options;
  return {
    blueprint: ofCatalog(name),
    parameters: assignments(options.set),
    release: release === undefined ? Release.latest : Release.parse(release),
    ...(namespace === undefined ? {} : { namespace: namespaceName(namespace) }),
    createNamespace: createNamespace === true,
    wait,
    ...(timeout === undefined ? {} : { timeoutMinutes: minutes(timeout) }),
  };
}

/** Pulumi's part of the command line has a library of its own, which does not know the constructs of a program. */
function ofCatalog(name: string): Blueprint {
  if (isProgram(name)) {
    throw new InputError(
      `'${name}' is a program, and only blueprints of the catalog are deployed from here`,
      'synthesise it and apply the manifests, or deploy it from a program of Pulumi: docs/pulumi.md',
    );
  }
  return findBlueprint(name);
}

function minutes(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > MOST_MINUTES) {
    throw new InputError(`'--timeout ${text}' is no time`, `give whole minutes from 1 to ${MOST_MINUTES}`);
  }
  return Number(text);
}

/** Whether the graph leaves the rules without an error; findings are printed as `stator synth` does. */
function sound(chart: Parameters<typeof synthesizeChart>[0], output: Output): boolean {
  const { findings } = synthesizeChart(chart);
  printFindings(findings, output);
  if (findings.length > 0) {
    output.line();
  }
  const refused = findings.some((finding) => finding.severity === Severity.ERROR);
  if (refused) {
    output.line(`${count(findings.length, 'finding')}: nothing was deployed`);
  }
  return !refused;
}

async function openFor(
  graph: InferenceGraph,
  settings: GraphSettings,
  options: DeployOptions,
  messages: Output,
): Promise<OpenStack> {
  const program = async () => {
    const { frontendUrl, services } = deployGraph(settings);
    return { frontendUrl, services };
  };
  return openStack(options.stack ?? graph.name, stateLocation(options.state), program, messages);
}
