import type { BadDocument, SoundDocument } from './bad-document';
import { ENGINES } from './engines';
import * as graphs from './graphs';
import { LIFECYCLE } from './lifecycle';
import { NAMES } from './names';
import * as objects from './objects';
import { OPERATIONS } from './operations';
import { PODS } from './pods';
import { ROUTING } from './routing';
import { SCHEMA } from './schema';
import { alphaText, betaText } from './texts';
import { YAML_TRAPS } from './yaml';

export type { BadDocument, SoundDocument } from './bad-document';

/** Manifests with one thing wrong each, and the finding that says so. */
export const BAD_DOCUMENTS: readonly BadDocument[] = [
  ...NAMES,
  ...ENGINES,
  ...ROUTING,
  ...PODS,
  ...LIFECYCLE,
  ...OPERATIONS,
  ...SCHEMA,
  ...YAML_TRAPS,
];

/** What the bad ones are made from. */
export const SOUND_DOCUMENTS: readonly SoundDocument[] = [
  { id: 'aggregated', manifest: graphs.aggregated() },
  { id: 'aggregated-v1alpha1', manifest: graphs.aggregatedAlpha() },
  { id: 'aggregated-sglang', manifest: graphs.aggregatedSglang() },
  { id: 'kv-routed', manifest: graphs.kvRouted() },
  { id: 'kv-routed-trtllm', manifest: graphs.kvRoutedTrtllm() },
  { id: 'disaggregated', manifest: graphs.disaggregated() },
  { id: 'disaggregated-trtllm', manifest: graphs.disaggregatedTrtllm() },
  { id: 'multinode', manifest: graphs.multinode() },
  { id: 'multinode-trtllm', manifest: graphs.multinodeTrtllm() },
  { id: 'multinode-nvlink', manifest: graphs.multinodeNvlink() },
  { id: 'cached', manifest: graphs.cached() },
  { id: 'autoscaled', manifest: graphs.autoscaled() },
  { id: 'packed', manifest: graphs.packed() },
  { id: 'scaling-adapter', manifest: objects.scalingAdapter() },
  { id: 'profiling-request', manifest: objects.profilingRequest() },
  { id: 'lora-model', manifest: objects.loraModel() },
  { id: 'pod-monitor', manifest: objects.podMonitor() },
  { id: 'http-route', manifest: objects.httpRoute() },
  { id: 'text', manifest: betaText() },
  { id: 'text-v1alpha1', manifest: alphaText() },
];
