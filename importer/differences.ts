import type { Comparison, FieldChange } from '../constructs/comparison';
import { aliasOf } from './flags';
import type { Repair } from './repairs';

/** One place where a program's objects differ from what was imported. */
export interface Difference {
  /** For example `decode: command.shell`, or `ConfigMap llm-config`. */
  readonly place: string;
  readonly reason: string;
}

interface Reason {
  readonly place: RegExp;
  /** @default - any change */
  readonly when?: (change: FieldChange) => boolean;
  readonly reason: string;
}

/** Changes of form: nothing differs in effect. */
const REASONS: readonly Reason[] = [
  { place: /^apiVersion$/, reason: 'v1beta1, the newer form of the same' },
  { place: /^metadata\.annotations\S*acknowledged\.stator\.dev/, reason: 'a rule was accepted' },
  {
    place: /^backendFramework$/,
    when: ({ before }) => before === undefined,
    reason: 'named; it was to be found out from the commands',
  },
  {
    place: /^command\.before$/,
    when: ({ before, after }) => before === `exec ${after}`,
    reason: 'the same words without a shell, so that signals reach the process',
  },
  { place: /^command\.shell$/, reason: 'the same words without a shell, so that signals reach the process' },
  { place: /^command$/, reason: 'the same flags in another order or form' },
  {
    place: /^mounts\[.*\]\.(?:configMap\.name|readOnly)$/,
    when: ({ after }) => after === true || (typeof after === 'string' && /-engine-[0-9a-f]{8}$/.test(after)),
    reason: 'the same engine configuration from a ConfigMap named after its content, so that a change rolls the pods',
  },
  { place: /^(?:ingress|serviceName|autoscaling|pvc)(?:$|[.[])/, reason: 'v1beta1 has no field for it' },
  { place: /^pvcs\[/, reason: 'v1beta1 makes no claims: it is an object of the program' },
  {
    place: /^type$/,
    when: ({ before }) => before === 'main',
    reason: "DYN003: no type of a component; pools have 'prefill', 'decode' or 'worker'",
  },
  {
    place: /^runtimeVersionOverride$/,
    when: ({ before }) => before === undefined,
    reason: 'DYN005: the tag of the image is no version',
  },
];

/** Every difference of a comparison, with its reason. */
export function differencesOf({ graphs, objects }: Comparison, repairs: readonly Repair[]): readonly Difference[] {
  return [
    ...graphs.flatMap(({ name, changes, components }) => [
      ...changes.map((change) => differenceAt(name, change, [])),
      ...components.flatMap((component) =>
        component.presence === 'added' || component.presence === 'removed'
          ? [{ place: component.name, reason: `${component.presence} by Stator` }]
          : withoutAliases(component.changes).map((change) =>
              'reason' in change && 'name' in change
                ? { place: `${component.name}: command.${change.name}`, reason: change.reason }
                : differenceAt(
                    component.name,
                    change,
                    repairs.filter((repair) => repair.component === component.name),
                  ),
            ),
      ),
    ]),
    ...objects.flatMap(({ kind, name, presence, changes }) =>
      presence === 'changed'
        ? changes.map((change) => differenceAt(`${kind} ${name}`, change, []))
        : [{ place: `${kind} ${name}`, reason: objectReason(kind, name, presence) }],
    ),
  ];
}

function objectReason(kind: string, name: string, presence: string): string {
  if (presence === 'added') {
    if (kind === 'PersistentVolumeClaim') {
      return 'the claim that the graph had made';
    }
    return kind === 'ConfigMap' && /-engine-[0-9a-f]{8}$/.test(name) ? 'made from engineConfig of a pool' : 'added';
  }
  return kind === 'Secret' ? 'no program may hold it' : 'its files are engineConfig of the pools';
}

interface AliasChange {
  readonly name: string;
  readonly reason: string;
}

/** Changes of a component, with one for each flag that only has another name. */
function withoutAliases(changes: readonly FieldChange[]): readonly (FieldChange | AliasChange)[] {
  const renamed = new Map<FieldChange, AliasChange | undefined>();
  for (const old of changes) {
    const [, name = '', rest = ''] = /^command\.(--?[\w-]+)(.*)$/.exec(old.place) ?? [];
    const canonical = old.after === undefined ? aliasOf(name) : undefined;
    const now = changes.find(
      ({ place, before }) =>
        canonical !== undefined && before === undefined && place === `command.--${canonical}${rest}`,
    );
    if (now !== undefined && JSON.stringify(now.after) === JSON.stringify(old.before)) {
      const told = [...renamed.values()].some((other) => other?.name === name);
      renamed.set(old, undefined);
      renamed.set(now, told ? undefined : { name, reason: `the same flag by the name --${canonical}` });
    }
  }
  return changes.flatMap((change): readonly (FieldChange | AliasChange)[] => {
    const alias = renamed.get(change);
    return !renamed.has(change) ? [change] : alias === undefined ? [] : [alias];
  });
}

function differenceAt(where: string, change: FieldChange, repairs: readonly Repair[]): Difference {
  const repaired = repairs.find(({ places }) => places.test(change.place));
  const known = REASONS.find(({ place, when }) => place.test(change.place) && (when?.(change) ?? true));
  const plain = `${JSON.stringify(change.before) ?? 'nothing'} has become ${JSON.stringify(change.after) ?? 'nothing'}`;
  return { place: `${where}: ${change.place}`, reason: repaired?.reason ?? known?.reason ?? plain };
}
