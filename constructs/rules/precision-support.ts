import { Severity } from '../findings';
import type { Rule } from './rule';

export const precisionSupport: Rule = {
  code: 'DYN112',
  title: 'the GPUs can compute with the number format of the checkpoint',
  severity: Severity.ERROR,
  rationale:
    'Engines refuse a checkpoint whose number format the GPU has no kernels for: NVFP4 needs the tensor cores of Blackwell.',
  fix: 'take a checkpoint of another precision, or other machines',
  source: 'NVIDIA/TensorRT-LLM support matrix; ai-dynamo/aiconfigurator systems',
  *checkGraph({ pools, model }) {
    for (const { path, name, nodeGroup } of pools.filter(({ gpusPerNode }) => gpusPerNode > 0)) {
      if (model.precision !== undefined && !nodeGroup.precisions.includes(model.precision)) {
        yield {
          path,
          message: `'${name}' runs on ${nodeGroup.gpu}, which serves ${nodeGroup.precisions.join(', ')}, but ${model.repository} is ${model.precision}`,
        };
      }
    }
  },
};
