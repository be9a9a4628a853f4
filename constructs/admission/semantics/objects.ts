import type { KubernetesObject } from '../../manifests';
import { checkAutoscaler } from './autoscaler';
import { checkClaimSpec } from './claim-spec';
import { checkConfigMap } from './config-map';
import { checkCronJob } from './cron-job';
import { checkDisruptionBudget } from './disruption-budget';
import { Field, type SemanticViolation } from './field';
import { checkJob } from './job';
import { metadataViolations } from './metadata';
import { checkNamespace } from './namespace';
import { checkNetworkPolicy } from './network-policy';
import { checkPod } from './pod';
import { labelsOf } from './pod-template';
import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding } from './rbac';
import { checkSecret } from './secret';
import { checkService } from './service';
import { checkDaemonSet, checkDeployment, checkReplicaSet, checkStatefulSet } from './workloads';

/** What is checked of each kind, besides its metadata. */
const KINDS: Readonly<Record<string, (object: Field) => void>> = {
  'v1 ConfigMap': checkConfigMap,
  'v1 Namespace': checkNamespace,
  'v1 PersistentVolumeClaim': (object) => checkClaimSpec(object.get('spec')),
  'v1 Pod': (object) => checkPod(object.get('spec'), { labels: labelsOf(object) }),
  'v1 Secret': checkSecret,
  'v1 Service': checkService,
  'v1 ServiceAccount': () => undefined,
  'apps/v1 DaemonSet': checkDaemonSet,
  'apps/v1 Deployment': checkDeployment,
  'apps/v1 ReplicaSet': checkReplicaSet,
  'apps/v1 StatefulSet': checkStatefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': checkAutoscaler,
  'batch/v1 CronJob': checkCronJob,
  'batch/v1 Job': checkJob,
  'networking.k8s.io/v1 NetworkPolicy': checkNetworkPolicy,
  'policy/v1 PodDisruptionBudget': checkDisruptionBudget,
  'rbac.authorization.k8s.io/v1 ClusterRole': checkClusterRole,
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': checkClusterRoleBinding,
  'rbac.authorization.k8s.io/v1 Role': checkRole,
  'rbac.authorization.k8s.io/v1 RoleBinding': checkRoleBinding,
};

/**
 * Why the API server would refuse to create an object of a built-in kind, beyond its schema; nothing for other kinds. What would
 * make pods is also checked for whether those can be created.
 */
export function semanticViolations(document: KubernetesObject): readonly SemanticViolation[] {
  const key = `${document.apiVersion} ${document.kind}`;
  const check = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
  if (check === undefined) return [];
  const violations = [...metadataViolations(document)];
  check(Field.root(document, '', violations));
  return violations;
}
