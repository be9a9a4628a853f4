import type { RecipeDifference } from './blueprint';

/** Where every blueprint differs from the public recipes, and why. */
export const COMMON_DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.claims',
    reason:
      'the claim is named after the graph, since two recipes with the same name in a namespace would share it; the frontend mounts it too, to find the tokenizer',
  },
  { at: '*.env.HF_HUB_OFFLINE', reason: 'pods wait for the download and then never ask the hub' },
  {
    at: '*.env.DYN_*_SECS',
    reason: 'engine and runtime stop waiting before Kubernetes kills the pod, so that running requests can finish',
  },
  { at: 'frontend.flags.--migration-limit', reason: 'requests move to another worker when theirs goes away' },
];

/** For recipes that leave the router to its default. */
export const EXPLICIT_ROUTER: RecipeDifference = {
  at: 'frontend.flags.--router-mode',
  reason: 'the recipe leaves the default; it is written down so that a new default changes nothing',
};

/** For recipes that leave the port to its default. */
export const EXPLICIT_PORT: RecipeDifference = {
  at: 'frontend.flags.--http-port',
  reason: 'the recipe leaves the default; it is written down so that service and process agree',
};

/** For recipes that mount the weights elsewhere. */
export const CACHE_PATH: RecipeDifference = {
  at: '*.env.HF_HOME',
  reason: 'the claim is mounted at the same place in every graph',
};

/** For recipes that put names into variables and expand them in a shell. */
export const NO_SHELL_VARIABLES: readonly RecipeDifference[] = ['MODEL_PATH', 'SERVED_MODEL_NAME'].map((name) => ({
  at: `*.env.${name}`,
  reason: 'no shell stands between the manifest and the engine, flags are literal',
}));

export const CONFIG_PATH: RecipeDifference = {
  at: '*.flags.--extra-engine-args',
  reason: 'the configuration file is mounted at the same place in every graph',
};

export const CONFIG_PATH_VARIABLE: RecipeDifference = {
  at: '*.env.ENGINE_ARGS',
  reason: 'no shell stands between the manifest and the engine, flags are literal',
};

export const PINNED_REVISION: RecipeDifference = {
  at: '*.flags.--revision',
  reason: 'workers load the very revision that the download Job fetched',
};
