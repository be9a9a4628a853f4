import { Severity } from '../findings';
import { documentName, documentPath } from '../manifests';
import { at, kindOf } from '../observed';
import { type DynamoVersion, Release } from '../releases';
import { platformReleases } from './chart-releases';
import { imageTag, parseVersion, reaches } from './image-version';
import type { DocumentContext, Rule, Violation } from './rule';

/** Kinds that a release took out, and what stands in their place. Source: ai-dynamo/dynamo deprecations ledger 1.5, 2026-09. */
const REMOVED_KINDS: Readonly<Record<string, { readonly since: DynamoVersion; readonly instead: string }>> = {
  DynamoCheckpoint: { since: '1.5', instead: 'install the Snapshot operator, and make a PodSnapshot' },
};

/** The release that dropped CUDA 12. Source: ai-dynamo/dynamo deprecations ledger 1.3, 2026-07. */
const CUDA_13_ONLY: DynamoVersion = '1.3';

export const removedKinds: Rule = {
  code: 'DYN062',
  title: 'the release still has the kinds, values and images that are asked for',
  severity: Severity.ERROR,
  rationale:
    'The API server refuses an object of a kind that the release took out, nodes cannot pull an image that was never published, and an operator in a mode that is on its way out has to be replaced at the next upgrade.',
  fix: 'use what the release has in its place',
  source: 'ai-dynamo/dynamo deprecations ledger 1.3 to 1.5',
  *checkDocuments(observation, context) {
    const platform = releaseOfPlatform(context);
    for (const document of observation.documents) {
      const kind = kindOf(document);
      const removed = Object.hasOwn(REMOVED_KINDS, kind) ? REMOVED_KINDS[kind] : undefined;
      if (document.value.apiVersion.startsWith('nvidia.com/') && removed && platform.atLeast(removed.since)) {
        yield {
          path: documentPath(document),
          message: `${kind} '${documentName(document)}': Dynamo has no such kind since ${removed.since}, and the release is ${platform.version}`,
          fix: removed.instead,
        };
      }
    }
    for (const { values, release, pathOf } of platformReleases(observation)) {
      if (at(values, 'dynamo-operator', 'namespaceRestriction', 'enabled') === true && release.atLeast('1.4')) {
        yield {
          path: pathOf('dynamo-operator.namespaceRestriction'),
          severity: Severity.WARNING,
          message: 'operators for one namespace are deprecated since Dynamo 1.4, and meant for development only',
          fix: 'run one operator for the cluster',
        };
      }
    }
    yield* imagesWithCuda12(observation.graphs.flatMap(({ components }) => components));
  },
};

/** What the app declares; without a platform, what Stator would install. */
function releaseOfPlatform({ platform }: DocumentContext): Release {
  return platform === undefined ? Release.latest : Release.parse(platform.release);
}

function* imagesWithCuda12(
  components: readonly { readonly path: string; readonly name: string; readonly image?: string }[],
): Generator<Violation> {
  for (const { path, name, image } of components) {
    const tag = image === undefined ? undefined : imageTag(image);
    const version = parseVersion(tag);
    if (tag !== undefined && /cuda-?12/i.test(tag) && version !== undefined && reaches(version, CUDA_13_ONLY)) {
      yield {
        path,
        message: `'${name}' runs ${image}, but images have CUDA 13 only since Dynamo ${CUDA_13_ONLY}`,
        fix: 'take the suffix off the tag, and have drivers of branch 580 or newer on the nodes',
      };
    }
  }
}
