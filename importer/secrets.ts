import { holdsSecret } from './overrides/env';
import type { RecognisedGraph } from './recognise/graph';
import { dnsName } from './recognise/nodes';
import type { Repair } from './repairs';

/** Variables whose values are no longer in clear. */
export function secretsInClear({ targets }: RecognisedGraph): Repair[] {
  return [...targets.values()].flatMap(({ name: component, env }) =>
    [...env].flatMap(([name, entry]) =>
      holdsSecret(name, entry)
        ? [
            {
              code: 'DYN102',
              component,
              places: new RegExp(`^env\\.${name}(?:\\.|$)`),
              reason: 'DYN102: no secret stands in a program',
            },
          ]
        : [],
    ),
  );
}

/** What has to be in the cluster in their place. */
export function missingSecret(graph: string, targets: RecognisedGraph['targets']): readonly string[] {
  const names = [...targets.values()].flatMap(({ env }) =>
    [...env].flatMap(([name, entry]) => (holdsSecret(name, entry) ? [name] : [])),
  );
  return names.length === 0
    ? []
    : [`Make the Secret '${secretsOf(graph)}' with what stood in clear: ${[...new Set(names)].join(', ')}.`];
}

/** The Secret that takes what may not stand in a program. */
export function secretsOf(graph: string): string {
  return `${dnsName(graph)}-secrets`;
}
