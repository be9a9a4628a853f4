import { InvalidValueError, requireWhole } from '../findings';

/** Settings of UCX, which carries KV cache over everything but EFA. What is not given, UCX decides. */
export interface UcxOptions {
  /**
   * Transports that UCX may use (`UCX_TLS`). One of them has to reach GPU memory: `cuda_copy`, `cuda_ipc` or `cuda`.
   * @default - UCX probes
   */
  readonly transports?: readonly string[];
  /**
   * How large messages move (`UCX_RNDV_SCHEME`). `get_zcopy` lets the receiver read the sender's memory.
   * @default - UCX decides
   */
  readonly rendezvousScheme?: 'get_zcopy' | 'put_zcopy' | 'auto';
  /**
   * Bytes from which a message counts as large (`UCX_RNDV_THRESH`).
   * @default - UCX decides
   */
  readonly rendezvousThreshold?: number;
  /**
   * Adapters over which one message is spread (`UCX_MAX_RNDV_RAILS`).
   * @default - that of UCX
   */
  readonly maxRails?: number;
  /**
   * Entry of the adapter's address table (`UCX_IB_GID_INDEX`). RoCE v2 has it at 3 on most machines.
   * @default - UCX probes
   */
  readonly gidIndex?: number;
  /**
   * Seconds for which a link may be down before a transfer fails (`UCX_RC_TIMEOUT`).
   * @default - that of UCX
   */
  readonly timeoutSeconds?: number;
}

/** What the public recipes set for large blocks of KV cache. Source: ai-dynamo/dynamo recipes and docs/kubernetes/disagg-communication-guide.md, 2026-08. */
export const UCX_BASELINE: UcxOptions = {
  transports: ['rc_x', 'rc', 'dc_x', 'dc', 'cuda_copy', 'cuda_ipc'],
  rendezvousScheme: 'get_zcopy',
  rendezvousThreshold: 0,
  maxRails: 4,
};

/** Names under which UCX reaches GPU memory; `all` holds them too. */
const GPU_TRANSPORTS = ['cuda_copy', 'cuda_ipc', 'cuda', 'all'] as const;

/**
 * The environment variables for these settings.
 *
 * @throws InvalidValueError for transports of which none reaches GPU memory, and for numbers that are none
 */
export function ucxEnv(options: UcxOptions): Readonly<Record<string, string>> {
  const { transports, rendezvousScheme, rendezvousThreshold, maxRails, gidIndex, timeoutSeconds } = options;
  if (transports !== undefined && !GPU_TRANSPORTS.some((name) => transports.includes(name))) {
    throw new InvalidValueError('ucx.transports', transports, "transports with 'cuda_copy' or 'cuda_ipc' among them");
  }
  requireOptional('ucx.rendezvousThreshold', rendezvousThreshold, 0);
  requireOptional('ucx.maxRails', maxRails, 1);
  requireOptional('ucx.gidIndex', gidIndex, 0);
  requireOptional('ucx.timeoutSeconds', timeoutSeconds, 1);
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['UCX_IB_GID_INDEX', gidIndex?.toString()],
    ['UCX_MAX_RNDV_RAILS', maxRails?.toString()],
    ['UCX_RC_TIMEOUT', timeoutSeconds === undefined ? undefined : `${timeoutSeconds}s`],
    ['UCX_RNDV_SCHEME', rendezvousScheme],
    ['UCX_RNDV_THRESH', rendezvousThreshold?.toString()],
    ['UCX_TLS', transports?.join(',')],
  ];
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function requireOptional(prop: string, value: number | undefined, minimum: number): void {
  if (value !== undefined) {
    requireWhole(prop, value, minimum);
  }
}
