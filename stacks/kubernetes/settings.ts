import { Boolean as Flag, Integer, Object as objectOf, String as Text } from '@sinclair/typebox';
import { type Blueprint, findBlueprint, settleParameters } from '../../blueprints';
import { InvalidValueError, Release } from '../../constructs';
import { requireDnsLabel } from '../../constructs/findings';
import { isJsonObject, type JsonObject } from '../../constructs/manifests';
import { statorConfig, UNUSABLE_CONFIG } from '../pulumi/stator-config';
import { UserErrors } from '../pulumi/user-error';
import { type GraphSettings, MOST_MINUTES } from './deploy';

const SCHEMA = objectOf(
  {
    blueprint: Text({ default: '', maxLength: 100 }),
    parameters: Text({ default: '{}', maxLength: 100_000 }),
    release: Text({ default: Release.latest.version, maxLength: 20 }),
    namespace: Text({ default: '', maxLength: 63 }),
    createNamespace: Flag({ default: false }),
    wait: Flag({ default: true }),
    timeoutMinutes: Integer({ default: 0, minimum: 0, maximum: MOST_MINUTES }),
  },
  { additionalProperties: false },
);

/**
 * The settings of the stack.
 *
 * @throws ProgramError with everything that is wrong with them
 */
export function readSettings(): GraphSettings {
  const errors = new UserErrors();
  const given = statorConfig();
  const settled = errors.attempt(() =>
    settleParameters(SCHEMA, given, { one: 'a setting of the stack', all: 'the settings' }),
  );
  const parameters = errors.attempt(() => readParameters(given['parameters'] ?? '{}'));
  const blueprint = errors.attempt(() => requireBlueprint(given['blueprint'] ?? ''));
  const release = errors.attempt(() => Release.parse(given['release'] ?? Release.latest.version));
  const namespace = settled?.namespace === '' ? undefined : settled?.namespace;
  errors.attempt(() => {
    if (namespace !== undefined) {
      requireDnsLabel('namespace', namespace);
    } else if (settled?.createNamespace === true) {
      throw new InvalidValueError('createNamespace', true, "given together with 'namespace'");
    }
  });
  errors.attempt(() => blueprint && parameters && settleParameters(blueprint.parameters, parameters));
  errors.throwIfAny(`${UNUSABLE_CONFIG} ('pulumi config set stator:<name> <value>')`);
  if (settled === undefined || parameters === undefined || blueprint === undefined || release === undefined) {
    throw new Error('a setting is missing that nothing complained about');
  }
  const { createNamespace, wait, timeoutMinutes } = settled;
  return {
    ...{ blueprint, parameters, release, createNamespace, wait },
    ...(namespace === undefined ? {} : { namespace }),
    ...(timeoutMinutes === 0 ? {} : { timeoutMinutes }),
  };
}

function requireBlueprint(name: string): Blueprint {
  if (name === '') {
    throw new InvalidValueError('blueprint', name, 'the name of a blueprint', "'stator list' shows all");
  }
  return findBlueprint(name);
}

function readParameters(text: string): JsonObject {
  const value = parsed(text);
  if (!isJsonObject(value)) {
    throw new InvalidValueError(
      'parameters',
      text,
      'names with values',
      'write pulumi config set --path stator:parameters.inputTokens 4096',
    );
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
