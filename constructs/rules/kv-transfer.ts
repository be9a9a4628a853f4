import { at, list, mappings, parseJson, scalarText, text } from '../observed';
import { engineKey, setting, type Worker } from './workers';

/** What a worker says about handing over KV cache; `undefined` where it says nothing that can be read. */
export interface KvTransfer {
  /** Connectors or back ends, one of which both sides must have. */
  readonly transports: readonly string[] | undefined;
  /** NIXL plug-ins below the connector, one of which both sides must have. */
  readonly plugins: readonly string[] | undefined;
  /** Number format of the KV cache. */
  readonly dtype: string | undefined;
}

/** SGLang's own default. Source: sgl-project/sglang server arguments. */
const SGLANG_DEFAULT = 'mooncake';
/** Connectors that only hold others. */
const CONTAINERS = ['MultiConnector', 'PdConnector'] as const;

export function kvTransferOf(worker: Worker): KvTransfer {
  switch (worker.engine.kind) {
    case 'vllm':
      return vllmTransfer(worker);
    case 'sglang':
      return {
        transports: sglangTransports(worker),
        plugins: undefined,
        dtype: dtypeName(setting(worker, ['--kv-cache-dtype'])?.value),
      };
    case 'trtllm': {
      const backend = scalarText(engineKey(worker, 'cache_transceiver_config', 'backend'));
      return {
        transports: backend === undefined ? undefined : [backend],
        plugins: undefined,
        dtype: dtypeName(scalarText(engineKey(worker, 'kv_cache_config', 'dtype'))),
      };
    }
    case 'mocker':
      return { transports: undefined, plugins: undefined, dtype: undefined };
  }
}

function vllmTransfer(worker: Worker): KvTransfer {
  const config = parseJson(setting(worker, ['--kv-transfer-config'])?.value);
  const own = text(at(config, 'kv_connector'));
  const inner = mappings(at(config, 'kv_connector_extra_config', 'connectors'));
  const nested = CONTAINERS.some((name) => name === own);
  const transports = nested ? inner.flatMap((entry) => text(entry['kv_connector']) ?? []) : [own];
  const nixl = nested ? inner.find((entry) => entry['kv_connector'] === 'NixlConnector') : config;
  const plugins = list(at(nixl, 'kv_connector_extra_config', 'backends')).flatMap((name) => text(name) ?? []);
  return {
    transports: own === undefined ? undefined : transports.filter((name) => name !== undefined),
    // Source: vllm-project/vllm NixlConnector, which takes UCX where nothing is said.
    plugins: transports.includes('NixlConnector') ? (plugins.length > 0 ? plugins : ['UCX']) : undefined,
    dtype: dtypeName(setting(worker, ['--kv-cache-dtype'])?.value),
  };
}

function sglangTransports(worker: Worker): readonly string[] | undefined {
  const found = setting(worker, ['--disaggregation-transfer-backend']);
  const value = found === undefined ? SGLANG_DEFAULT : found.value;
  return value === undefined ? undefined : [value];
}

/** `auto` depends on the checkpoint, and `fp8` is another name of E4M3. */
function dtypeName(value: string | undefined): string | undefined {
  const name = value?.toLowerCase();
  return name === 'auto' ? undefined : name === 'fp8' ? 'fp8_e4m3' : name;
}
