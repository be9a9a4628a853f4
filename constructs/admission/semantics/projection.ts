import { atMostOne, fileMode, inRange, required, requiredForm } from './checks';
import { checkDownwardFile } from './downward-api';
import type { Field } from './field';
import { FILE_PATH } from './forms';
import { checkKeyToPath } from './key-to-path';

/** `clusterTrustBundle` and `podCertificate` are dropped unread: their feature gates are off in 1.36. */
const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const;
const MAX_TOKEN_SECONDS = 2 ** 32;

/** Reports what is wrong with a volume that is put together from several sources. */
export function checkProjection(volume: Field): void {
  fileMode(volume.get('defaultMode'));
  const paths: Field[] = [];
  for (const source of volume.get('sources').items) {
    atMostOne(source, SOURCES);
    for (const kind of source.keys) paths.push(...checkSource(kind, source.get(kind)));
  }
  const seen = new Set<string>();
  for (const path of paths) {
    if (path.text !== '' && seen.has(path.text)) path.refuse('a path that nothing else in the volume has');
    seen.add(path.text);
  }
}

/** Checks one source, and gives the paths at which it puts files. */
function checkSource(kind: string, source: Field): readonly Field[] {
  switch (kind) {
    case 'secret':
    case 'configMap':
      required(source.get('name'), `the name of a ${kind === 'secret' ? 'Secret' : 'ConfigMap'}`);
      return source.get('items').items.map((item) => {
        checkKeyToPath(item);
        return item.get('path');
      });
    case 'downwardAPI':
      return source.get('items').items.map((file) => {
        fileMode(file.get('mode'));
        requiredForm(file.get('path'), FILE_PATH);
        checkDownwardFile(file);
        return file.get('path');
      });
    case 'serviceAccountToken':
      inRange(source.get('expirationSeconds'), 600, MAX_TOKEN_SECONDS);
      requiredForm(source.get('path'), FILE_PATH);
      return [];
    default:
      return [];
  }
}
