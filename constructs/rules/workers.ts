import { at, type EngineFacts, type ObservedComponent, type ObservedGraph, parseJson, whole } from '../observed';

/** A component whose engine was recognised from its command line. */
export interface Worker extends ObservedComponent {
  readonly engine: EngineFacts;
}

export type WorkerMode = 'agg' | 'prefill' | 'decode' | 'encode';

/** A setting as it stands in a manifest. */
export interface Setting {
  /** The flag or variable that states it, for messages. */
  readonly name: string;
  /** Absent for a bare flag, and where a variable stands that only the cluster knows. */
  readonly value?: string;
  /** Where it is written. */
  readonly path: string;
}

const MODE_VARIABLES = ['DYN_VLLM_DISAGGREGATION_MODE', 'DYN_TRTLLM_DISAGGREGATION_MODE'] as const;

export function workersOf(graph: ObservedGraph): readonly Worker[] {
  return graph.components.filter(isWorker);
}

function isWorker(component: ObservedComponent): component is Worker {
  return component.engine !== undefined;
}

/** The mode in which a worker runs. The default is aggregated, whatever the component's type says. */
export function modeOf(worker: Worker): WorkerMode {
  if (worker.engine.disaggregation !== undefined) {
    return worker.engine.disaggregation;
  }
  const found = setting(worker, ['--disaggregation-mode'], MODE_VARIABLES);
  // Where only the cluster knows the mode, the component's type is the best guess.
  return asMode(found === undefined ? 'agg' : (found.value ?? worker.role));
}

/** Whether prompts are worked off in a pool of their own. */
export function isDisaggregated(graph: ObservedGraph): boolean {
  return workersOf(graph).some((worker) => modeOf(worker) === 'prefill');
}

/** A flag, or the variable that stands in for it; the flag wins. */
export function setting(
  component: ObservedComponent,
  flags: readonly string[],
  variables: readonly string[] = [],
): Setting | undefined {
  const flag = component.commandLine.find(...flags);
  if (flag !== undefined) {
    return { name: flag.name, path: component.path, ...known(flag.value) };
  }
  for (const name of variables) {
    const entry = component.env.get(name);
    if (entry !== undefined) {
      return { name, path: entry.path, ...known(entry.value) };
    }
  }
  return undefined;
}

/** The setting's value as a number; `undefined` when it is none or not stated. */
export function numberOf(found: Setting | undefined): number | undefined {
  const value = found?.value?.trim();
  return value !== undefined && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** Whether Dynamo's own options read a variable as true. Source: ai-dynamo 1.6.1 dynamo/common/configuration/utils.py. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'true', 'on', 'yes'].includes(value.trim().toLowerCase());
}

/** A key of TensorRT-LLM's engine configuration; `--override-engine-args` wins over the file. */
export function engineKey(worker: Worker, ...keys: readonly string[]): unknown {
  const override = at(parseJson(worker.commandLine.value('--override-engine-args')), ...keys);
  return override ?? at(worker.engine.config?.values, ...keys);
}

/** A number of TensorRT-LLM's engine configuration, or of the flag that the configuration overrides. */
export function engineNumber(worker: Worker, keys: readonly string[], flag?: string): number | undefined {
  const value = engineKey(worker, ...keys);
  return value === undefined && flag !== undefined
    ? worker.commandLine.number(flag)
    : (fraction(value) ?? whole(value));
}

/** Whether all engine settings of a TensorRT-LLM worker are among the documents. */
export function knowsEngineConfig(worker: Worker): boolean {
  const { config } = worker.engine;
  const names = setting(worker, ['--extra-engine-args'], ['DYN_TRTLLM_EXTRA_ENGINE_ARGS']);
  const override = setting(worker, ['--override-engine-args'], ['DYN_TRTLLM_OVERRIDE_ENGINE_ARGS']);
  const readable = override === undefined || parseJson(override.value) !== undefined;
  return readable && (config === undefined ? names === undefined : config.state === 'read');
}

function asMode(value: string): WorkerMode {
  return value === 'prefill' || value === 'decode' || value === 'encode' ? value : 'agg';
}

function fraction(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function known(value: string | undefined): { readonly value?: string } {
  return value === undefined || /\$[({A-Za-z_]/.test(value) ? {} : { value };
}
