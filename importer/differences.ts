import type { Comparison, FieldChange } from '../constructs/comparison';

/** One place where a program's objects differ from what was imported. */
export interface Difference {
  /** For example `decode: command.shell`, or `ConfigMap llm-config`. */
  readonly place: string;
  readonly reason: string;
  readonly change?: FieldChange;
}

/** Changes with a reason that holds for every import. */
const REASONS: readonly { readonly place: RegExp; readonly reason: string }[] = [
  { place: /^apiVersion$/, reason: 'Stator writes v1beta1, to which the API server converts v1alpha1 anyway' },
  { place: /^command\.shell$/, reason: 'started without a shell, with the same words: signals reach the engine' },
  { place: /^command$/, reason: 'the same words in another form' },
];

/** Every difference of a comparison, with its reason. */
export function differencesOf({ graphs, objects }: Comparison): readonly Difference[] {
  return [
    ...graphs.flatMap(({ name, changes, components }) => [
      ...changes.map((change) => differenceAt(name, change)),
      ...components.flatMap((component) =>
        component.presence === 'added' || component.presence === 'removed'
          ? [{ place: component.name, reason: component.presence }]
          : component.changes.map((change) => differenceAt(component.name, change)),
      ),
    ]),
    ...objects.flatMap(({ kind, name, presence, changes }) =>
      presence === 'changed'
        ? changes.map((change) => differenceAt(`${kind} ${name}`, change))
        : [{ place: `${kind} ${name}`, reason: presence }],
    ),
  ];
}

function differenceAt(where: string, change: FieldChange): Difference {
  const reason =
    REASONS.find(({ place }) => place.test(change.place))?.reason ??
    `${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`;
  return { place: `${where}: ${change.place}`, reason, change };
}
