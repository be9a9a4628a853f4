import type { EppConfig } from '../api';
import type { EngineKind } from '../description';
import { routerOverlapFlag } from '../releases';
import type { EndpointPicker } from './endpoint-picker';
import type { Env } from './env-value';
import type { InferenceGraph } from './inference-graph';

/** Label by which the picker written in Go tells prefill from decode. Source: ai-dynamo/dynamo operator constants. */
const ROLE_LABEL = 'nvidia.com/dynamo-sub-component-type';

/** What the picker has to know; the operator adds the rest. Source: ai-dynamo/dynamo docs gateway-api-routing.mdx, read 2026-11. */
export function endpointPickerEnv<K extends EngineKind>(graph: InferenceGraph<K>, picker: EndpointPicker<K>): Env {
  const { release, kvBlockTokens } = graph;
  const { knobs, followsEvents } = picker.router;
  const optional = (name: string, value: number | undefined) => (value === undefined ? {} : { [name]: String(value) });
  const disaggregated = graph.pools.some(({ role }) => role === 'prefill');
  return {
    DYN_MODEL_NAME: graph.servedName,
    [release.atLeast('1.5') ? 'DYN_ROUTER_USE_KV_EVENTS' : 'DYN_USE_KV_EVENTS']: String(followsEvents),
    ...optional('DYN_KV_CACHE_BLOCK_SIZE', kvBlockTokens),
    ...optional(variableOf(routerOverlapFlag(release)), knobs.overlapWeight),
    ...optional('DYN_ROUTER_TEMPERATURE', knobs.temperature),
    ...optional('DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD', knobs.decodeBlocksThreshold),
    // Without it a graph whose prefill workers are gone is served by the decode workers alone, at another speed.
    ...(disaggregated && !release.atLeast('1.3') ? { DYN_ENFORCE_DISAGG: 'true' } : {}),
    // Each picker sees only its own requests unless they tell each other.
    ...(picker.replicas > 1 ? { DYN_ROUTER_REPLICA_SYNC: 'true' } : {}),
  };
}

/** Plugins of the picker written in Go, for images before release 1.5. Source: ai-dynamo/dynamo examples/backends/vllm/deploy/gaie. */
export function goPickerConfig<K extends EngineKind>(graph: InferenceGraph<K>): EppConfig {
  const disaggregated = graph.pools.some(({ role }) => role === 'prefill');
  const roles = disaggregated ? (['prefill', 'decode'] as const) : (['decode'] as const);
  return {
    config: {
      plugins: [
        { type: 'disagg-profile-handler' },
        ...roles.map((role) => ({
          type: 'label-filter',
          name: `${role}-filter`,
          // Pods of an aggregated pool have no such label.
          parameters: { label: ROLE_LABEL, validValues: [role], allowsNoLabel: !disaggregated },
        })),
        { type: 'max-score-picker', name: 'picker' },
        ...roles.map((role) => ({ type: `dyn-${role}-scorer`, name: `dyn-${role}` })),
      ],
      schedulingProfiles: roles.map((role) => ({
        name: role,
        plugins: [`${role}-filter`, `dyn-${role}`, 'picker'].map((pluginRef) => ({ pluginRef, weight: 1 })),
      })),
    },
  };
}

/** Options of the router are variables as well: `--router-temperature` is `DYN_ROUTER_TEMPERATURE`. */
function variableOf(flag: string): string {
  return `DYN_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}
