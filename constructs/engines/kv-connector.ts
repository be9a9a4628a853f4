import { InvalidValueError, requireWhole } from '../findings';
import type { FlagValue } from './flags';

/** Configuration of a connector, with vLLM's own key names. Source: vLLM KVTransferConfig. */
export type KvTransferConfig = {
  readonly kv_connector: string;
  /** `kv_both` where each side may read and write. */
  readonly kv_role: 'kv_both' | 'kv_producer' | 'kv_consumer';
  /** Where the KV cache lies while it is moved. */
  readonly kv_buffer_device?: 'cuda' | 'cpu';
  /** Python module of a connector that vLLM does not bring. */
  readonly kv_connector_module_path?: string;
  readonly kv_load_failure_policy?: 'fail' | 'recompute';
  readonly kv_connector_extra_config?: {
    /** NIXL plug-ins. */
    readonly backends?: readonly string[];
    /** Threads that move KV cache. */
    readonly num_threads?: number;
    /** The connectors of one that holds others. */
    readonly connectors?: readonly KvTransferConfig[];
    readonly [key: string]: FlagValue | undefined;
  };
};

/** How NIXL moves KV cache. */
export interface NixlConnectorOptions {
  /**
   * Where the KV cache lies while it is moved.
   * @default - left to vLLM: GPU memory
   */
  readonly bufferDevice?: 'cuda' | 'cpu';
  /**
   * NIXL plug-ins.
   * @default - `LIBFABRIC` on fabrics that need it, else left to NIXL: UCX
   */
  readonly backends?: readonly ('UCX' | 'LIBFABRIC')[];
  /**
   * Threads that move KV cache, at least 1.
   * @default - left to vLLM
   */
  readonly threads?: number;
}

/** What a connector that keeps KV cache may take. */
export interface KvStoreOptions {
  /**
   * Host memory for KV cache in GiB, at least 1. It counts against the memory of the pod.
   * @default 32
   */
  readonly hostMemoryGib?: number;
}

/** The roles that a connector is asked for. */
export type TransferRole = 'aggregated' | 'prefill' | 'decode';

/** What a connector has to know of its pool. */
export interface TransferPlan {
  readonly role: TransferRole;
  /** Plug-in of NIXL that the fabric needs. */
  readonly nixlBackend: 'UCX' | 'LIBFABRIC';
}

/**
 * What moves or keeps KV cache outside of a vLLM engine. Source: ai-dynamo/dynamo components/src/dynamo/vllm/args.py
 * (`_connector_to_kv_transfer_json`, 1.2.1), which names the connector for each word of the former flag `--connector`.
 *
 * ```ts
 * Engine.vllm({ kvConnector: KvConnector.multi([KvConnector.nixl(), KvConnector.lmcache()]) });
 * ```
 */
export class KvConnector {
  /**
   * NIXL, from GPU to GPU: what disaggregated graphs use unless told otherwise.
   *
   * @throws InvalidValueError for threads below 1
   */
  public static nixl(options: NixlConnectorOptions = {}): KvConnector {
    const { bufferDevice, threads, backends } = options;
    requireWhole('threads', threads ?? 1, 1);
    if (backends?.length === 0) {
      throw new InvalidValueError('backends', '[]', 'at least one plug-in', 'leave it out to take the usual one');
    }
    return new KvConnector('disaggregated', ({ nixlBackend }) => {
      const chosen = backends ?? (nixlBackend === 'LIBFABRIC' ? [nixlBackend] : undefined);
      const extra = {
        ...(chosen === undefined ? {} : { backends: chosen }),
        ...(threads === undefined ? {} : { num_threads: threads }),
      };
      return {
        kv_connector: 'NixlConnector',
        kv_role: 'kv_both',
        ...(bufferDevice === undefined ? {} : { kv_buffer_device: bufferDevice }),
        ...(Object.keys(extra).length === 0 ? {} : { kv_connector_extra_config: extra }),
      };
    });
  }

  /** Mooncake, from GPU to GPU: prefill workers send, decode workers receive. Source: vLLM docs/features/mooncake_connector_usage.md. */
  public static mooncake(): KvConnector {
    return new KvConnector('disaggregated', ({ role }) => ({
      kv_connector: 'MooncakeConnector',
      kv_role: role === 'prefill' ? 'kv_producer' : 'kv_consumer',
    }));
  }

  /**
   * LMCache: keeps KV cache in host memory, on disk or in a store. Further settings are environment variables (`LMCACHE_...`).
   * Source: ai-dynamo/dynamo docs/integrations/lmcache-integration.md.
   *
   * @throws InvalidValueError for a size that is not a whole number of at least 1
   */
  public static lmcache(options: KvStoreOptions = {}): KvConnector {
    return KvConnector.store('LMCacheConnectorV1', options, (gib) => ({
      LMCACHE_LOCAL_CPU: 'True',
      LMCACHE_MAX_LOCAL_CPU_SIZE: gib,
      // All ranks have to give a block the same hash. Source: ai-dynamo/dynamo recipes/kimi-k2.6/vllm, 2026-07.
      PYTHONHASHSEED: '42',
    }));
  }

  /**
   * FlexKV: keeps KV cache in host memory and on disk. Further settings are environment variables (`FLEXKV_...`).
   * Source: ai-dynamo/dynamo examples/backends/vllm/launch/disagg_flexkv.sh.
   *
   * @throws InvalidValueError for a size that is not a whole number of at least 1
   */
  public static flexkv(options: KvStoreOptions = {}): KvConnector {
    return KvConnector.store('FlexKVConnectorV1', options, (gib) => ({
      DYNAMO_USE_FLEXKV: '1',
      FLEXKV_CPU_CACHE_GB: gib,
    }));
  }

  /**
   * Several at once: the first that has the blocks loads them, all of them store. In a disaggregated graph one has to move KV cache
   * between workers.
   *
   * @throws InvalidValueError for fewer than two
   */
  public static multi(connectors: readonly KvConnector[]): KvConnector {
    if (connectors.length < 2) {
      throw new InvalidValueError('connectors', `${connectors.length}`, 'at least two', 'use the one connector itself');
    }
    return new KvConnector(
      connectors.every(({ use }) => use === 'disaggregated') ? 'disaggregated' : 'everywhere',
      (plan) => {
        const parts = connectors.flatMap((connector) => connector.config(plan) ?? []);
        const [only] = parts;
        return parts.length === 1 && only !== undefined
          ? only
          : {
              kv_connector: 'MultiConnector',
              kv_role: 'kv_both',
              kv_connector_extra_config: { connectors: parts },
            };
      },
      Object.assign({}, ...connectors.map(({ env }) => env)),
    );
  }

  private static store(
    name: string,
    { hostMemoryGib = 32 }: KvStoreOptions,
    env: (gib: string) => Readonly<Record<string, string>>,
  ): KvConnector {
    requireWhole('hostMemoryGib', hostMemoryGib, 1);
    return new KvConnector(
      'everywhere',
      () => ({ kv_connector: name, kv_role: 'kv_both' }),
      env(String(hostMemoryGib)),
    );
  }

  private constructor(
    /** Whether the connector is of use in aggregated graphs too. */
    private readonly use: 'disaggregated' | 'everywhere',
    private readonly render: (plan: TransferPlan) => KvTransferConfig,
    /** Variables that the connector reads. */
    public readonly env: Readonly<Record<string, string>> = {},
  ) {}

  /** The configuration for a worker; none where the connector has nothing to do. */
  public config(plan: TransferPlan): KvTransferConfig | undefined {
    return this.use === 'disaggregated' && plan.role === 'aggregated' ? undefined : this.render(plan);
  }
}
