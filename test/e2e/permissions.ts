/** What someone who deploys graphs may do and may not: data for tests against an API server and against the Role itself. */
export interface Permission {
  readonly verb: string;
  /** With its group, as `kubectl auth can-i` reads it: `jobs.batch`, `pods`. */
  readonly resource: string;
  readonly subresource?: string;
  /** The namespace that the role stands in, another one, or the whole cluster. */
  readonly where: 'namespace' | 'other namespace' | 'cluster';
  readonly allowed: boolean;
}

const MANAGED = [
  'dynamographdeployments.nvidia.com',
  'dynamomodels.nvidia.com',
  'httproutes.gateway.networking.k8s.io',
  'computedomains.resource.nvidia.com',
  'configmaps',
  'persistentvolumeclaims',
  'jobs.batch',
  'networkpolicies.networking.k8s.io',
];
const READ = ['pods', 'events', 'services', 'dynamographdeploymentscalingadapters.nvidia.com'];
const ADAPTERS = 'dynamographdeploymentscalingadapters.nvidia.com';

export const PERMISSIONS: readonly Permission[] = [
  // What Stator writes.
  ...MANAGED.flatMap((resource) =>
    ['create', 'get', 'list', 'watch', 'update', 'patch', 'delete'].map((verb) => allowed(verb, resource)),
  ),
  // How it is doing.
  ...[
    'dynamographdeployments.nvidia.com',
    'dynamomodels.nvidia.com',
    'httproutes.gateway.networking.k8s.io',
    'computedomains.resource.nvidia.com',
    'jobs.batch',
    'persistentvolumeclaims',
  ].map((resource) => allowed('get', resource, 'status')),
  ...READ.flatMap((resource) => ['get', 'list', 'watch'].map((verb) => allowed(verb, resource))),
  allowed('get', 'pods', 'log'),
  // Scaling one component.
  ...['get', 'update', 'patch'].map((verb) => allowed(verb, ADAPTERS, 'scale')),

  // Secrets, and ways to them.
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'].map((verb) => denied(verb, 'secrets')),
  denied('create', 'serviceaccounts', 'token'),
  denied('create', 'serviceaccounts'),
  // Into running pods, or past the controllers that own them.
  ...['get', 'create'].map((verb) => denied(verb, 'pods', 'exec')),
  denied('create', 'pods', 'attach'),
  denied('create', 'pods', 'portforward'),
  denied('patch', 'pods', 'ephemeralcontainers'),
  ...['create', 'update', 'patch', 'delete', 'deletecollection'].map((verb) => denied(verb, 'pods')),
  denied('create', 'pods', 'eviction'),
  denied('create', 'deployments.apps'),
  denied('create', 'gateways.gateway.networking.k8s.io'),
  denied('delete', 'podcliquesets.grove.io'),
  denied('patch', 'dynamocomponentdeployments.nvidia.com'),
  // A DynamoGraphDeploymentRequest runs a profiler with rights of its own.
  denied('create', 'dynamographdeploymentrequests.nvidia.com'),
  // What only operators write.
  ...['update', 'patch'].map((verb) => denied(verb, 'dynamographdeployments.nvidia.com', 'status')),
  ...['create', 'update', 'patch', 'delete'].map((verb) => denied(verb, ADAPTERS)),
  ...['create', 'delete'].map((verb) => denied(verb, 'services')),
  denied('delete', 'events'),
  // More rights.
  ...['get', 'create', 'patch', 'bind', 'escalate'].map((verb) => denied(verb, 'roles.rbac.authorization.k8s.io')),
  ...['get', 'create', 'patch'].map((verb) => denied(verb, 'rolebindings.rbac.authorization.k8s.io')),
  denied('patch', 'resourcequotas'),
  // Other namespaces.
  ...['create', 'get', 'delete'].map((verb) =>
    denied(verb, 'dynamographdeployments.nvidia.com', undefined, 'other namespace'),
  ),
  denied('get', 'pods', 'log', 'other namespace'),
  denied('get', 'configmaps', undefined, 'other namespace'),
  // The cluster.
  denied('list', 'dynamographdeployments.nvidia.com', undefined, 'cluster'),
  denied('list', 'pods', undefined, 'cluster'),
  denied('list', 'nodes', undefined, 'cluster'),
  ...['get', 'create', 'patch', 'delete'].map((verb) => denied(verb, 'namespaces', undefined, 'cluster')),
  denied('create', 'clusterrolebindings.rbac.authorization.k8s.io', undefined, 'cluster'),
  denied('create', 'customresourcedefinitions.apiextensions.k8s.io', undefined, 'cluster'),
  denied('impersonate', 'users', undefined, 'cluster'),
];

/**
 * The arguments of `kubectl` that ask the API server about a permission. Its answer is `yes` or `no`. The CRDs must be installed: of a
 * resource that the server does not know, kubectl forgets the group.
 *
 * @param namespace the namespace that the role stands in
 * @param other a namespace without it
 */
export function canI(permission: Permission, namespace: string, other: string): readonly string[] {
  const { verb, resource, subresource, where } = permission;
  const places = {
    namespace: ['--namespace', namespace],
    'other namespace': ['--namespace', other],
    cluster: ['--all-namespaces'],
  };
  return [
    ...['auth', 'can-i', verb, resource],
    ...(subresource === undefined ? [] : ['--subresource', subresource]),
    ...places[where],
  ];
}

function allowed(verb: string, resource: string, subresource?: string): Permission {
  return { verb, resource, where: 'namespace', allowed: true, ...(subresource === undefined ? {} : { subresource }) };
}

function denied(
  verb: string,
  resource: string,
  subresource?: string,
  where: Permission['where'] = 'namespace',
): Permission {
  return { verb, resource, where, allowed: false, ...(subresource === undefined ? {} : { subresource }) };
}
