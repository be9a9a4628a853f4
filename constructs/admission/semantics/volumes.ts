import { atMostOne, exactlyOne, formed, required, requiredForm, unique } from './checks';
import type { Field } from './field';
import { DNS_LABEL, DNS_SUBDOMAIN } from './forms';
import { checkVolumeSource, VOLUME_SOURCES } from './volume-sources';

/**
 * Reports what is wrong with the volumes of a pod, and gives them by their names.
 *
 * @param claimTemplates claims that take the place of volumes
 */
export function checkVolumes(pod: Field, claimTemplates: readonly Field[]): ReadonlyMap<string, Field> {
  const claimed = claimTemplates.map((template) => [template.at('metadata', 'name').text, template] as const);
  const names = new Set(claimed.map(([name]) => name));
  const volumes = pod.get('volumes').items.filter((volume) => !names.has(volume.get('name').text));
  for (const volume of volumes) {
    const name = volume.get('name');
    if (required(name, 'a name')) formed(name, DNS_LABEL);
    // Without a source it is an emptyDir.
    atMostOne(volume, VOLUME_SOURCES);
    checkVolumeSource(volume);
  }
  unique(
    volumes.map((volume) => volume.get('name')),
    'a name',
  );
  return new Map([...claimed, ...volumes.map((volume) => [volume.get('name').text, volume] as const)]);
}

/** Reports what is wrong with the resource claims of a pod, and gives their names. */
export function checkPodClaims(pod: Field): readonly string[] {
  const claims = pod.get('resourceClaims').items;
  for (const claim of claims) {
    requiredForm(claim.get('name'), DNS_LABEL);
    const given = exactlyOne(claim, ['resourceClaimName', 'resourceClaimTemplateName'], 'a claim');
    if (given !== undefined) formed(given, DNS_SUBDOMAIN);
  }
  const names = claims.map((claim) => claim.get('name'));
  unique(names, 'a name');
  return names.map((name) => name.text).filter((name) => name !== '');
}
