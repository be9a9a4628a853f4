import { ANYTHING, type Fields, object, TEXT, WHOLE } from './fields';

/**
 * The fields of a ComputeDomain v1beta1.
 *
 * Source: kubernetes-sigs/dra-driver-nvidia-gpu api/nvidia.com/resource/v1beta1/computedomain.go
 */
export const COMPUTE_DOMAIN: Fields = {
  spec: object({
    numNodes: WHOLE,
    channel: object({ allocationMode: TEXT, resourceClaimTemplate: object({ name: TEXT }) }),
  }),
  status: ANYTHING,
};
