import { graphFieldsSince } from '../admission/dynamo/new-fields';
import { type Comparison, compareGraphs, Effect } from '../comparison';
import { freeze } from '../comparison/compare';
import { InvalidValueError } from '../findings';
import type { Observation } from '../observed';
import { PLATFORM_NOTES, Release } from '../releases';
import { moveImages } from './move-images';
import { platformChanges } from './platform';
import { ruleSteps } from './rule-steps';
import { apiSteps, between, defaultSteps, imageSteps, removedSteps, type Span } from './table-steps';
import { type Upgrade, UpgradeLevel, type UpgradeStep } from './upgrade';

export interface UpgradeOptions extends Span {
  /**
   * The manifests as they are made for the new release, where something makes them anew (a blueprint).
   * @default - the old ones with the images of the new release
   */
  readonly after?: Observation;
  /**
   * Whether the documents are everything the namespace will hold.
   * @default false
   */
  readonly complete?: boolean;
}

/**
 * What has to change in manifests, and in the platform, before they run on a newer release.
 *
 * @throws InvalidValueError when `to` is no later release than `from`
 */
export function upgradeOf(before: Observation, options: UpgradeOptions): Upgrade {
  const { from, to, complete = false } = options;
  if (to.compareTo(from) <= 0) {
    throw new InvalidValueError('to', to.version, `a later release than 'from', which is ${from.version}`);
  }
  const moved = moveImages(before, to);
  const after = options.after ?? moved.observation;
  const comparison = options.after === undefined ? undefined : compareGraphs(before, after);
  const { steps, solved, standing } = ruleSteps(
    { observation: before, release: from },
    { observation: after, release: to },
    complete,
  );
  const removed = removedSteps(after, options);
  // A rule that refuses what a release took away says the same again, without the release.
  const told = new Set(removed.map(({ path }) => path));
  const all = [
    ...(comparison === undefined ? imageSteps(moved.moves, options) : replaceSteps(comparison)),
    ...steps.filter(({ path }) => !told.has(path)),
    ...removed,
    ...apiSteps(after, options),
    ...defaultSteps(after, options),
  ];
  const releases = Release.all.filter(({ version }) => between(version, options)).map(({ version }) => version);
  return freeze({
    from: from.version,
    to: to.version,
    route: [from.version, ...releases],
    steps: [...all].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
    platform: [...platformChanges(after, options)],
    advice: PLATFORM_NOTES.filter(({ since }) => between(since, options)).map(({ since, what, advice }) => ({
      since,
      what,
      advice,
    })),
    newFields: Object.fromEntries(
      releases.map((version) => [version, graphFieldsSince(version)]).filter(([, fields = []]) => fields.length > 0),
    ),
    solved,
    standing,
    ...(comparison === undefined ? {} : { comparison }),
  });
}

const LEVELS: readonly UpgradeLevel[] = [UpgradeLevel.MUST, UpgradeLevel.SHOULD, UpgradeLevel.CHECK];

const REPLACE = {
  level: UpgradeLevel.MUST,
  fix: 'delete it before you apply the new manifests',
  recreate: true,
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation, kubernetes/kubernetes pkg/apis',
} as const;

/** What the new manifests change although it cannot be changed in place. */
function replaceSteps({ graphs, objects }: Comparison): readonly UpgradeStep[] {
  const ofGraphs = graphs
    .filter(({ replacedBecause }) => replacedBecause.length > 0)
    .map(({ name, replacedBecause }) => ({
      ...REPLACE,
      path: `DynamoGraphDeployment/${name}`,
      message: `'${name}' cannot be changed in place: ${replacedBecause.join('; ')}`,
    }));
  const ofObjects = objects.flatMap(({ kind, name, changes }) => {
    const fixed = changes.filter(({ effect }) => effect === Effect.REPLACES || effect === Effect.REFUSED);
    return fixed.length === 0
      ? []
      : [
          {
            ...REPLACE,
            path: `${kind}/${name}`,
            message: `'${name}' cannot be changed in place: ${fixed.map(({ place }) => place).join('; ')}`,
          },
        ];
  });
  return [...ofGraphs, ...ofObjects];
}
