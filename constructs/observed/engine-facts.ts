import { at, type Mapping, scalarText, text, whole } from './access';
import type { CommandLine } from './command-line';

export type ObservedEngineKind = 'vllm' | 'sglang' | 'trtllm' | 'mocker';

/** Parallel sizes as the engine reads them; `undefined` where a variable or bad value stands. */
export interface ObservedParallelism {
  readonly tensor: number | undefined;
  readonly pipeline: number | undefined;
  readonly data: number | undefined;
  readonly expert: number | undefined;
  readonly expertTensor: number | undefined;
  readonly attentionDp: boolean;
  /** GPUs one worker needs; `undefined` when a size cannot be read. */
  readonly gpus: number | undefined;
  /** The sizes as written, for messages: `TP32 EP32`. */
  readonly text: string;
}

/** The engine configuration file that a TensorRT-LLM worker reads through `--extra-engine-args`. */
export interface ObservedEngineConfig {
  /** ConfigMap and key, for messages: `prefill-config/prefill.yaml`. */
  readonly name: string;
  /** `missing` when ConfigMap or key is not among the documents; `invalid` when it is no YAML mapping. */
  readonly state: 'read' | 'missing' | 'invalid';
  readonly values: Mapping;
}

/** What the command line and the engine configuration say about one worker. */
export interface EngineFacts {
  readonly kind: ObservedEngineKind;
  readonly disaggregation: 'agg' | 'prefill' | 'decode' | 'encode' | undefined;
  readonly modelPath: string | undefined;
  readonly servedModelName: string | undefined;
  readonly parallelism: ObservedParallelism;
  readonly config: ObservedEngineConfig | undefined;
  /** Tokens per KV-cache block; `undefined` when left to the engine. */
  readonly kvBlockTokens: number | undefined;
  /** Whether the worker publishes KV events. */
  readonly kvEvents: boolean;
  /** How KV cache travels between pools: connector or transfer backend as written. */
  readonly transfer: string | undefined;
  readonly bootstrapPort: string | undefined;
}

const ENGINE_MODULES: Readonly<Record<string, ObservedEngineKind>> = {
  'dynamo.vllm': 'vllm',
  'dynamo.sglang': 'sglang',
  'dynamo.trtllm': 'trtllm',
  'dynamo.mocker': 'mocker',
};

export function engineKindOf(module: string | undefined): ObservedEngineKind | undefined {
  return module === undefined ? undefined : ENGINE_MODULES[module];
}

/** Reads the engine's settings; `config` is the resolved engine configuration file of a TensorRT-LLM worker. */
export function readEngineFacts(
  kind: ObservedEngineKind,
  line: CommandLine,
  config: ObservedEngineConfig | undefined,
): EngineFacts {
  const values = config?.values ?? {};
  return {
    kind,
    disaggregation: disaggregationOf(line),
    modelPath: line.value('--model-path', '--model'),
    servedModelName: line.value('--served-model-name'),
    parallelism: parallelismOf(kind, line, values),
    config,
    kvBlockTokens: blockTokensOf(kind, line, values),
    kvEvents: publishesKvEvents(kind, line),
    transfer: transferOf(kind, line, values),
    bootstrapPort: line.value('--disaggregation-bootstrap-port'),
  };
}

function disaggregationOf(line: CommandLine): EngineFacts['disaggregation'] {
  if (line.has('--is-prefill-worker')) {
    return 'prefill';
  }
  if (line.has('--is-decode-worker')) {
    return 'decode';
  }
  switch (line.value('--disaggregation-mode')) {
    case 'prefill':
      return 'prefill';
    case 'decode':
      return 'decode';
    case 'encode':
      return 'encode';
    case 'agg':
    case 'pd':
    case 'prefill_and_decode':
      return 'agg';
    default:
      return undefined;
  }
}

