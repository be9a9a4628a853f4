import { Severity } from '../findings';
import { at, mappings, type ObservedComponent } from '../observed';
import type { Rule } from './rule';

/** What does not go with the runtime in a sidecar, and where it stands. */
const OTHERS = [
  ['multinode', ['multinode']],
  ['a checkpoint', ['experimental', 'checkpoint']],
  ['a GPU memory service', ['experimental', 'gpuMemoryService']],
  ['failover', ['experimental', 'failover']],
] as const;

export const dynamoSidecar: Rule = {
  code: 'DYN020',
  title: 'a Dynamo sidecar is a restartable init container, and stands alone with an engine on one node',
  severity: Severity.ERROR,
  rationale:
    'With dynamoSidecar the runtime runs in an init container that keeps running, and the engine alone in main. The operator refuses the field where it names no such container, and beside multinode, checkpoints, the GPU memory service and failover, all of which write the launch of the main container anew.',
  fix: 'leave dynamoSidecar out, or what does not go with it',
  source: 'ai-dynamo/dynamo deploy/operator/api/v1beta1, deploy/operator/internal/webhook/validation/shared_v1beta1.go',
  *checkDocuments({ graphs }) {
    for (const { components } of graphs) {
      for (const component of components) {
        const sidecar = component.written['dynamoSidecar'];
        if (sidecar !== undefined) {
          const path = `${component.path}.dynamoSidecar`;
          for (const [what] of OTHERS.filter(([, keys]) => at(component.written, ...keys) !== undefined)) {
            yield { path, message: `'${component.name}' has a Dynamo sidecar and ${what}, which do not go together` };
          }
          if (!isRestartable(component, sidecar)) {
            yield {
              path,
              message: `dynamoSidecar of '${component.name}' is '${sidecar}', which is no init container with restartPolicy Always`,
              fix: 'name an init container of the pod template, and give it restartPolicy: Always',
            };
          }
        }
      }
    }
  },
};

function isRestartable({ pod }: ObservedComponent, name: unknown): boolean {
  return mappings(pod['initContainers']).some(
    (container) => container['name'] === name && container['restartPolicy'] === 'Always',
  );
}
