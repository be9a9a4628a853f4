import { at, isMapping, type Mapping, mappings, text } from '../../constructs/observed';
import { same } from '../patch';
import { mainOf, sameAmount, without } from '../target';

/**
 * A pod template in the words of another one: names of volumes and claims mean nothing, and an amount can be written in several ways.
 * What differs afterwards differs in effect.
 */
export function alignTemplate(template: Mapping, like: Mapping): Mapping {
  const volumes = renamed(volumesByMount(template), volumesByMount(like), volumeNames(template));
  const claims = renamed(claimsBySource(template), claimsBySource(like), claimNames(template));
  const spec = isMapping(template['spec']) ? template['spec'] : {};
  const main = mainOf(like);
  const containers = (list: unknown) =>
    mappings(list).map((container) => {
      const aligned = alignContainer(container, volumes, claims);
      return container['name'] === 'main' ? alignAmounts(aligned, main) : aligned;
    });
  return {
    ...template,
    spec: {
      ...spec,
      ...(spec['volumes'] === undefined
        ? {}
        : { volumes: mappings(spec['volumes']).map((volume) => rename(volume, volumes)) }),
      ...(spec['resourceClaims'] === undefined
        ? {}
        : { resourceClaims: mappings(spec['resourceClaims']).map((claim) => rename(claim, claims)) }),
      ...(spec['initContainers'] === undefined ? {} : { initContainers: containers(spec['initContainers']) }),
      containers: containers(spec['containers']),
    },
  };
}

type Names = ReadonlyMap<string, string>;

function alignContainer(container: Mapping, volumes: Names, claims: Names): Mapping {
  const { volumeMounts, resources } = container;
  return {
    ...container,
    ...(volumeMounts === undefined
      ? {}
      : { volumeMounts: mappings(volumeMounts).map((mount) => rename(mount, volumes)) }),
    ...(isMapping(resources) && resources['claims'] !== undefined
      ? { resources: { ...resources, claims: mappings(resources['claims']).map((claim) => rename(claim, claims)) } }
      : {}),
  };
}

function alignAmounts(container: Mapping, like: Mapping): Mapping {
  const { resources } = container;
  if (!isMapping(resources)) {
    return container;
  }
  const aligned = ['limits', 'requests'].flatMap((kind) => {
    const amounts = resources[kind];
    return isMapping(amounts) ? [[kind, alignValues(amounts, at(like, 'resources', kind))] as const] : [];
  });
  return { ...container, resources: { ...resources, ...Object.fromEntries(aligned) } };
}

function alignValues(amounts: Mapping, like: unknown): Mapping {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => {
      const other = at(like, name);
      return [name, sameAmount(amount, other) ? other : amount];
    }),
  );
}

/** Name of the volume at each mount of the main container with what it is; volumes of one place and source are one. */
function volumesByMount(template: Mapping): ReadonlyMap<string, { readonly name: string; readonly source: unknown }> {
  const volumes = mappings(at(template, 'spec', 'volumes'));
  return new Map(
    mappings(mainOf(template)['volumeMounts']).flatMap((mount) => {
      const volume = volumes.find(({ name }) => name === mount['name']);
      const name = text(mount['name']);
      return volume === undefined || name === undefined
        ? []
        : [[text(mount['mountPath']) ?? '', { name, source: without(volume, ['name']) }] as const];
    }),
  );
}

function claimsBySource(template: Mapping): ReadonlyMap<string, { readonly name: string; readonly source: unknown }> {
  return new Map(
    mappings(at(template, 'spec', 'resourceClaims')).map((claim) => {
      const source = without(claim, ['name']);
      return [JSON.stringify(source), { name: text(claim['name']) ?? '', source }] as const;
    }),
  );
}

function volumeNames(template: Mapping): readonly string[] {
  return mappings(at(template, 'spec', 'volumes')).flatMap(({ name }) => text(name) ?? []);
}

function claimNames(template: Mapping): readonly string[] {
  return mappings(at(template, 'spec', 'resourceClaims')).flatMap(({ name }) => text(name) ?? []);
}

function renamed(
  own: ReadonlyMap<string, { readonly name: string; readonly source: unknown }>,
  others: ReadonlyMap<string, { readonly name: string; readonly source: unknown }>,
  taken: readonly string[],
): Names {
  return new Map(
    [...own].flatMap(([place, { name, source }]) => {
      const other = others.get(place);
      const free = other !== undefined && (other.name === name || !taken.includes(other.name));
      return other !== undefined && free && same(source, other.source) ? [[name, other.name] as const] : [];
    }),
  );
}

function rename(item: Mapping, names: Names): Mapping {
  const name = names.get(text(item['name']) ?? '');
  return name === undefined ? item : { ...item, name };
}
