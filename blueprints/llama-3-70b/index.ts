import type { Blueprint } from '../blueprint';
import { llama370bH100VllmAggregated } from './aggregated-h100-vllm';
import { llama370bFailoverVllmAggregated } from './failover-aggregated-vllm';
import { llama370bGatewayVllmAggregated } from './gateway-aggregated-vllm';
import { llama370bGatewayVllm } from './gateway-vllm';
import { llama370bH100Vllm } from './h100-vllm';
import { llama370bNatsH100Vllm } from './nats-h100-vllm';
import { llama370bSloH100Vllm } from './slo-h100-vllm';
import { llama370bTopologyH100Vllm } from './topology-h100-vllm';

export const LLAMA_3_70B_BLUEPRINTS: readonly Blueprint[] = [
  llama370bH100Vllm,
  llama370bH100VllmAggregated,
  llama370bGatewayVllm,
  llama370bGatewayVllmAggregated,
  llama370bSloH100Vllm,
  llama370bNatsH100Vllm,
  llama370bTopologyH100Vllm,
  llama370bFailoverVllmAggregated,
];
