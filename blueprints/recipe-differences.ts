import type { RecipeDifference } from './blueprint';

/** Where all blueprints differ from the public recipes, and why. */
export const COMMON_DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.claims',
    reason:
      'the claim is named after the graph, since two recipes with the same name in a namespace would share it; the frontend mounts it too, to find the tokenizer',
  },
  { at: '*.env.HF_HOME', reason: 'the claim is mounted at the same place in every graph' },
  { at: '*.env.HF_HUB_OFFLINE', reason: 'pods wait for the download and then never ask the hub' },
  {
    at: '*.env.DYN_*_SECS',
    reason: 'engine and runtime stop waiting before Kubernetes kills the pod, so that running requests can finish',
  },
  {
    at: '*.resources.*',
    reason: "pods get the network devices of their node group's fabric; most recipes leave KV cache to TCP",
  },
  { at: 'frontend.flags.--migration-limit', reason: 'requests move to another worker when theirs goes away' },
  {
    at: 'frontend.flags.--router-mode',
    reason: 'where a recipe leaves the default it is written down, so that a new default changes nothing',
  },
  {
    at: 'frontend.flags.--http-port',
    reason: 'where a recipe leaves the default it is written down, so that service and process agree',
  },
  {
    at: '*.flags.--extra-engine-args',
    reason: 'the configuration file is mounted at the same place in every graph',
  },
  ...['MODEL_PATH', 'SERVED_MODEL_NAME', 'ENGINE_ARGS'].map((name) => ({
    at: `*.env.${name}`,
    reason: 'no shell stands between the manifest and the engine, flags are literal',
  })),
  { at: '*.flags.--revision', reason: 'workers load the very revision that the download Job fetched' },
];
