import { acceptedObjects } from './accepted-objects';
import { acceptedPods } from './accepted-pods';
import { apiFields } from './api-fields';
import { autoscalers } from './autoscalers';
import { backendFramework } from './backend-framework';
import { cacheSize } from './cache-size';
import { componentAgreement } from './component-agreement';
import { componentList } from './component-list';
import { componentPorts } from './component-ports';
import { componentType } from './component-type';
import { computeDomainClaims } from './compute-domain-claims';
import { cpuArchitecture } from './cpu-architecture';
import { dataParallelLeaderPort } from './data-parallel-leader-port';
import { declaredNodes } from './declared-nodes';
import { decodeBlocksThreshold } from './decode-blocks-threshold';
import { disaggregatedPools } from './disaggregated-pools';
import { discoveryAccount } from './discovery-account';
import { discoveryServer } from './discovery-server';
import { dynamoNamespace } from './dynamo-namespace';
import { elasticExpertCommand } from './elastic-expert-command';
import { engineLimits } from './engine-limits';
import { envOrder } from './env-order';
import { gatedModelToken } from './gated-model-token';
import { gpuCount } from './gpu-count';
import { grantedRights } from './granted-rights';
import { graphNameAffinity } from './graph-name-affinity';
import { graphParts } from './graph-parts';
import { groveNameBudget } from './grove-name-budget';
import { independentEngines } from './independent-engines';
import { inlineSecrets } from './inline-secrets';
import { kvBlockReuse } from './kv-block-reuse';
import { kvBlockSize } from './kv-block-size';
import { kvRoutingEvents } from './kv-routing-events';
import { mainContainer } from './main-container';
import { memoryFit } from './memory-fit';
import { messageSize } from './message-size';
import { mpirunQuotes } from './mpirun-quotes';
import { multinodeComponent } from './multinode-component';
import { multinodeOrchestrator } from './multinode-orchestrator';
import { multinodeVllmFlags } from './multinode-vllm-flags';
import { nvlinkDomain } from './nvlink-domain';
import { parallelismFitsModel } from './parallelism-fits-model';
import { placeholders } from './placeholders';
import { planeCredentials } from './plane-credentials';
import { plannerAccount } from './planner-account';
import { plannerBudget } from './planner-budget';
import { plannerFields } from './planner-fields';
import { plannerMetrics } from './planner-metrics';
import { plannerPools } from './planner-pools';
import { plannerSettings } from './planner-settings';
import { podSecurityLevel } from './pod-security-level';
import { podsFitNode } from './pods-fit-node';
import { precisionSupport } from './precision-support';
import { prefillOverlapScheduler } from './prefill-overlap-scheduler';
import { rdmaMemoryLock } from './rdma-memory-lock';
import { referencedObjects } from './referenced-objects';
import { removedNames } from './removed-names';
import { repeatedFlags } from './repeated-flags';
import { requestMigration } from './request-migration';
import { requestPlane } from './request-plane';
import { restartOrder } from './restart-order';
import { rollingUpdateLimits } from './rolling-update-limits';
import { routerReplicaSync } from './router-replica-sync';
import type { Rule } from './rule';
import { runtimeVersion } from './runtime-version';
import { scaledReplicas } from './scaled-replicas';
import { serviceNames } from './service-names';
import { sharedClaimAccess } from './shared-claim-access';
import { sharedMemory } from './shared-memory';
import { startupWindow } from './startup-window';
import { telemetryPort } from './telemetry-port';
import { terminationGrace } from './termination-grace';
import { topologyConstraint } from './topology-constraint';
import { transferBuffer } from './transfer-buffer';
import { ucxCudaTransports } from './ucx-cuda-transports';
import { ucxKvTransfer } from './ucx-kv-transfer';
import { uniqueDocuments } from './unique-documents';
import { visibleDevices } from './visible-devices';
import { yamlSafeTexts } from './yaml-safe-texts';

/** Every rule, in the order of its code. */
export const RULES: readonly Rule[] = [
  groveNameBudget,
  componentList,
  componentType,
  mainContainer,
  runtimeVersion,
  backendFramework,
  multinodeComponent,
  gpuCount,
  multinodeVllmFlags,
  multinodeOrchestrator,
  restartOrder,
  scaledReplicas,
  autoscalers,
  topologyConstraint,
  kvBlockSize,
  kvRoutingEvents,
  kvBlockReuse,
  disaggregatedPools,
  transferBuffer,
  prefillOverlapScheduler,
  engineLimits,
  requestPlane,
  componentAgreement,
  ucxCudaTransports,
  rdmaMemoryLock,
  computeDomainClaims,
  cpuArchitecture,
  visibleDevices,
  graphNameAffinity,
  uniqueDocuments,
  referencedObjects,
  placeholders,
  sharedClaimAccess,
  sharedMemory,
  startupWindow,
  terminationGrace,
  telemetryPort,
  requestMigration,
  decodeBlocksThreshold,
  plannerSettings,
  plannerMetrics,
  plannerPools,
  rollingUpdateLimits,
  removedNames,
  routerReplicaSync,
  elasticExpertCommand,
  dataParallelLeaderPort,
  independentEngines,
  ucxKvTransfer,
  envOrder,
  memoryFit,
  inlineSecrets,
  repeatedFlags,
  podsFitNode,
  declaredNodes,
  gatedModelToken,
  graphParts,
  nvlinkDomain,
  parallelismFitsModel,
  mpirunQuotes,
  yamlSafeTexts,
  precisionSupport,
  serviceNames,
  cacheSize,
  podSecurityLevel,
  apiFields,
  acceptedPods,
  acceptedObjects,
  componentPorts,
  dynamoNamespace,
  discoveryAccount,
  grantedRights,
  planeCredentials,
  messageSize,
  discoveryServer,
  plannerFields,
  plannerBudget,
  plannerAccount,
];
