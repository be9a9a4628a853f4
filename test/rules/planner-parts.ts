import { Release } from '../../constructs/releases';
import type { Rule } from '../../constructs/rules';
import { findings } from './findings';
import { frontend, type GraphOptions, manifest, type Part, vllm } from './parts';

export const ADAPTER = { v1beta1: { scalingAdapter: {} }, v1alpha1: { scalingAdapter: { enabled: true } } };
export const SLA = { optimization_target: 'sla' };

/** A planner with its configuration in the command line. */
export const planner = (config: object, part: Partial<Part> = {}): Part => ({
  name: 'planner',
  role: 'planner',
  command: ['python3', '-m', 'dynamo.planner'],
  args: ['--config', JSON.stringify(config)],
  ...part,
});

export const pools = (version: keyof typeof ADAPTER = 'v1beta1'): readonly Part[] => [
  vllm('prefill', 'prefill', [], { gpus: 2, own: ADAPTER[version] }),
  vllm('decode', 'decode', [], { gpus: 4, own: ADAPTER[version] }),
];

export const graph = (config: object, options: GraphOptions = {}, part: Partial<Part> = {}) =>
  manifest([frontend(), ...pools(options.apiVersion), planner(config, part)], options);

/** `severity message` of each finding about a configuration. */
export const about = (rule: Rule, config: object, release: Release = Release.latest) =>
  findings(rule, graph(config), { release }).map(({ severity, message }) =>
    `${severity} ${message}`.replace("planner 'planner': ", ''),
  );
