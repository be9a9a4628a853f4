import { Release } from '../../constructs/releases';
import { frontendExposure } from '../../constructs/rules/frontend-exposure';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const WORKER = vllm('worker', 'worker', []);
const CLOSED: Part = frontend([], { env: { DYN_DISABLE_FRONTEND_ADMIN_API: 'true' } });
const SELECTOR = {
  'nvidia.com/dynamo-graph-deployment-name': 'r1',
  'nvidia.com/dynamo-component-type': 'frontend',
};
const object = (apiVersion: string, kind: string, spec: object, annotations: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'chat', annotations },
  spec,
});
const service = (spec: object, annotations: object = {}) =>
  object('v1', 'Service', { selector: SELECTOR, ports: [{ port: 80, targetPort: 8000 }], ...spec }, annotations);
const ingress = (annotations: object = {}, name = 'r1-frontend') =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    {
      rules: [
        {
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 8000 } } } }] },
        },
      ],
    },
    annotations,
  );
const route = (rule: object = {}) =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    parentRefs: [{ name: 'public' }],
    rules: [{ ...rule, backendRefs: [{ name: 'r1-frontend', port: 8000 }] }],
  });
const messages = (documents: readonly object[], part = CLOSED) =>
  findings(frontendExposure, manifest([part, WORKER], { documents })).map(({ message }) => message);

describe('DYN067 what opens a frontend', () => {
  test.each<readonly [string, object, string]>([
    ['a load balancer', service({ type: 'LoadBalancer' }), "Service 'chat' of type LoadBalancer"],
    ['a port of every node', service({ type: 'NodePort' }), "Service 'chat' of type NodePort"],
    ['an Ingress', ingress(), "Ingress 'chat'"],
    ['a route without a policy', route(), "HTTPRoute 'chat'"],
  ])('%s without authentication is a warning', (_, document, by) => {
    expect(findings(frontendExposure, manifest([CLOSED, WORKER], { documents: [document] }))).toEqual([
      expect.objectContaining({
        code: 'DYN067',
        severity: 'warning',
        path: expect.stringContaining('/chat'),
        message: `${by} opens 'frontend' to everyone who reaches it, and nothing asks for credentials`,
        fix: expect.stringContaining('put a gateway with TLS, authentication and quotas in front'),
      }),
    ]);
  });

  test('so is the ingress of v1alpha1', () => {
    const open = { ...CLOSED, own: { ingress: { enabled: true, host: 'chat.example.com' } } };
    const [finding] = findings(frontendExposure, manifest([open, WORKER], { apiVersion: 'v1alpha1' }));
    expect(finding?.message).toMatch(/^its ingress opens 'frontend'/);
  });

  test.each<readonly [string, readonly object[]]>([
    ['a Service inside the cluster', [service({ type: 'ClusterIP' })]],
    ['a load balancer for other pods', [service({ type: 'LoadBalancer', selector: { app: 'web' } })]],
    [
      'an internal load balancer',
      [service({ type: 'LoadBalancer' }, { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' })],
    ],
    [
      'a load balancer for known addresses',
      [service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] })],
    ],
    ['an Ingress that asks', [ingress({ 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com' })]],
    ['an Ingress to something else', [ingress({}, 'dashboard')]],
    ['a route with a filter of the gateway', [route({ filters: [{ type: 'ExtensionRef', extensionRef: {} }] })]],
    [
      'a route whose gateway has a policy',
      [
        route(),
        object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', {
          targetRefs: [{ kind: 'Gateway', name: 'public' }],
        }),
      ],
    ],
  ])('%s passes', (_, documents) => {
    expect(messages(documents)).toEqual([]);
  });
});

describe('DYN067 the admin API', () => {
  test.each(API_VERSIONS)('%s: one that is open to the outside is a warning', (apiVersion) => {
    const documents = [ingress({ 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com' })];
    expect(findings(frontendExposure, manifest([frontend(), WORKER], { apiVersion, documents }))).toEqual([
      expect.objectContaining({
        message: "Ingress 'chat' opens 'frontend' together with its admin API (/busy_threshold)",
        fix: 'set DYN_DISABLE_FRONTEND_ADMIN_API to true',
      }),
    ]);
  });

  test('it was off before 1.3, and inside the cluster it does not matter', () => {
    const documents = [ingress({ 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com' })];
    const yaml = manifest([frontend(), WORKER], { documents });
    expect(findings(frontendExposure, yaml, { release: Release.V1_2 })).toEqual([]);
    expect(messages([], frontend())).toEqual([]);
  });
});

describe('DYN067 network policies', () => {
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} });
  const inApp = (documents: readonly object[]) =>
    findings(frontendExposure, manifest([CLOSED, WORKER], { documents }), { complete: true }).map(
      ({ message }) => message,
    );

  test('workers that nothing shields are a warning where all documents are at hand', () => {
    expect(inApp([])).toEqual([
      "no NetworkPolicy stands beside 'r1': every pod of the cluster may send requests to its workers",
    ]);
    expect(inApp([policy])).toEqual([]);
    expect(messages([])).toEqual([]);
  });
});
