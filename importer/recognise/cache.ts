import { at, mappings, text } from '../../constructs/observed';
import { Call } from '../code';
import { mainOf, type TargetComponent } from '../target';

/** The claim that all pools mount at one place: their model cache. */
export function recogniseCache(pools: readonly TargetComponent[]): Call | undefined {
  const [first, ...others] = pools.map(claims);
  const shared = (first ?? []).filter(({ claimName, mountPath }) =>
    others.every((mounts) => mounts.some((mount) => mount.claimName === claimName && mount.mountPath === mountPath)),
  );
  const homes = pools.map(({ env }) => text(env.get('HF_HOME')?.['value']));
  const cache = shared.find(({ mountPath }) => homes.includes(mountPath)) ?? shared[0];
  if (cache === undefined) {
    return undefined;
  }
  const { claimName, mountPath } = cache;
  return new Call(
    'ModelCache.fromClaim',
    [{ claimName, ...(mountPath === '/model-cache' ? {} : { mountPath }) }],
    ['ModelCache'],
  );
}

function claims({ template }: TargetComponent): readonly { readonly claimName: string; readonly mountPath: string }[] {
  const volumes = mappings(at(template, 'spec', 'volumes'));
  return mappings(mainOf(template)['volumeMounts']).flatMap((mount) => {
    const volume = volumes.find(({ name }) => name === mount['name']);
    const claimName = text(at(volume, 'persistentVolumeClaim', 'claimName'));
    const mountPath = text(mount['mountPath']);
    const plain = Object.keys(mount).every((key) => key === 'name' || key === 'mountPath');
    return claimName === undefined || mountPath === undefined || !plain ? [] : [{ claimName, mountPath }];
  });
}
