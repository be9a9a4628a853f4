import type { Change } from './change';

const PARSERS = 'argument parsers of ai-dynamo 1.2.1 to 1.6.1 on PyPI, compared 2026-11';

/** Rows that differ in nothing but the name. */
function all(names: readonly string[], row: Omit<Change, 'name' | 'source'>): readonly Change[] {
  return names.map((name) => ({ ...row, name, source: PARSERS }));
}

/** Flags and variables that went without being in the deprecations ledger: found by comparing what the packages accept. */
export const PARSER_CHANGES: readonly Change[] = [
  // Variables behind flags that went. Nobody reads them any more, so a worker starts in another role.
  ...all(['DYN_VLLM_IS_PREFILL_WORKER'], {
    kind: 'env',
    modules: ['dynamo.vllm'],
    deprecated: '1.2',
    since: '1.4',
    ignored: true,
    replacement: 'DYN_VLLM_DISAGGREGATION_MODE=prefill',
    note: 'without it the worker starts as an aggregated one',
  }),
  ...all(['DYN_VLLM_IS_DECODE_WORKER'], {
    kind: 'env',
    modules: ['dynamo.vllm'],
    deprecated: '1.2',
    since: '1.4',
    ignored: true,
    replacement: 'DYN_VLLM_DISAGGREGATION_MODE=decode',
    note: 'without it the worker starts as an aggregated one',
  }),
  ...all(['DYN_VLLM_MULTIMODAL_WORKER', 'DYN_VLLM_MULTIMODAL_ENCODE_WORKER', 'DYN_VLLM_MULTIMODAL_DECODE_WORKER'], {
    kind: 'env',
    modules: ['dynamo.vllm'],
    deprecated: '1.2',
    since: '1.4',
    replacement: 'DYN_VLLM_ENABLE_MULTIMODAL with DYN_VLLM_DISAGGREGATION_MODE',
    note: 'a value that means true stops the worker at start',
  }),
  ...all(['DYN_SGL_MULTIMODAL_WORKER', 'DYN_SGL_MULTIMODAL_ENCODE_WORKER'], {
    kind: 'env',
    modules: ['dynamo.sglang'],
    deprecated: '1.3',
    since: '1.4',
    replacement: 'DYN_SGL_ENABLE_MULTIMODAL with DYN_SGL_DEDICATED_MM_ENCODER',
    note: 'a value that means true stops the worker at start',
  }),
  ...all(['DYN_DURABLE_KV_EVENTS', 'DYN_ROUTER_DURABLE_KV_EVENTS', 'DYN_ROUTER_RESET_STATES'], {
    kind: 'env',
    deprecated: '1.2',
    since: '1.4',
    ignored: true,
    note: 'the router follows the event plane',
  }),

  // Router.
  ...all(['--router-snapshot-threshold'], {
    kind: 'flag',
    since: '1.4',
    note: 'went together with the durable KV events that it took snapshots of',
  }),
  ...all(['DYN_ROUTER_SNAPSHOT_THRESHOLD'], {
    kind: 'env',
    since: '1.4',
    ignored: true,
    note: 'went together with the durable KV events that it took snapshots of',
  }),
  ...all(['DYN_ADMISSION_CONTROL'], {
    kind: 'env',
    since: '1.4',
    ignored: true,
    replacement: 'DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD, DYN_ACTIVE_PREFILL_TOKENS_THRESHOLD',
    note: 'requests are refused where a threshold is set',
  }),
  ...all(
    [
      'DYN_AIC_BACKEND',
      'DYN_AIC_SYSTEM',
      'DYN_AIC_BACKEND_VERSION',
      'DYN_AIC_TP_SIZE',
      'DYN_AIC_MODEL_PATH',
      'DYN_AIC_MOE_TP_SIZE',
      'DYN_AIC_MOE_EP_SIZE',
      'DYN_AIC_ATTENTION_DP_SIZE',
      'DYN_AIC_NEXTN',
      'DYN_AIC_NEXTN_ACCEPT_RATES',
      'DYN_AIC_MTP_SEED',
    ],
    {
      kind: 'env',
      since: '1.6',
      replacement: 'the variable with DYN_AIS_ in front',
      note: 'an error where the performance model is used; the flags --aic-* go on working as aliases',
    },
  ),

  // Workers.
  ...all(
    [
      '--dit-dp-size',
      '--dit-tp-size',
      '--dit-fsdp-size',
      '--fuse-qkv',
      '--enable-async-cpu-offload',
      '--skip-components',
    ],
    { kind: 'flag', modules: ['dynamo.trtllm'], since: '1.3', note: 'of diffusion workers' },
  ),
  ...all(
    [
      'DYN_TRTLLM_DIT_DP_SIZE',
      'DYN_TRTLLM_DIT_TP_SIZE',
      'DYN_TRTLLM_DIT_FSDP_SIZE',
      'DYN_TRTLLM_FUSE_QKV',
      'DYN_TRTLLM_ENABLE_ASYNC_CPU_OFFLOAD',
      'DYN_TRTLLM_SKIP_COMPONENTS',
    ],
    { kind: 'env', modules: ['dynamo.trtllm'], since: '1.3', ignored: true, note: 'of diffusion workers' },
  ),
  ...all(['kvbm'], {
    kind: 'value',
    of: ['--connector', 'DYN_CONNECTOR'],
    modules: ['dynamo.trtllm'],
    deprecated: '1.5',
    note: 'the ledger announced its removal for 1.6, 1.6.1 still accepts it',
  }),
  ...all(['DynamoConnector', 'PdConnector'], {
    kind: 'value',
    of: ['--kv-transfer-config'],
    modules: ['dynamo.vllm'],
    deprecated: '1.5',
    replacement:
      'LMCacheConnectorV1 or FlexKVConnectorV1, in a MultiConnector where KV cache also moves with NixlConnector,',
    note: 'they are part of KVBM, whose removal the ledger announced for 1.6',
  }),
  ...all(['--dyn-enable-structural-tag', '--dyn-structural-tag-scope', '--dyn-structural-tag-schema'], {
    kind: 'flag',
    deprecated: '1.6',
    replacement: '--dyn-structural-tag',
    note: 'one flag that takes true, false or a JSON object',
  }),
  ...all(['--benchmark-prefill-granularity'], {
    kind: 'flag',
    modules: ['dynamo.vllm'],
    deprecated: '1.4',
    replacement: '--prefill-max-new-token-samples',
    note: 'kept as an alias, up to 1.6 at least',
  }),
  ...all(['--benchmark-decode-length-granularity'], {
    kind: 'flag',
    modules: ['dynamo.vllm'],
    deprecated: '1.4',
    replacement: '--decode-max-kv-read-token-samples',
    note: 'kept as an alias, up to 1.6 at least',
  }),
  ...all(['--benchmark-decode-batch-granularity'], {
    kind: 'flag',
    modules: ['dynamo.vllm'],
    deprecated: '1.4',
    replacement: '--decode-max-batch-size-samples',
    note: 'kept as an alias, up to 1.6 at least',
  }),

  // Mocker: the options of its model of KV offload came with 1.3 or 1.4 and went with 1.5.
  ...all(
    [
      '--g1-backend',
      '--num-g3-blocks',
      '--enable-g4-storage',
      '--offload-batch-size',
      '--bandwidth-g1-to-g2-gbps',
      '--bandwidth-g2-to-g1-gbps',
      '--bandwidth-g2-to-g3-gbps',
      '--bandwidth-g3-to-g2-gbps',
      '--bandwidth-g2-to-g4-gbps',
      '--bandwidth-g4-to-g2-gbps',
    ],
    { kind: 'flag', modules: ['dynamo.mocker'], since: '1.5', note: 'of its model of KV offload' },
  ),
  ...all(['--num-g2-blocks'], {
    kind: 'flag',
    modules: ['dynamo.mocker'],
    since: '1.5',
    replacement: '--num-host-blocks',
    note: 'of its model of KV offload; the replacement came with 1.6',
  }),
];
