import { maskTrailingDash } from '../names';
import { exactlyOne, formed, formedIfAny, required, requiredForm } from './checks';
import { checkFieldRef, checkResourceFieldRef, ENV_FIELDS } from './downward-api';
import type { Field } from './field';
import { CONFIG_KEY, DNS_LABEL, DNS_SUBDOMAIN, ENV_NAME, NO_BACKSTEPS } from './forms';

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;

/** Reports what is wrong with the environment of a container. */
export function checkEnv(container: Field, volumeSources: ReadonlyMap<string, Field>): void {
  for (const variable of container.get('env').items) {
    requiredForm(variable.get('name'), ENV_NAME);
    const from = variable.get('valueFrom');
    if (from.given) checkValueFrom(from, variable.get('value'), volumeSources);
  }
  for (const source of container.get('envFrom').items) {
    formedIfAny(source.get('prefix'), ENV_NAME);
    exactlyOne(source, ['configMapRef', 'secretRef'], 'a source');
    for (const member of ['configMapRef', 'secretRef']) {
      const name = source.get(member).get('name');
      // A dash at the end passes here, and only here.
      const whole = DNS_SUBDOMAIN.test(maskTrailingDash(name.text));
      if (source.get(member).given && !whole) name.refuse(DNS_SUBDOMAIN.words);
    }
  }
}

function checkValueFrom(from: Field, literal: Field, volumeSources: ReadonlyMap<string, Field>): void {
  exactlyOne(from, SOURCES, 'a source');
  if (literal.text !== '') from.forbid('beside a value', "leave out 'value' or 'valueFrom'");
  const [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef] = SOURCES.map((name) => from.get(name));
  if (fieldRef?.given) checkFieldRef(fieldRef, ENV_FIELDS);
  if (resourceFieldRef?.given) checkResourceFieldRef(resourceFieldRef, false);
  for (const reference of [configMapKeyRef, secretKeyRef]) {
    if (reference?.given) {
      requiredForm(reference.get('name'), DNS_SUBDOMAIN);
      requiredForm(reference.get('key'), CONFIG_KEY);
    }
  }
  if (fileKeyRef?.given) checkFileKey(fileKeyRef, volumeSources);
}

function checkFileKey(reference: Field, volumeSources: ReadonlyMap<string, Field>): void {
  requiredForm(reference.get('key'), ENV_NAME);
  const volume = reference.get('volumeName');
  requiredForm(volume, DNS_LABEL);
  const source = volumeSources.get(volume.text);
  if (source === undefined || source.keys.some((key) => key !== 'name' && key !== 'emptyDir')) {
    volume.refuse('the name of an emptyDir volume');
  }
  if (required(reference.get('path'), 'a path')) formed(reference.get('path'), NO_BACKSTEPS);
}
