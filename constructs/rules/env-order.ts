import { Severity } from '../findings';
import type { ObservedComponent, ObservedEnv } from '../observed';
import type { Rule } from './rule';

/** What the operator adds to every container. Source: ai-dynamo/dynamo deploy/operator/internal/dynamo. */
const INJECTED: ReadonlySet<string> = new Set([
  'CONTAINER_NAME',
  'DYN_COMPONENT',
  'DYN_DISCOVERY_BACKEND',
  'DYN_NAMESPACE',
  'DYN_PARENT_DGD_K8S_NAME',
  'DYN_PARENT_DGD_K8S_NAMESPACE',
  'POD_NAME',
  'POD_NAMESPACE',
  'POD_UID',
]);

export const envOrder: Rule = {
  code: 'DYN073',
  title: 'a variable refers to variables that come before it in the alphabet',
  severity: Severity.WARNING,
  rationale:
    'The operator merges the environment of graph, component and platform and sorts it by name, and Kubernetes expands $(NAME) only where NAME stands earlier in the list. The value then keeps the text $(NAME), whatever the order in the manifest.',
  fix: 'write the value out, rename the variable, or expand it in the command line, which sees all variables',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const seen = new Set<string>();
      for (const component of graph.components) {
        for (const entry of component.env.values()) {
          for (const other of laterReferences(entry, component)) {
            if (!seen.has(`${entry.path} ${other}`)) {
              seen.add(`${entry.path} ${other}`);
              yield {
                path: entry.path,
                message: `'${entry.name}' refers to $(${other}), which the operator sorts behind it: the text is not replaced`,
              };
            }
          }
        }
      }
    }
  },
};

function laterReferences(entry: ObservedEnv, component: ObservedComponent): readonly string[] {
  // $$(NAME) is the escaped form, which Kubernetes leaves alone.
  const names = [...(entry.value ?? '').matchAll(/(\$+)\(([A-Za-z_][A-Za-z0-9_.-]*)\)/g)].flatMap((match) =>
    (match[1]?.length ?? 0) % 2 === 1 && match[2] !== undefined ? [match[2]] : [],
  );
  return [...new Set(names)].filter((name) => name > entry.name && (component.env.has(name) || INJECTED.has(name)));
}
