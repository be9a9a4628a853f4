import { Severity } from '../findings';
import { list, type ObservedComponent } from '../observed';
import type { Rule } from './rule';

export const elasticExpertCommand: Rule = {
  code: 'DYN069',
  title: 'a worker with elastic expert parallelism has a command',
  severity: Severity.ERROR,
  rationale:
    'For elastic expert parallelism over Ray the operator starts "ray start" and then the command of the container. It cannot see the entrypoint of an image: without a command it starts no Ray head and says so only in its own log, and newer operators refuse the graph.',
  fix: 'write the command out: command: [python3, -m, dynamo.vllm]',
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/shared_helpers.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap(({ components }) => components)) {
      if (list(component.main?.['command']).length === 0 && startsRay(component)) {
        yield {
          path: component.path,
          message: `'${component.name}' asks for elastic expert parallelism over Ray, but has no command for the operator to start behind Ray`,
        };
      }
    }
  },
};

function startsRay({ commandLine }: ObservedComponent): boolean {
  const overRay = commandLine.value('--data-parallel-backend', '-dpb') === 'ray' || commandLine.has('-dpb=ray');
  return overRay && commandLine.has('--enable-elastic-ep');
}
