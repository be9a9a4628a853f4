import { Severity } from '../findings';
import type { Rule } from './rule';

const LIMIT = 63;

export const serviceNames: Rule = {
  code: 'DYN113',
  title: 'the names of the Services that the operator makes are DNS labels',
  severity: Severity.ERROR,
  rationale:
    'The operator makes a Service "<graph>-<component>" for each component. The API server refuses a name of more than 63 characters or with a digit in front, and the component stays unreachable. Operators that shorten long names for Grove do not shorten this one.',
  fix: 'shorten the graph name or the component name',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go; Kubernetes names (RFC 1035 labels)',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        const service = `${graph.name}-${component.name.toLowerCase()}`;
        if (service.length <= LIMIT && !/^[a-z]/.test(service)) {
          yield {
            path: component.path,
            message: `the Service '${service}' would start with '${service.charAt(0)}', it has to start with a letter`,
            fix: 'start the graph name with a letter',
          };
        }
        if (service.length > LIMIT) {
          yield {
            path: component.path,
            message: `the Service '${service}' would have ${service.length} characters, at most ${LIMIT} are allowed`,
          };
        }
      }
    }
  },
};
