import { acceptedObjects } from './accepted-objects';
import { acceptedPods } from './accepted-pods';
import { apiFields } from './api-fields';
import { autoscalers } from './autoscalers';
import { azureInfiniband } from './azure-infiniband';
import { backendFramework } from './backend-framework';
import { benchmarkJob } from './benchmark-job';
import { cacheSize } from './cache-size';
import { componentAgreement } from './component-agreement';
import { componentFields } from './component-fields';
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
import { dynamoSidecar } from './dynamo-sidecar';
import { efaChain } from './efa-chain';
import { elasticExpertCommand } from './elastic-expert-command';
import { endpointPickerConfig } from './endpoint-picker-config';
import { endpointPickerWorkers } from './endpoint-picker-workers';
import { engineImage } from './engine-image';
import { engineLimits } from './engine-limits';
import { envOrder } from './env-order';
import { expertExchange } from './expert-exchange';
import { flagValues } from './flag-values';
import { frontendExposure } from './frontend-exposure';
import { gangSize } from './gang-size';
import { gatedModelToken } from './gated-model-token';
import { gatewayRoutes } from './gateway-routes';
import { gkeNetworks } from './gke-networks';
import { gpuCount } from './gpu-count';
import { gpuMemoryService } from './gpu-memory-service';
import { gpuNodeTenants } from './gpu-node-tenants';
import { grantedRights } from './granted-rights';
import { graphNameAffinity } from './graph-name-affinity';
import { graphParts } from './graph-parts';
import { graphRequestJobs } from './graph-request-jobs';
import { graphRequests } from './graph-requests';
import { groveNameBudget } from './grove-name-budget';
import { hybridTransfer } from './hybrid-transfer';
import { independentEngines } from './independent-engines';
import { inlineSecrets } from './inline-secrets';
import { kvBlockReuse } from './kv-block-reuse';
import { kvBlockSize } from './kv-block-size';
import { kvOverTcp } from './kv-over-tcp';
import { kvRoutingEvents } from './kv-routing-events';
import { kvTransferPolicy } from './kv-transfer-policy';
import { loraModels } from './lora-models';
import { mainContainer } from './main-container';
import { memoryFit } from './memory-fit';
import { messageSize } from './message-size';
import { mpirunQuotes } from './mpirun-quotes';
import { multinodeComponent } from './multinode-component';
import { multinodeOrchestrator } from './multinode-orchestrator';
import { multinodeVllmFlags } from './multinode-vllm-flags';
import { nvlinkDomain } from './nvlink-domain';
import { offlineWeights } from './offline-weights';
import { operatorAnnotations } from './operator-annotations';
import { parallelismFitsModel } from './parallelism-fits-model';
import { parserNames } from './parser-names';
import { pathAsModelName } from './path-as-model-name';
import { placeholders } from './placeholders';
import { planeCredentials } from './plane-credentials';
import { plannerAccount } from './planner-account';
import { plannerBudget } from './planner-budget';
import { plannerFields } from './planner-fields';
import { plannerMetrics } from './planner-metrics';
import { plannerPools } from './planner-pools';
import { plannerSettings } from './planner-settings';
import { platformCompatibility } from './platform-compatibility';
import { platformParts } from './platform-parts';
import { platformValues } from './platform-values';
import { podSecurityLevel } from './pod-security-level';
import { podsFitNode } from './pods-fit-node';
import { portConflicts } from './port-conflicts';
import { precisionSupport } from './precision-support';
import { prefillOverlapScheduler } from './prefill-overlap-scheduler';
import { rdmaMemoryLock } from './rdma-memory-lock';
import { referencedObjects } from './referenced-objects';
import { removedKinds } from './removed-kinds';
import { removedNames } from './removed-names';
import { repeatedFlags } from './repeated-flags';
import { requestMigration } from './request-migration';
import { requestPlane } from './request-plane';
import { restartOrder } from './restart-order';
import { rollingUpdateLimits } from './rolling-update-limits';
import { routerReplicaSync } from './router-replica-sync';
import type { Rule } from './rule';
import { runtimeVersion } from './runtime-version';
import { scaleToZero } from './scale-to-zero';
import { scaledReplicas } from './scaled-replicas';
import { schedulingQueue } from './scheduling-queue';
import { serviceNames } from './service-names';
import { sharedClaimAccess } from './shared-claim-access';
import { sharedMemory } from './shared-memory';
import { startupWindow } from './startup-window';
import { telemetryPort } from './telemetry-port';
import { terminationGrace } from './termination-grace';
import { tlsPairs } from './tls-pairs';
import { tokenWhitespace } from './token-whitespace';
import { topologyConstraint } from './topology-constraint';
import { transferBuffer } from './transfer-buffer';
import { ucxCudaTransports } from './ucx-cuda-transports';
import { ucxDevices } from './ucx-devices';
import { ucxKvTransfer } from './ucx-kv-transfer';
import { uniqueDocuments } from './unique-documents';
import { unneededPrivileges } from './unneeded-privileges';
import { visibleDevices } from './visible-devices';
import { workerSpread } from './worker-spread';
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
  scaleToZero,
  topologyConstraint,
  gangSize,
  kvTransferPolicy,
  gpuMemoryService,
  dynamoSidecar,
  endpointPickerConfig,
  endpointPickerWorkers,
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
  kvOverTcp,
  rdmaMemoryLock,
  efaChain,
  gkeNetworks,
  azureInfiniband,
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
  graphRequests,
  graphRequestJobs,
  loraModels,
  schedulingQueue,
  rollingUpdateLimits,
  removedNames,
  removedKinds,
  platformValues,
  routerReplicaSync,
  hybridTransfer,
  parserNames,
  frontendExposure,
  benchmarkJob,
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
  workerSpread,
  gatewayRoutes,
  platformCompatibility,
  platformParts,
  unneededPrivileges,
  portConflicts,
  componentFields,
  tlsPairs,
  flagValues,
  engineImage,
  tokenWhitespace,
  offlineWeights,
  pathAsModelName,
  gpuNodeTenants,
  ucxDevices,
  operatorAnnotations,
  expertExchange,
];
