import { App, Chart, Yaml } from 'cdk8s';
import {
  Delivery,
  DynamoPlatform,
  type DynamoPlatformProps,
  Release,
  Severity,
  synthesizeChart,
} from '../../constructs';
import { nearest } from '../../constructs/findings';
import type { Json, JsonObject } from '../../constructs/manifests';
import { mergeValues, valuesAt } from '../../constructs/platform/merge-values';
import { assignments } from '../assignments';
import { ExitCode, InputError } from '../exit';
import { writeOutputs } from '../files';
import type { Output } from '../output';
import { PART_KEYS, platformParts } from '../platform-parts';
import { count, printFindings } from '../text';

export interface PlatformOptions {
  readonly release?: string;
  readonly deliver?: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly stdout?: boolean;
  readonly json?: boolean;
}

const DEFAULT_FOLDER = 'platform';
const DELIVERIES: Readonly<Record<string, () => Delivery>> = {
  flux: () => Delivery.flux(),
  argo: () => Delivery.argoCd(),
  helm: () => Delivery.helm(),
};
/** What can be set besides parts, and values of the chart, whose names have dots. */
const SETTINGS = ['kubernetes', 'gpuDriver', 'namespace'];

/** `stator platform`: what installs Dynamo's operator and the parts of the platform that are asked for. */
export function platform(options: PlatformOptions, output: Output, messages: Output): ExitCode {
  const app = new App();
  const chart = new Chart(app, 'dynamo-platform', { disableResourceNameHashes: true });
  const installed = new DynamoPlatform(chart, 'platform', propsOf(options));
  const { documents, findings } = synthesizeChart(chart);
  const refused = findings.some((finding) => finding.severity === Severity.ERROR);
  const helm = installed.objects.size === 0;
  const files = helm ? installed.helmFiles() : new Map([[`${chart.node.id}.k8s.yaml`, Yaml.stringify(...documents)]]);
  const commands = helm ? installed.helmCommands() : [];
  const write = !refused && options.stdout !== true && (options.json !== true || options.out !== undefined);
  const folder = options.out ?? DEFAULT_FOLDER;
  const written = write ? writeOutputs(folder, files) : [];
  if (options.json === true) {
    const charts = refused ? [] : installed.installations;
    output.line(JSON.stringify({ charts, documents: refused ? [] : documents, commands, findings, written }, null, 2));
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
    for (const [name, content] of files) {
      output.line(`${helm ? `# ${name}\n` : ''}${content.trimEnd()}`);
    }
  }
  for (const { name, version, namespace } of installed.installations) {
    report.line(`${name} ${version} in ${namespace}`);
  }
  for (const path of written) {
    report.line(`wrote ${path}`);
  }
  if (commands.length > 0) {
    report.line();
    report.line(write ? `to install, in the folder ${folder}:` : 'to install, beside these files:');
    for (const command of commands) {
      report.line(`  ${command}`);
    }
  }
  return ExitCode.OK;
}

function propsOf({ release, deliver = 'helm', set }: PlatformOptions): DynamoPlatformProps {
  const delivery = Object.hasOwn(DELIVERIES, deliver) ? DELIVERIES[deliver] : undefined;
  if (delivery === undefined) {
    throw new InputError(`'${deliver}' is no way to deliver`, `use one of ${Object.keys(DELIVERIES).join(', ')}`);
  }
  const words = assignments(set);
  const known = [...PART_KEYS, ...SETTINGS];
  for (const key of Object.keys(words).filter((name) => !name.includes('.') && !known.includes(name))) {
    const near = nearest(key, known);
    const hint = near === undefined ? '' : `did you mean '${near}'? `;
    throw new InputError(
      `'${key}' is no part of the platform`,
      `${hint}parts: ${PART_KEYS.join(', ')}; settings: ${SETTINGS.join(', ')}; values of the chart have dots`,
    );
  }
  const { kubernetes, gpuDriver, namespace } = words;
  return {
    delivery: delivery(),
    ...(release === undefined ? {} : { release: Release.parse(release) }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(gpuDriver === undefined ? {} : { gpuDriver }),
    ...(namespace === undefined ? {} : { namespace }),
    parts: platformParts(words),
    values: { extra: chartValues(words) },
  };
}

/** `--set a.b=c` as Helm reads it, without lists: true, false and whole numbers are what they look like. */
function chartValues(words: Readonly<Record<string, string>>): JsonObject {
  const layers = Object.entries(words).flatMap(([key, value]) => {
    const [last = '', ...before] = key.split('.').reverse();
    return before.length === 0 ? [] : [valuesAt(before.reverse().join('.'), { [last]: scalar(value) })];
  });
  return mergeValues(...layers);
}

function scalar(text: string): Json {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
