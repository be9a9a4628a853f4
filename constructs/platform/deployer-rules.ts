import type { RoleProps } from '../api';

/** What `kubectl apply`, `kubectl delete` and Argo CD do with objects of their own. */
const MANAGE = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const READ = ['get', 'list', 'watch'];

/**
 * What deploying graphs into a namespace takes: the kinds that Stator writes, what tells how they are doing, and scaling. Secrets,
 * shells in pods, roles, and pods that operators manage stay out of reach.
 */
export const DEPLOYER_RULES: RoleProps['rules'] = [
  { apiGroups: ['nvidia.com'], resources: ['dynamographdeployments', 'dynamomodels'], verbs: MANAGE },
  { apiGroups: ['resource.nvidia.com'], resources: ['computedomains'], verbs: MANAGE },
  { apiGroups: [''], resources: ['configmaps', 'persistentvolumeclaims'], verbs: MANAGE },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: MANAGE },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: MANAGE },
  // A Gateway takes routes only from the namespaces that its listeners name.
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: MANAGE },
  { apiGroups: ['nvidia.com'], resources: ['dynamographdeployments/status', 'dynamomodels/status'], verbs: ['get'] },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes/status'], verbs: ['get'] },
  { apiGroups: ['resource.nvidia.com'], resources: ['computedomains/status'], verbs: ['get'] },
  { apiGroups: [''], resources: ['persistentvolumeclaims/status'], verbs: ['get'] },
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get'] },
  { apiGroups: [''], resources: ['events', 'pods', 'services'], verbs: READ },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: ['nvidia.com'], resources: ['dynamographdeploymentscalingadapters'], verbs: READ },
  {
    apiGroups: ['nvidia.com'],
    resources: ['dynamographdeploymentscalingadapters/scale'],
    verbs: ['get', 'patch', 'update'],
  },
];
