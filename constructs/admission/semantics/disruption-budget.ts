import { atMostAll, countOrPercent, oneOf } from './checks';
import type { Field } from './field';
import { checkLabelSelector } from './label-selector';

/** Reports what is wrong with a PodDisruptionBudget. */
export function checkDisruptionBudget(object: Field): void {
  const spec = object.get('spec');
  const [available, unavailable] = [spec.get('minAvailable'), spec.get('maxUnavailable')];
  if (available.given && unavailable.given) unavailable.forbid('beside minAvailable');
  for (const limit of [available, unavailable]) {
    countOrPercent(limit);
    atMostAll(limit);
  }
  checkLabelSelector(spec.get('selector'));
  oneOf(spec.get('unhealthyPodEvictionPolicy'), ['AlwaysAllow', 'IfHealthyBudget']);
}
