import { atMostAll, countOrPercent, countOrPercentValue, formed, formedIfAny, inRange, oneOfIfAny } from './checks';
import { checkClaimSpec } from './claim-spec';
import type { Field } from './field';
import { DNS_LABEL, DNS_SUBDOMAIN } from './forms';
import { checkLastingPods, checkPodTemplate, checkSelectorOf } from './pod-template';
import { checkTemplateMetadata } from './template-metadata';

/** Seconds after which a rollout counts as failed unless said otherwise. */
const DEFAULT_PROGRESS_SECONDS = 600;

/** Reports what is wrong with a Deployment. */
export function checkDeployment(object: Field): void {
  const spec = object.get('spec');
  checkReplicas(spec);
  checkSelectorOf(spec.get('template'), spec.get('selector'));
  checkPodTemplate(spec.get('template'));
  checkLastingPods(spec.get('template'));
  checkRollout(spec.get('strategy'));
  inRange(spec.get('revisionHistoryLimit'), 0);
  const deadline = spec.get('progressDeadlineSeconds');
  inRange(deadline, 0);
  const ready = spec.get('minReadySeconds');
  if ((deadline.number ?? DEFAULT_PROGRESS_SECONDS) <= (ready.number ?? 0)) {
    (deadline.given ? deadline : ready).refuse(
      deadline.given ? 'more than minReadySeconds' : `less than progressDeadlineSeconds (${DEFAULT_PROGRESS_SECONDS})`,
    );
  }
}

function checkRollout(strategy: Field): void {
  oneOfIfAny(strategy.get('type'), ['Recreate', 'RollingUpdate']);
  const rolling = strategy.get('rollingUpdate');
  if (strategy.get('type').text === 'Recreate') {
    if (rolling.given) rolling.forbid("with the type 'Recreate'");
    return;
  }
  const [unavailable, surge] = [rolling.get('maxUnavailable'), rolling.get('maxSurge')];
  for (const limit of [unavailable, surge]) countOrPercent(limit);
  atMostAll(unavailable);
  const both = unavailable.given && surge.given;
  if (both && countOrPercentValue(unavailable) === 0 && countOrPercentValue(surge) === 0) {
    unavailable.refuse('more than 0 while maxSurge is 0');
  }
}

/** Reports what is wrong with a ReplicaSet. */
export function checkReplicaSet(object: Field): void {
  const spec = object.get('spec');
  checkReplicas(spec);
  checkSelectorOf(spec.get('template'), spec.get('selector'));
  checkPodTemplate(spec.get('template'));
  checkLastingPods(spec.get('template'));
}

/** Reports what is wrong with a DaemonSet. */
export function checkDaemonSet(object: Field): void {
  const spec = object.get('spec');
  checkReplicas(spec);
  checkSelectorOf(spec.get('template'), spec.get('selector'));
  checkPodTemplate(spec.get('template'));
  checkLastingPods(spec.get('template'));
  inRange(spec.get('revisionHistoryLimit'), 0);
  const strategy = spec.get('updateStrategy');
  oneOfIfAny(strategy.get('type'), ['OnDelete', 'RollingUpdate']);
  if (strategy.get('type').text === 'OnDelete') return;
  const [unavailable, surge] = ['maxUnavailable', 'maxSurge'].map((name) => strategy.get('rollingUpdate').get(name));
  if (unavailable === undefined || surge === undefined) return;
  for (const limit of [unavailable, surge]) {
    countOrPercent(limit);
    atMostAll(limit);
  }
  const none = unavailable.given && countOrPercentValue(unavailable) === 0;
  const some = countOrPercentValue(surge) !== 0;
  if (none && !some) unavailable.refuse('more than 0 while maxSurge is 0');
  if (some && !none) surge.refuse('0 while maxUnavailable is more than 0');
}

/** Reports what is wrong with a StatefulSet. */
export function checkStatefulSet(object: Field): void {
  const spec = object.get('spec');
  checkReplicas(spec);
  const templates = spec.get('volumeClaimTemplates').items;
  checkSelectorOf(spec.get('template'), spec.get('selector'));
  checkPodTemplate(spec.get('template'), { claimTemplates: templates });
  checkLastingPods(spec.get('template'));
  for (const template of templates) {
    checkTemplateMetadata(template.get('metadata'));
    checkClaimSpec(template.get('spec'));
    formed(template.at('metadata', 'name'), DNS_SUBDOMAIN);
  }
  oneOfIfAny(spec.get('podManagementPolicy'), ['OrderedReady', 'Parallel']);
  formedIfAny(spec.get('serviceName'), DNS_LABEL);
  inRange(spec.at('ordinals', 'start'), 0);
  const retention = spec.get('persistentVolumeClaimRetentionPolicy');
  for (const moment of ['whenDeleted', 'whenScaled']) oneOfIfAny(retention.get(moment), ['Retain', 'Delete']);
  const strategy = spec.get('updateStrategy');
  oneOfIfAny(strategy.get('type'), ['OnDelete', 'RollingUpdate']);
  const rolling = strategy.get('rollingUpdate');
  if (strategy.get('type').text === 'OnDelete' && rolling.given) rolling.forbid("with the type 'OnDelete'");
  inRange(rolling.get('partition'), 0);
}

function checkReplicas(spec: Field): void {
  for (const count of ['replicas', 'minReadySeconds']) inRange(spec.get(count), 0);
}
