import { formed, oneOf, required } from './checks';
import type { Field } from './field';
import { NO_BACKSTEPS, RELATIVE_PATH } from './forms';

const CLAIMS = ['persistentVolumeClaim', 'ephemeral'] as const;

/**
 * Reports what is wrong with the places where a container sees volumes.
 *
 * @param volumeSources the volumes of the pod by their names
 */
export function checkMounts(container: Field, volumeSources: ReadonlyMap<string, Field>): void {
  const mounts = container.get('volumeMounts').items;
  const devices = container.get('volumeDevices').items;
  const paths = new Set(devices.map((device) => device.get('devicePath').text));
  const names = new Set(devices.map((device) => device.get('name').text));
  for (const mount of mounts) {
    const [name, path] = [mount.get('name'), mount.get('mountPath')];
    checkVolumeName(name, volumeSources);
    if (names.has(name.text)) name.refuse('a volume that is no block device of the container');
    if (required(path, 'a path') && paths.has(path.text)) {
      path.refuse('a path at which the container has nothing else mounted');
    }
    paths.add(path.text);
    checkMount(mount, container);
  }
  checkDevices(devices, mounts, volumeSources);
}

function checkMount(mount: Field, container: Field): void {
  const [subPath, expression] = [mount.get('subPath'), mount.get('subPathExpr')];
  if (subPath.text !== '') formed(subPath, RELATIVE_PATH);
  if (expression.text !== '') {
    formed(expression, RELATIVE_PATH);
    if (subPath.text !== '') expression.forbid('beside subPath');
  }
  const propagation = mount.get('mountPropagation');
  oneOf(propagation, ['None', 'HostToContainer', 'Bidirectional']);
  if (propagation.text === 'Bidirectional' && !container.at('securityContext', 'privileged').isTrue) {
    propagation.refuse('None or HostToContainer: the container is not privileged');
  }
  const recursive = mount.get('recursiveReadOnly');
  oneOf(recursive, ['Disabled', 'Enabled', 'IfPossible']);
  if (recursive.text === 'Enabled' || recursive.text === 'IfPossible') {
    if (!mount.get('readOnly').isTrue) recursive.refuse('Disabled: the mount is not readOnly');
    if (propagation.given && propagation.text !== 'None') recursive.refuse('Disabled: mountPropagation is not None');
  }
}

function checkDevices(
  devices: readonly Field[],
  mounts: readonly Field[],
  volumeSources: ReadonlyMap<string, Field>,
): void {
  const names = new Set<string>();
  const paths = new Set(mounts.map((mount) => mount.get('mountPath').text));
  for (const device of devices) {
    const [name, path] = [device.get('name'), device.get('devicePath')];
    checkVolumeName(name, volumeSources);
    const source = volumeSources.get(name.text);
    if (source !== undefined && !CLAIMS.some((claim) => source.get(claim).given)) {
      name.refuse('a volume of a PersistentVolumeClaim or an ephemeral one');
    }
    if (names.has(name.text)) name.refuse('a volume that is not among the devices twice');
    names.add(name.text);
    if (required(path, 'a path') && paths.has(path.text)) {
      path.refuse('a path at which the container has nothing else mounted');
    }
    paths.add(path.text);
    formed(path, NO_BACKSTEPS);
  }
}

function checkVolumeName(name: Field, volumeSources: ReadonlyMap<string, Field>): void {
  if (volumeSources.has(name.text)) return;
  const known = [...volumeSources.keys()].filter((volume) => volume !== '');
  const words = 'the name of a volume of the pod';
  name.refuse(
    known.length === 0 ? `${words}, which has none` : `${words} (${known.join(', ')})`,
    `add the volume '${name.text}' to the pod, or mount one that it has`,
  );
}
