import { isJsonArray, isJsonObject, type Json, type ManifestDocument } from '../manifests';
import { Observation, type ObservedComponent, type ObservedGraph } from '../observed';
import { ImageName, type Release } from '../releases';
import { type ImageVersion, imageName, imageTag, parseVersion } from '../rules/image-version';

/** An image that a graph has, and what takes its place. */
export interface ImageMove {
  readonly graph: ObservedGraph;
  readonly image: string;
  /** Components that use it. */
  readonly components: readonly string[];
  /** What the tag says; absent when it says no version. */
  readonly version?: ImageVersion;
  /** The image of the new release; for an image of your own, the tag that it should have. Absent when the tag says no version. */
  readonly to?: string;
  /** Whether the image is none of Dynamo's own: it has to be built anew. */
  readonly custom: boolean;
}

const NAMES: readonly string[] = Object.values(ImageName);

/** Tags that a release no longer has. Source: the change table. */
const SUFFIXES: readonly (readonly [RegExp, (release: Release) => string])[] = [
  [/-efa(?:-amd64|-arm64)?$/, ({ efa }) => efa.suffix],
  [/-cuda1[23]$/, () => ''],
];

/** The documents with every image of Dynamo in their graphs moved to a release, and the images that moved. */
export function moveImages(
  observation: Observation,
  release: Release,
): { readonly observation: Observation; readonly moves: readonly ImageMove[] } {
  const moves = observation.graphs.flatMap((graph) => movesOf(graph, release));
  const documents = observation.documents.map((document): ManifestDocument => {
    const own = moves.filter(({ graph }) => graph.document === document);
    const graph = observation.graphs.find((candidate) => candidate.document === document);
    return graph === undefined
      ? document
      : { ...document, value: { ...document.value, spec: rewrite(document.value['spec'] ?? null, own, release) } };
  });
  return { observation: Observation.of(documents), moves };
}

function movesOf(graph: ObservedGraph, release: Release): readonly ImageMove[] {
  const users = new Map<string, { components: string[]; main: boolean }>();
  for (const component of graph.components) {
    for (const image of imagesOf(component)) {
      const main = image === component.image;
      if (main || NAMES.includes(imageName(image))) {
        const known = users.get(image) ?? { components: [], main };
        users.set(image, { components: [...new Set([...known.components, component.name])], main });
      }
    }
  }
  return [...users].flatMap(([image, { components }]) => moveOf(graph, image, components, release) ?? []);
}

function moveOf(
  graph: ObservedGraph,
  image: string,
  components: readonly string[],
  release: Release,
): ImageMove | undefined {
  const tag = imageTag(image);
  const version = parseVersion(tag);
  const custom = !NAMES.includes(imageName(image));
  if (tag === undefined || version === undefined) {
    return { graph, image, components, custom };
  }
  const to = `${image.replace(/@.*$/, '').slice(0, -tag.length)}${movedTag(tag, version, release)}`;
  return to === image || !isOlder(version, release) ? undefined : { graph, image, components, version, to, custom };
}

function movedTag(tag: string, version: ImageVersion, release: Release): string {
  const rest = tag.replace(/^[vV]/, '').slice(version.text.length);
  const [pattern, suffix] = SUFFIXES.find(([ending]) => ending.test(rest)) ?? [];
  // A pre-release (1.2.0-rc1) becomes the release.
  const kept =
    pattern === undefined ? rest.replace(/^-?(?:rc|dev|post|alpha|beta)[.\d]*/, '') : rest.replace(pattern, '');
  return `${release.patch}${kept}${suffix?.(release) ?? ''}`;
}

function isOlder({ major, minor }: ImageVersion, { version }: Release): boolean {
  const [toMajor = 0, toMinor = 0] = version.split('.').map(Number);
  return major < toMajor || (major === toMajor && minor < toMinor);
}

function imagesOf(component: ObservedComponent): readonly string[] {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(collect);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        if (key === 'image' && typeof entry === 'string') {
          found.push(entry);
        } else {
          collect(entry);
        }
      }
    }
  };
  collect(component.written);
  return found;
}

function rewrite(value: Json, moves: readonly ImageMove[], release: Release, key = ''): Json {
  if (isJsonArray(value)) {
    return value.map((item) => rewrite(item, moves, release));
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, rewrite(entry, moves, release, name)]),
    );
  }
  if (typeof value !== 'string') {
    return value;
  }
  if (key === 'runtimeVersionOverride') {
    const version = parseVersion(value);
    return version !== undefined && isOlder(version, release) ? release.patch : value;
  }
  return key === 'image' ? (moves.find(({ image }) => image === value)?.to ?? value) : value;
}