/** A size from flags: 1 when the flag is absent, `undefined` when its value is no number. */
function size(line: CommandLine, ...names: readonly string[]): number | undefined {
  return line.has(...names) ? line.number(...names) : 1;
}

function parallelismOf(kind: ObservedEngineKind, line: CommandLine, config: Mapping): ObservedParallelism {
  const tensor = size(line, '--tensor-parallel-size', '-tp', '--tp', '--tp-size');
  const pipeline = size(line, '--pipeline-parallel-size', '-pp', '--pp', '--pp-size');
  const data = size(line, '--data-parallel-size', '-dp', '--dp', '--dp-size');
  switch (kind) {
    case 'trtllm': {
      // The configuration file wins over flags.
      const fromFile = (key: string, flag: number | undefined) =>
        at(config, key) === undefined ? flag : whole(at(config, key));
      return describe({
        tensor: fromFile('tensor_parallel_size', tensor),
        pipeline: fromFile('pipeline_parallel_size', pipeline),
        data: 1,
        expert: fromFile('moe_expert_parallel_size', line.number('--expert-parallel-size')),
        expertTensor: whole(at(config, 'moe_tensor_parallel_size')),
        attentionDp: at(config, 'enable_attention_dp') === true || line.has('--enable-attention-dp'),
        dataUsesGpus: false,
      });
    }
    case 'sglang': {
      const attentionDp = line.has('--enable-dp-attention');
      return describe({
        tensor,
        pipeline,
        data,
        expert: line.number('--ep-size', '--ep', '--expert-parallel-size'),
        expertTensor: undefined,
        attentionDp,
        dataUsesGpus: !attentionDp,
      });
    }
    default:
      return describe({
        tensor,
        pipeline,
        data,
        expert: undefined,
        expertTensor: undefined,
        attentionDp: false,
        dataUsesGpus: true,
      });
  }
}

function describe(
  sizes: Omit<ObservedParallelism, 'gpus' | 'text'> & { readonly dataUsesGpus: boolean },
): ObservedParallelism {
  const { dataUsesGpus, ...parallelism } = sizes;
  const { tensor, pipeline, data, expert } = parallelism;
  const gpus =
    tensor === undefined || pipeline === undefined || data === undefined
      ? undefined
      : tensor * pipeline * (dataUsesGpus ? data : 1);
  const part = (label: string, value: number | undefined, always: boolean) =>
    value === undefined || (value === 1 && !always) ? '' : ` ${label}${value}`;
  const text = `${part('TP', tensor, true)}${part('PP', pipeline, false)}${part('DP', data, false)}${part('EP', expert, false)}`;
  return { ...parallelism, gpus, text: text.trim() };
}

function blockTokensOf(kind: ObservedEngineKind, line: CommandLine, config: Mapping): number | undefined {
  switch (kind) {
    case 'sglang':
      return line.number('--page-size');
    case 'trtllm':
      return line.number('--kv-block-size') ?? whole(at(config, 'kv_cache_config', 'tokens_per_block'));
    default:
      return line.number('--block-size');
  }
}

function publishesKvEvents(kind: ObservedEngineKind, line: CommandLine): boolean {
  switch (kind) {
    case 'trtllm':
      return line.has('--publish-kv-events', '--publish-events-and-metrics');
    case 'mocker':
      return true;
    default: {
      const config = parseJson(line.value('--kv-events-config'));
      return at(config, 'enable_kv_cache_events') === true;
    }
  }
}

function transferOf(kind: ObservedEngineKind, line: CommandLine, config: Mapping): string | undefined {
  switch (kind) {
    case 'trtllm':
      return text(at(config, 'cache_transceiver_config', 'backend'));
    case 'sglang':
      return line.value('--disaggregation-transfer-backend');
    default:
      return scalarText(at(parseJson(line.value('--kv-transfer-config')), 'kv_connector'));
  }
}

/** JSON in a flag's value; `undefined` when absent or malformed. */
export function parseJson(value: string | undefined): unknown {
  if (value === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
