import { type PlatformParts, Prerequisite } from '../constructs';
import { InputError } from './exit';

type Words = Readonly<Record<string, string>>;

/** The parts of a platform from words: `install`, `bundled`, `present`, or the version of what is present. */
export function platformParts(words: Words): PlatformParts {
  return {
    gpuOperator: installable(words, 'gpuOperator'),
    networkOperator: installable(words, 'networkOperator'),
    efaPlugin: installable(words, 'efaPlugin'),
    draDriver: installable(words, 'draDriver'),
    grove: installable(words, 'grove', true) ?? bundled(words, 'grove'),
    kai: installable(words, 'kai', true) ?? bundled(words, 'kai'),
    lws: installable(words, 'lws', true) ?? bundled(words, 'lws'),
    volcano: installable(words, 'volcano'),
    prometheus: installable(words, 'prometheus'),
    certManager: installable(words, 'certManager'),
    snapshot: bundled(words, 'snapshot') ?? present(words, 'snapshot', ['present', 'bundled']),
    gatewayApi: present(words, 'gatewayApi', ['present']),
    inferenceExtension: present(words, 'inferenceExtension', ['present']),
    nats: bundled(words, 'nats') ?? present(words, 'nats', ['present', 'bundled']),
    etcd: bundled(words, 'etcd') ?? present(words, 'etcd', ['present', 'bundled']),
  };
}

/** Names of all parts. */
export const PART_KEYS: readonly string[] = Object.keys(platformParts({}));

function installable(
  words: Words,
  part: string,
  canBeBundled = false,
): Prerequisite<'present' | 'install'> | undefined {
  if (words[part] === 'install') {
    return Prerequisite.install();
  }
  return canBeBundled && words[part] === 'bundled'
    ? undefined
    : present(words, part, ['present', 'install', ...(canBeBundled ? ['bundled'] : [])]);
}

function bundled(words: Words, part: string): Prerequisite<'bundled'> | undefined {
  return words[part] === 'bundled' ? Prerequisite.bundled() : undefined;
}

function present(words: Words, part: string, allowed: readonly string[]): Prerequisite<'present'> | undefined {
  const word = words[part];
  if (word === undefined) {
    return undefined;
  }
  if (word !== 'present' && !/^v?\d/.test(word)) {
    throw new InputError(`'${part}' cannot be '${word}'`, `use ${allowed.join(', ')}, or the version that is present`);
  }
  return word === 'present' ? Prerequisite.present() : Prerequisite.present(word);
}
