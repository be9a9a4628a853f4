import { Severity } from '../findings';
import { documentPath } from '../manifests';
import { at, mapping } from '../observed';
import type { Rule } from './rule';

export const graphRequestJobs: Rule = {
  code: 'DYN056',
  title: 'the override of a profiling Job has a list of containers',
  severity: Severity.ERROR,
  rationale:
    'The override is a JobSpec, whose pods must have containers: with tolerations or a node selector alone the API server refuses the request. An empty list says that the containers stay as the operator makes them.',
  fix: 'add containers: [] to template.spec',
  source: 'ai-dynamo/dynamo docs/kubernetes/model-deployment-guide.md',
  *checkDocuments(observation) {
    for (const document of observation.ofKind('DynamoGraphDeploymentRequest')) {
      const job = mapping(at(document.value, 'spec', 'overrides', 'profilingJob'));
      if (job !== undefined && !Array.isArray(at(job, 'template', 'spec', 'containers'))) {
        yield {
          path: documentPath(document, 'spec.overrides.profilingJob.template.spec'),
          message: 'the override of the profiling Job has no list of containers, which the pods of every Job need',
        };
      }
    }
  },
};
