import { documentPath } from '../manifests';
import { at, type Observation, type ObservedComponent, text } from '../observed';
import {
  ALL_CHANGES,
  type Change,
  ChangeKind,
  compareVersions,
  DEFAULT_CHANGES,
  type DefaultChange,
  type DynamoVersion,
  type Release,
} from '../releases';
import type { ImageMove } from './move-images';
import { UpgradeLevel, type UpgradeStep } from './upgrade';

/** Older and newer release. */
export interface Span {
  readonly from: Release;
  readonly to: Release;
}

const ADJACENT = 'ai-dynamo/dynamo upgrade guide: components of one minor release or the next work together';

/** Images that have to move along: an operator runs images of its own minor release and of the one before. */
export function imageSteps(moves: readonly ImageMove[], { to }: Span): readonly UpgradeStep[] {
  return moves.map(({ graph, image, components, version, to: target, custom }): UpgradeStep => {
    const users = components.join(', ');
    if (version === undefined || target === undefined) {
      return {
        level: UpgradeLevel.CHECK,
        path: graph.path,
        message: `the tag of ${image} (${users}) does not tell which release of Dynamo it holds`,
        fix: `see that it holds ${to.version}`,
        recreate: false,
        source: ADJACENT,
      };
    }
    const [major = 0, minor = 0] = to.version.split('.').map(Number);
    const far = version.major !== major || minor - version.minor > 1;
    return {
      level: far ? UpgradeLevel.MUST : UpgradeLevel.SHOULD,
      path: graph.path,
      message: `${image} (${users}) holds ${version.text}, which a platform of ${to.version} ${far ? 'does not run' : 'still runs'}`,
      fix: custom ? `build it anew on Dynamo ${to.patch}, and give it a tag such as ${to.patch}` : `use ${target}`,
      recreate: false,
      source: ADJACENT,
    };
  });
}

/** Kinds, fields and values outside of command lines, which rules do not look at. */
export function removedSteps(observation: Observation, span: Span): readonly UpgradeStep[] {
  return ALL_CHANGES.flatMap((change) =>
    usesOf(change, observation).map((path) => removedStep(change, path, span)),
  ).flat();
}

function removedStep(change: Change, path: string, { to }: Span): readonly UpgradeStep[] {
  const { kind, name, since, deprecated, replacement, note, source } = change;
  const gone = since !== undefined && to.atLeast(since);
  const old = deprecated !== undefined && to.atLeast(deprecated);
  const version = gone ? since : deprecated;
  if (version === undefined || !(gone || old)) {
    return [];
  }
  return [
    {
      level: gone ? UpgradeLevel.MUST : UpgradeLevel.SHOULD,
      since: version,
      path,
      message: `the ${kind} '${name}' is ${gone ? 'gone' : 'deprecated'} since Dynamo ${version}`,
      fix: `${replacement === undefined ? 'take it out' : `use ${replacement}`}: ${note}`,
      recreate: kind === ChangeKind.KIND && gone,
      source,
    },
  ];
}

function usesOf({ kind, name, of }: Change, observation: Observation): readonly string[] {
  switch (kind) {
    case ChangeKind.KIND:
      return observation.ofKind(name).map((document) => documentPath(document));
    case ChangeKind.FIELD:
      return observation.graphs.flatMap(({ components }) =>
        components.filter(({ written }) => written[name] !== undefined).map(({ path }) => `${path}.${name}`),
      );
    case ChangeKind.VALUE:
      return of?.includes('hardware.gpuSku') === true
        ? observation
            .ofKind('DynamoGraphDeploymentRequest')
            .filter(({ value }) => at(value, 'spec', 'hardware', 'gpuSku') === name)
            .map((document) => documentPath(document, 'spec.hardware.gpuSku'))
        : [];
    default:
      return [];
  }
}

/** Defaults that changed, where a component leaves the setting open. */
export function defaultSteps(observation: Observation, span: Span): readonly UpgradeStep[] {
  return observation.graphs.flatMap((graph) =>
    mergedDefaults(span).flatMap((change): readonly UpgradeStep[] => {
      const open = graph.components.filter((component) => leavesOpen(component, change));
      return open.length === 0
        ? []
        : [
            {
              level: UpgradeLevel.CHECK,
              since: change.since,
              path: graph.path,
              message: `${change.what}: ${change.before} up to now, ${change.after} since Dynamo ${change.since} (${open.map(({ name }) => name).join(', ')})`,
              fix: change.advice,
              recreate: false,
              source: change.source,
            },
          ];
    }),
  );
}

/** Changes of one setting as one: from what it was before the first to what it is after the last. */
function mergedDefaults({ from, to }: Span): readonly DefaultChange[] {
  const merged = new Map<string, DefaultChange>();
  for (const change of DEFAULT_CHANGES.filter(({ since }) => between(since, { from, to }))) {
    const earlier = merged.get(change.what);
    merged.set(change.what, earlier === undefined ? change : { ...change, before: earlier.before });
  }
  return [...merged.values()];
}

function leavesOpen(component: ObservedComponent, { modules, settledBy = [], onlyWith }: DefaultChange): boolean {
  const { commandLine, env, role } = component;
  const module = commandLine.module ?? (role === 'frontend' ? 'dynamo.frontend' : undefined);
  const says = (setting: string) => {
    const [name = '', value] = setting.split(' ');
    const found = commandLine.find(name) ?? env.get(name);
    return found !== undefined && (value === undefined || found.value === value);
  };
  return (
    (modules === undefined || (module !== undefined && modules.includes(module))) &&
    !settledBy.some(says) &&
    (onlyWith === undefined || onlyWith.some(says))
  );
}

/** Fields of `v1alpha1` that `v1beta1` has no place for, and what takes their place. */
const ALPHA_FIELDS: Readonly<Record<string, string>> = {
  autoscaling: 'a scalingAdapter with an HPA, a ScaledObject or the planner',
  dynamoNamespace: 'nothing: the operator names it after the graph',
  ingress: 'an Ingress or HTTPRoute of your own',
};

/** Graphs in `v1alpha1` go on working, under the rules of `v1beta1`. */
export function apiSteps(observation: Observation, { to }: Span): readonly UpgradeStep[] {
  const source = 'ai-dynamo/dynamo deprecations ledger 1.5, 2026-09';
  return observation.graphs
    .filter(({ apiVersion }) => apiVersion === 'v1alpha1' && to.atLeast('1.5'))
    .flatMap(({ path, name, components }): readonly UpgradeStep[] => [
      {
        level: UpgradeLevel.SHOULD,
        since: '1.5',
        path,
        message: `'${name}' is written in v1alpha1, which is still served; it is stored as v1beta1, whose rules apply`,
        fix: 'write it in v1beta1: the object stays the same one, and nothing restarts',
        recreate: false,
        source,
      },
      ...components.flatMap((component) =>
        Object.entries(ALPHA_FIELDS)
          .filter(
            ([field]) => text(component.written[field]) !== undefined || at(component.written, field) !== undefined,
          )
          .map(
            ([field, instead]): UpgradeStep => ({
              level: UpgradeLevel.CHECK,
              since: '1.5',
              path: `${component.path}.${field}`,
              message: `'${field}' has no place in v1beta1`,
              fix: `use ${instead}`,
              recreate: false,
              source,
            }),
          ),
      ),
    ]);
}

/** Whether a release lies behind the old one, up to and with the new one. */
export function between(version: DynamoVersion, { from, to }: Span): boolean {
  return compareVersions(version, from.version) > 0 && to.atLeast(version);
}
