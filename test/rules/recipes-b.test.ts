import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { Release } from '../../constructs/releases';
import type { Rule } from '../../constructs/rules';
import { acceptedObjects } from '../../constructs/rules/accepted-objects';
import { acceptedPods } from '../../constructs/rules/accepted-pods';
import { autoscalers } from '../../constructs/rules/autoscalers';
import { componentPorts } from '../../constructs/rules/component-ports';
import { computeDomainClaims } from '../../constructs/rules/compute-domain-claims';
import { cpuArchitecture } from '../../constructs/rules/cpu-architecture';
import { dataParallelLeaderPort } from '../../constructs/rules/data-parallel-leader-port';
import { decodeBlocksThreshold } from '../../constructs/rules/decode-blocks-threshold';
import { disaggregatedPools } from '../../constructs/rules/disaggregated-pools';
import { discoveryAccount } from '../../constructs/rules/discovery-account';
import { dynamoNamespace } from '../../constructs/rules/dynamo-namespace';
import { elasticExpertCommand } from '../../constructs/rules/elastic-expert-command';
import { engineLimits } from '../../constructs/rules/engine-limits';
import { envOrder } from '../../constructs/rules/env-order';
import { independentEngines } from '../../constructs/rules/independent-engines';
import { kvBlockReuse } from '../../constructs/rules/kv-block-reuse';
import { kvBlockSize } from '../../constructs/rules/kv-block-size';
import { kvRoutingEvents } from '../../constructs/rules/kv-routing-events';
import { mpirunQuotes } from '../../constructs/rules/mpirun-quotes';
import { prefillOverlapScheduler } from '../../constructs/rules/prefill-overlap-scheduler';
import { rdmaMemoryLock } from '../../constructs/rules/rdma-memory-lock';
import { restartOrder } from '../../constructs/rules/restart-order';
import { rollingUpdateLimits } from '../../constructs/rules/rolling-update-limits';
import { routerReplicaSync } from '../../constructs/rules/router-replica-sync';
import { toFinding } from '../../constructs/rules/rule';
import { scaledReplicas } from '../../constructs/rules/scaled-replicas';
import { sharedClaimAccess } from '../../constructs/rules/shared-claim-access';
import { sharedMemory } from '../../constructs/rules/shared-memory';
import { startupWindow } from '../../constructs/rules/startup-window';
import { telemetryPort } from '../../constructs/rules/telemetry-port';
import { terminationGrace } from '../../constructs/rules/termination-grace';
import { topologyConstraint } from '../../constructs/rules/topology-constraint';
import { transferBuffer } from '../../constructs/rules/transfer-buffer';
import { ucxCudaTransports } from '../../constructs/rules/ucx-cuda-transports';
import { ucxKvTransfer } from '../../constructs/rules/ucx-kv-transfer';

const RULES: readonly Rule[] = [
  kvBlockSize,
  kvRoutingEvents,
  kvBlockReuse,
  disaggregatedPools,
  transferBuffer,
  prefillOverlapScheduler,
  engineLimits,
  ucxCudaTransports,
  rdmaMemoryLock,
  computeDomainClaims,
  cpuArchitecture,
  sharedClaimAccess,
  sharedMemory,
  startupWindow,
  terminationGrace,
  decodeBlocksThreshold,
  dataParallelLeaderPort,
  independentEngines,
  ucxKvTransfer,
  envOrder,
  mpirunQuotes,
  restartOrder,
  scaledReplicas,
  autoscalers,
  topologyConstraint,
  telemetryPort,
  rollingUpdateLimits,
  routerReplicaSync,
  elasticExpertCommand,
  componentPorts,
  dynamoNamespace,
  discoveryAccount,
  acceptedPods,
  acceptedObjects,
];

/** Public recipes of May 2026, written for release 1.2. They are no part of this repository. */
const FOLDER = join(__dirname, '../../../shared/recipes');
const describeRecipes = existsSync(FOLDER) ? describe : describe.skip;

/** `<file> <code> <severity> <component>` of everything the rules say. */
function report(release: Release): readonly string[] {
  return readdirSync(FOLDER).flatMap((name) => {
    const { documents } = readManifests({ name, content: readFileSync(join(FOLDER, name), 'utf8') });
    const observation = Observation.of(documents);
    const context = { releaseOf: () => release, complete: false };
    return RULES.flatMap((rule) =>
      [...(rule.checkDocuments?.(observation, context) ?? [])].map((violation) => toFinding(rule, violation)),
    ).map(({ code, severity, path }) => `${name} ${code} ${severity} ${path.split('spec.services.')[1]}`);
  });
}

/** What is wrong (or unusual) whatever the release. */
const ALWAYS = [
  // CUDA graphs for up to 2048 sequences, a batch of 32.
  'deepseek-r1__trtllm__disagg__wide_ep__gb200.yaml DYN029 warning decode',
  // RDMA devices, no capability.
  'deepseek-r1__vllm__disagg__hopper_16gpu.yaml DYN034 error decode',
  'deepseek-r1__vllm__disagg__hopper_16gpu.yaml DYN034 error prefill',
  'deepseek-v4__deepseek-v4-flash__sglang__agg-gb200.yaml DYN034 error decode',
  'qwen3-32b__vllm__disagg-kv-router.yaml DYN034 error VllmDecodeWorker',
  'qwen3-32b__vllm__disagg-kv-router.yaml DYN034 error VllmPrefillWorker',
  // --router-mode kv, workers without KV events.
  'kimi-k2.5__trtllm__agg__nvidia.yaml DYN024 error TrtllmWorker',
  'qwen3-235b-a22b-fp8__trtllm__agg__blackwell.yaml DYN024 error TrtllmWorker',
  'qwen3-235b-a22b-fp8__trtllm__disagg__hopper.yaml DYN024 error TRTLLMPrefillWorker',
];

describeRecipes('public recipes', () => {
  test('there are 24 of them', () => {
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))).toHaveLength(24);
  });

  test('on release 1.2, for which they were written', () => {
    expect([...report(Release.V1_2)].sort()).toEqual(
      [
        ...ALWAYS,
        // Data parallelism over two nodes without the port that followers wait for.
        'deepseek-r1__vllm__disagg__hopper_16gpu.yaml DYN070 warning decode',
        'deepseek-r1__vllm__disagg__hopper_16gpu.yaml DYN070 warning prefill',
      ].sort(),
    );
  });

  test('on release 1.6', () => {
    expect([...report(Release.V1_6)].sort()).toEqual(
      [
        ...ALWAYS,
        // Decode pools without --disaggregation-mode, which were combined workers.
        'deepseek-r1__vllm__disagg__hopper_16gpu.yaml DYN026 warning decode',
        'deepseek-v4__deepseek-v4-pro__vllm__disagg__gb200.yaml DYN026 warning VllmDecodeWorker',
        'llama-3-70b__vllm__disagg-multi-node.yaml DYN026 warning VllmDecodeWorker',
        'llama-3-70b__vllm__disagg-single-node.yaml DYN026 warning VllmDecodeWorker',
        'qwen3-32b-fp8__vllm__disagg.yaml DYN026 warning VllmDecodeWorker',
      ].sort(),
    );
  });
});
