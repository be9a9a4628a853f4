import { DynamoVersion } from './dynamo-version';
import type { Release } from './release';

const FIRST: readonly string[] = [
  ...['gb200_sxm', 'b200_sxm', 'h200_sxm', 'h100_sxm', 'h100_pcie', 'a100_sxm', 'a100_pcie'],
  ...['l40s', 'l40', 'l4', 'v100_sxm', 'v100_pcie', 't4', 'mi200', 'mi300'],
];

/** How releases before 1.6 call a GPU that has another name now. */
const FORMER_NAMES: Readonly<Record<string, string>> = { gb200: 'gb200_sxm' };

/**
 * Values of `hardware.gpuSku` in a DynamoGraphDeploymentRequest. Those of 1.2 hold for the releases up to 1.5 too, of which it is not known
 * when the others came.
 *
 * Source: ai-dynamo/dynamo deploy/operator/config/crd/bases (1.2), deploy/operator/api/v1beta1 (1.6), read 2026-11.
 */
export const REQUEST_SKUS: Readonly<Record<DynamoVersion, readonly string[]>> = {
  [DynamoVersion.V1_2]: FIRST,
  [DynamoVersion.V1_3]: FIRST,
  [DynamoVersion.V1_4]: FIRST,
  [DynamoVersion.V1_5]: FIRST,
  [DynamoVersion.V1_6]: [...FIRST, 'vr_nvl72', 'gb200', 'gb10', 'b300_sxm', 'a30'],
};

/** The value of a release for a GPU that the newest release calls `sku`; undefined where it has none. */
export function requestSku(sku: string | undefined, release: Release): string | undefined {
  const known = REQUEST_SKUS[release.version];
  return [sku, FORMER_NAMES[sku ?? '']].find((name) => name !== undefined && known.includes(name));
}
