import { formedIfAny, oneOf, required, requiredItems } from './checks';
import type { Field } from './field';
import { DNS_LABEL, DNS_SUBDOMAIN } from './forms';
import { checkLabelSelector } from './label-selector';
import { checkStorageRequest } from './resources';

const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] as const;

/** Reports what is wrong with the spec of a PersistentVolumeClaim. */
export function checkClaimSpec(spec: Field): void {
  const modes = spec.get('accessModes');
  requiredItems(modes, `at least one of ${ACCESS_MODES.join(', ')}`);
  for (const mode of modes.items) {
    if (mode.given) oneOf(mode, ACCESS_MODES);
    else mode.refuse(`one of ${ACCESS_MODES.join(', ')}`);
  }
  const given = modes.items.map((mode) => mode.text);
  if (given.includes('ReadWriteOncePod') && given.some((mode) => mode !== 'ReadWriteOncePod')) {
    modes.refuse("'ReadWriteOncePod' only alone");
  }
  checkLabelSelector(spec.get('selector'));
  checkStorageRequest(spec.at('resources', 'requests', 'storage'));
  formedIfAny(spec.get('storageClassName'), DNS_SUBDOMAIN);
  formedIfAny(spec.get('volumeAttributesClassName'), DNS_SUBDOMAIN);
  oneOf(spec.get('volumeMode'), ['Block', 'Filesystem']);
  const [source, reference] = [spec.get('dataSource'), spec.get('dataSourceRef')];
  for (const origin of [source, reference]) if (origin.given) checkOrigin(origin);
  formedIfAny(reference.get('namespace'), DNS_LABEL);
  if (source.given && reference.get('namespace').text !== '') source.forbid('beside dataSourceRef with a namespace');
  if (source.given && reference.given && ['apiGroup', 'kind', 'name'].some((key) => differ(source, reference, key))) {
    source.refuse('the same as dataSourceRef');
  }
}

function checkOrigin(origin: Field): void {
  required(origin.get('name'), 'a name');
  const group = origin.get('apiGroup');
  formedIfAny(group, DNS_SUBDOMAIN);
  if (
    required(origin.get('kind'), 'a kind') &&
    group.text === '' &&
    origin.get('kind').text !== 'PersistentVolumeClaim'
  ) {
    origin.get('kind').refuse("'PersistentVolumeClaim' without an apiGroup");
  }
}

function differ(left: Field, right: Field, key: string): boolean {
  return left.get(key).text !== right.get(key).text;
}
