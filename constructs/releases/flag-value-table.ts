/** The values that a flag, and the variable behind it, may have. */
export interface FlagValues {
  readonly flags: readonly string[];
  readonly variables: readonly string[];
  /**
   * Python modules whose flag it is.
   * @default - of every process of Dynamo
   */
  readonly modules?: readonly string[];
  /** The words it takes in any release; what a release has taken away is told by its own change. */
  readonly choices?: readonly string[];
  readonly range?: { readonly from: number; readonly to: number; readonly whole: boolean };
}

const ROUTERS: readonly string[] = ['dynamo.frontend', 'dynamo.router'];
const FRONTEND: readonly string[] = ['dynamo.frontend'];
const WORKERS: readonly string[] = ['dynamo.vllm', 'dynamo.sglang', 'dynamo.trtllm'];
const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Flags with a closed list of words or a range. Source: argument parsers of ai-dynamo 1.2.1 to 1.6.1 on PyPI, read 2026-11. */
export const FLAG_VALUES: readonly FlagValues[] = [
  {
    flags: ['--router-mode'],
    variables: ['DYN_ROUTER_MODE'],
    modules: ROUTERS,
    choices: ['round-robin', 'random', 'power-of-two', 'kv', 'direct', 'least-loaded', 'device-aware-weighted'],
  },
  {
    flags: ['--discovery-backend'],
    variables: ['DYN_DISCOVERY_BACKEND'],
    choices: ['kubernetes', 'etcd', 'file', 'mem'],
  },
  { flags: ['--request-plane'], variables: ['DYN_REQUEST_PLANE'], choices: ['tcp', 'nats', 'http'] },
  { flags: ['--response-plane'], variables: ['DYN_RESPONSE_PLANE'], choices: ['tcp', 'quic'] },
  { flags: ['--event-plane'], variables: ['DYN_EVENT_PLANE'], choices: ['zmq', 'nats'] },
  {
    flags: ['--disaggregation-mode'],
    variables: [],
    modules: WORKERS,
    // `null` is SGLang's own word for aggregated.
    choices: ['agg', 'pd', 'prefill_and_decode', 'prefill', 'decode', 'encode', 'null'],
  },
  {
    flags: ['--dyn-chat-processor'],
    variables: ['DYN_CHAT_PROCESSOR'],
    modules: FRONTEND,
    choices: ['dynamo', 'vllm', 'sglang'],
  },
  {
    flags: ['--tokenizer'],
    variables: ['DYN_TOKENIZER'],
    modules: FRONTEND,
    choices: ['default', 'fastokens', 'basetenkenizer'],
  },
  {
    flags: ['--router-session-affinity-mode'],
    variables: ['DYN_ROUTER_SESSION_AFFINITY_MODE'],
    modules: ROUTERS,
    choices: ['hard', 'soft'],
  },
  {
    flags: ['--router-approximate-cache-policy'],
    variables: ['DYN_ROUTER_APPROXIMATE_CACHE_POLICY'],
    modules: ROUTERS,
    choices: ['ttl', 'lru'],
  },
  {
    flags: ['--shared-cache-type'],
    variables: ['DYN_SHARED_CACHE_TYPE'],
    modules: ROUTERS,
    choices: ['none', 'hicache'],
  },
  { flags: [], variables: ['DYN_REQUEST_PLANE_CODEC'], choices: ['msgpack', 'json'] },
  { flags: [], variables: ['DYN_WORKER_SHUTDOWN_KV_TRANSFER_FALLBACK'], choices: ['wait', 'skip'] },
  { flags: [], variables: ['DYN_LOGGING_CONSOLE_FORMAT'], choices: ['readable', 'jsonl'] },
  {
    flags: ['--http-port'],
    variables: ['DYN_HTTP_PORT'],
    modules: FRONTEND,
    range: { from: 1, to: 65_535, whole: true },
  },
  {
    flags: ['--kv-cache-block-size'],
    variables: ['DYN_KV_CACHE_BLOCK_SIZE'],
    modules: FRONTEND,
    range: { from: 1, to: NO_LIMIT, whole: true },
  },
  {
    flags: ['--migration-limit'],
    variables: ['DYN_MIGRATION_LIMIT'],
    modules: FRONTEND,
    range: { from: 0, to: NO_LIMIT, whole: true },
  },
  {
    flags: ['--active-decode-blocks-threshold'],
    variables: ['DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD'],
    modules: ROUTERS,
    range: { from: 0, to: 1, whole: false },
  },
  {
    flags: ['--active-prefill-tokens-threshold'],
    variables: ['DYN_ACTIVE_PREFILL_TOKENS_THRESHOLD'],
    modules: ROUTERS,
    range: { from: 0, to: NO_LIMIT, whole: true },
  },
  {
    flags: ['--router-temperature'],
    variables: ['DYN_ROUTER_TEMPERATURE'],
    modules: ROUTERS,
    range: { from: 0, to: NO_LIMIT, whole: false },
  },
  {
    flags: ['--router-kv-overlap-score-credit'],
    variables: ['DYN_ROUTER_KV_OVERLAP_SCORE_CREDIT'],
    modules: ROUTERS,
    range: { from: 0, to: NO_LIMIT, whole: false },
  },
  {
    flags: ['--router-host-cache-hit-weight'],
    variables: ['DYN_ROUTER_HOST_CACHE_HIT_WEIGHT'],
    modules: ROUTERS,
    range: { from: 0, to: 1, whole: false },
  },
  {
    flags: ['--router-disk-cache-hit-weight'],
    variables: ['DYN_ROUTER_DISK_CACHE_HIT_WEIGHT'],
    modules: ROUTERS,
    range: { from: 0, to: 1, whole: false },
  },
  {
    // With this status the frontend refuses requests that it has no room for.
    flags: [],
    variables: ['DYN_HTTP_OVERLOAD_STATUS_CODE'],
    modules: FRONTEND,
    range: { from: 200, to: 999, whole: true },
  },
];
