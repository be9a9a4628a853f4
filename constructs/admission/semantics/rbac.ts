import { formed, required, requiredItems, requiredOneOf } from './checks';
import type { Field } from './field';
import { DNS_SUBDOMAIN, PATH_SEGMENT } from './forms';
import { checkLabelSelector } from './label-selector';

const GROUP = 'rbac.authorization.k8s.io';

/** Reports what is wrong with a Role. */
export function checkRole(object: Field): void {
  for (const rule of object.get('rules').items) checkRule(rule, true);
}

/** Reports what is wrong with a ClusterRole. */
export function checkClusterRole(object: Field): void {
  for (const rule of object.get('rules').items) checkRule(rule, false);
  for (const selector of object.at('aggregationRule', 'clusterRoleSelectors').items) checkLabelSelector(selector);
  const aggregation = object.get('aggregationRule');
  if (aggregation.given) requiredItems(aggregation.get('clusterRoleSelectors'), 'at least one selector');
}

function checkRule(rule: Field, namespaced: boolean): void {
  requiredItems(rule.get('verbs'), 'at least one verb');
  const urls = rule.get('nonResourceURLs');
  if (urls.items.length === 0) {
    requiredItems(rule.get('apiGroups'), "at least one API group ('' for the core)");
    requiredItems(rule.get('resources'), 'at least one resource');
  } else if (namespaced) {
    urls.forbid('in a Role, which is for resources of a namespace', 'use a ClusterRole');
  } else if (['apiGroups', 'resources', 'resourceNames'].some((name) => rule.get(name).items.length > 0)) {
    urls.forbid('beside resources', 'write a rule of its own');
  }
}

/** Reports what is wrong with a RoleBinding. */
export function checkRoleBinding(object: Field): void {
  checkBinding(object, ['Role', 'ClusterRole'], true);
}

/** Reports what is wrong with a ClusterRoleBinding. */
export function checkClusterRoleBinding(object: Field): void {
  checkBinding(object, ['ClusterRole'], false);
}

function checkBinding(object: Field, kinds: readonly string[], namespaced: boolean): void {
  const role = object.get('roleRef');
  if (role.get('apiGroup').text !== '') requiredOneOf(role.get('apiGroup'), [GROUP]);
  requiredOneOf(role.get('kind'), kinds);
  if (required(role.get('name'), 'the name of a role')) formed(role.get('name'), PATH_SEGMENT);
  for (const subject of object.get('subjects').items) checkSubject(subject, namespaced);
}

function checkSubject(subject: Field, namespaced: boolean): void {
  const [kind, name, group] = [subject.get('kind'), subject.get('name'), subject.get('apiGroup')];
  required(name, 'a name');
  requiredOneOf(kind, ['ServiceAccount', 'User', 'Group']);
  if (kind.text !== 'ServiceAccount') {
    if (group.text !== '') requiredOneOf(group, [GROUP]);
    return;
  }
  if (name.text !== '') formed(name, DNS_SUBDOMAIN);
  if (group.text !== '') group.forbid('for a ServiceAccount');
  if (!namespaced) required(subject.get('namespace'), 'the namespace of the ServiceAccount');
}
