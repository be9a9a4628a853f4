import { Severity } from '../findings';
import type { Rule } from './rule';

export const scaledReplicas: Rule = {
  code: 'DYN013',
  title: 'replicas are left out where a scaling adapter owns them',
  severity: Severity.WARNING,
  rationale:
    'The adapter of a component owns its replicas: once an autoscaler has changed them, the operator refuses every apply of a manifest with another number ("cannot be modified directly when scaling adapter is enabled"), also one that only changes the image.',
  fix: 'leave replicas out, and scale the DynamoGraphDeploymentScalingAdapter',
  source:
    'ai-dynamo/dynamo docs/kubernetes/autoscaling.md, deploy/operator/internal/webhook/validation/shared_v1beta1.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap(({ components }) => components)) {
      if (component.scalingAdapter && component.replicasWritten !== undefined) {
        yield {
          path: `${component.path}.replicas`,
          message: `'${component.name}' states ${component.replicasWritten} replicas, but its scaling adapter owns the number`,
        };
      }
    }
  },
};
