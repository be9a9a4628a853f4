import type { Field } from './field';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** Reports what is wrong with a Namespace: labels that Pod Security admission cannot read. */
export function checkNamespace(object: Field): void {
  const labels = object.at('metadata', 'labels');
  for (const mode of ['enforce', 'audit', 'warn']) {
    const [level, version] = [labels.get(`${PREFIX}${mode}`), labels.get(`${PREFIX}${mode}-version`)];
    if (level.given && !LEVELS.includes(level.text)) level.refuse(`one of ${LEVELS.join(', ')}`);
    if (version.given && !/^(latest|v1\.(0|[1-9][0-9]*))$/.test(version.text))
      version.refuse('latest, or a version such as v1.36');
  }
}
