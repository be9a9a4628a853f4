import type { DynamoVersion } from './dynamo-version';

/** Behaviour that a release changed for those who had said nothing. */
export interface DefaultChange {
  readonly since: DynamoVersion;
  /** What behaves otherwise: a flag, a variable, or a few words. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /**
   * Python modules whose processes it concerns.
   * @default - every component
   */
  readonly modules?: readonly string[];
  /**
   * Flags and variables that settle it: where one is written, the new default changes nothing.
   * @default - it cannot be settled
   */
  readonly settledBy?: readonly string[];
  /**
   * Flags or variables without which it does not matter; `--router-mode kv` names a value, too.
   * @default - it always matters
   */
  readonly onlyWith?: readonly string[];
  /** How to keep the old behaviour, or what to look at. */
  readonly advice: string;
  readonly source: string;
}

const LEDGER = 'ai-dynamo/dynamo deprecations ledger, 2026-09';
const PARSERS = 'argument parsers of ai-dynamo 1.2.1 to 1.6.1 on PyPI, compared 2026-11';
const FRONTEND = ['dynamo.frontend'];
const WORKERS = ['dynamo.vllm', 'dynamo.sglang', 'dynamo.trtllm'];

/** Changed defaults and announcements by release, oldest first. Facts of a release as a whole stand in the release table. */
export const DEFAULT_CHANGES: readonly DefaultChange[] = [
  {
    since: '1.3',
    what: '--disaggregation-mode',
    before: 'prefill_and_decode',
    after: 'agg',
    modules: ['dynamo.trtllm'],
    settledBy: ['--disaggregation-mode', 'DYN_TRTLLM_DISAGGREGATION_MODE'],
    advice: 'nothing to do for an aggregated graph; a combined worker beside prefill workers says pd',
    source: PARSERS,
  },
  {
    since: '1.3',
    what: '--router-queue-threshold',
    before: '4',
    after: '16',
    modules: FRONTEND,
    settledBy: ['--router-queue-threshold', 'DYN_ROUTER_QUEUE_THRESHOLD'],
    onlyWith: ['--router-mode kv', 'DYN_ROUTER_MODE kv'],
    advice: 'write the threshold down to keep it',
    source: PARSERS,
  },
  {
    since: '1.3',
    what: 'refusing requests by load',
    before: 'at thresholds of its own, among them 10 times the tokens of a batch',
    after: 'the same, at 64 times the tokens of a batch',
    modules: FRONTEND,
    settledBy: ['--active-prefill-tokens-threshold-frac', 'DYN_ACTIVE_PREFILL_TOKENS_THRESHOLD_FRAC'],
    advice: 'write --active-prefill-tokens-threshold-frac down to keep it',
    source: PARSERS,
  },
  {
    since: '1.3',
    what: 'multimodal requests',
    before: 'need no flag',
    after: 'only with --enable-multimodal',
    modules: WORKERS,
    settledBy: [
      '--enable-multimodal',
      'DYN_VLLM_ENABLE_MULTIMODAL',
      'DYN_SGL_ENABLE_MULTIMODAL',
      'DYN_TRTLLM_ENABLE_MULTIMODAL',
    ],
    onlyWith: ['--multimodal-worker', '--multimodal-encode-worker', '--multimodal-decode-worker', '--modality'],
    advice: 'add --enable-multimodal where images or audio are served',
    source: LEDGER,
  },
  {
    since: '1.3',
    what: 'the extensions of requests (nvext) and the admin API of the frontend',
    before: 'off',
    after: 'on',
    modules: FRONTEND,
    settledBy: ['DYN_DISABLE_FRONTEND_NVEXT', 'DYN_DISABLE_FRONTEND_ADMIN_API'],
    advice: 'set DYN_DISABLE_FRONTEND_ADMIN_API where strangers reach the frontend',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: '--router-queue-threshold',
    before: 'requests wait in the router',
    after: 'no queue in the router',
    modules: FRONTEND,
    settledBy: ['--router-queue-threshold', 'DYN_ROUTER_QUEUE_THRESHOLD'],
    onlyWith: ['--router-mode kv', 'DYN_ROUTER_MODE kv'],
    advice: 'write the threshold down to keep the queue',
    source: PARSERS,
  },
  {
    since: '1.4',
    what: 'refusing requests by load',
    before: 'at thresholds of its own',
    after: 'off unless a threshold is given',
    modules: FRONTEND,
    settledBy: [
      '--active-decode-blocks-threshold',
      '--active-prefill-tokens-threshold',
      '--active-prefill-tokens-threshold-frac',
      'DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD',
      'DYN_ACTIVE_PREFILL_TOKENS_THRESHOLD',
      'DYN_ACTIVE_PREFILL_TOKENS_THRESHOLD_FRAC',
    ],
    advice: 'set --active-decode-blocks-threshold or --active-prefill-tokens-threshold to go on refusing requests',
    source: PARSERS,
  },
  {
    since: '1.4',
    what: 'the status of a request that is refused for load',
    before: 'fixed',
    after: '529, or what DYN_HTTP_OVERLOAD_STATUS_CODE says',
    modules: FRONTEND,
    settledBy: ['DYN_HTTP_OVERLOAD_STATUS_CODE'],
    onlyWith: [
      '--active-decode-blocks-threshold',
      '--active-prefill-tokens-threshold',
      '--active-prefill-tokens-threshold-frac',
    ],
    advice: 'set DYN_HTTP_OVERLOAD_STATUS_CODE where clients and gateways retry on a certain status',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'KV events of decode workers',
    before: 'not published',
    after: 'published where the worker has a KV event configuration',
    modules: ['dynamo.vllm'],
    onlyWith: ['--kv-events-config'],
    advice: 'leave --kv-events-config out on decode workers whose events nobody reads',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'workers serve the metadata of their model themselves',
    before: 'off',
    after: 'on (system port)',
    modules: WORKERS,
    settledBy: ['DYN_SELF_HOST_METADATA'],
    advice: 'NetworkPolicies have to let frontends reach the system port of workers',
    source: LEDGER,
  },
  {
    since: '1.5',
    what: '--dyn-tool-call-parser and --dyn-reasoning-parser',
    before: 'an unknown parser is ignored',
    after: 'a worker with an unknown parser does not register',
    modules: WORKERS,
    onlyWith: ['--dyn-tool-call-parser', '--dyn-reasoning-parser', 'DYN_TOOL_CALL_PARSER', 'DYN_REASONING_PARSER'],
    advice: 'check that the new runtime knows the parser',
    source: LEDGER,
  },
  {
    since: '1.6',
    what: '--strip-anthropic-preamble',
    before: 'off',
    after: 'on',
    modules: FRONTEND,
    settledBy: ['--strip-anthropic-preamble', '--no-strip-anthropic-preamble', 'DYN_STRIP_ANTHROPIC_PREAMBLE'],
    onlyWith: ['--enable-anthropic-api', 'DYN_ENABLE_ANTHROPIC_API'],
    advice: 'write --no-strip-anthropic-preamble to keep the preamble',
    source: PARSERS,
  },
  {
    since: '1.6',
    what: 'parameters of the KV router as flags',
    before: 'the way to set them',
    after: 'deprecated: announced to go with 1.7',
    modules: [...FRONTEND, 'dynamo.router'],
    onlyWith: [
      '--load-aware',
      '--router-decode-active-request-weight',
      '--router-decode-policy',
      '--router-kv-overlap-score-credit',
      '--router-kv-overlap-score-credit-decay',
      '--router-kv-overlap-score-weight',
      '--router-prefill-load-scale',
      '--router-prefill-policy',
      '--router-queue-policy',
      '--router-queue-threshold',
      '--router-temperature',
      '--shared-cache-multiplier',
    ],
    advice: 'plan to move them into the file of --router-policy-config',
    source: PARSERS,
  },
];
