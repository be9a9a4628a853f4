import type { PlatformDescription } from '../../constructs/description';
import { platformValues } from '../../constructs/rules/platform-values';
import { violations } from './support';

interface Place {
  readonly name?: string;
  readonly namespace?: string;
  readonly version?: string;
}

const flux = (values: unknown, { name = 'dynamo', namespace = 'dynamo-system', version = '1.6.1' }: Place = {}) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: flux-system }
spec:
  targetNamespace: ${namespace}
  chart: { spec: { chart: dynamo-platform, version: ${version} } }
  values: ${JSON.stringify(values)}`;
const operator = (settings: object) => ({ 'dynamo-operator': settings });
const found = (values: unknown, place: Place = {}) =>
  violations(platformValues, flux(values, place)).map(({ path, message }) => [
    path.replace(/^.*: spec\./, ''),
    message,
  ]);

describe("DYN063 the values of Dynamo's chart", () => {
  test('what goes together passes', () => {
    expect(found({})).toEqual([]);
    expect(
      found({
        global: { grove: { install: false, enabled: true }, etcd: { install: true }, lws: { install: true } },
        ...operator({
          discoveryBackend: 'etcd',
          webhook: { certificateSecret: { external: true }, caBundle: 'LS0t' },
          dynamo: {
            serviceMesh: { enabled: true, istio: { tlsMode: 'MUTUAL', clientCertificate: '/a', privateKey: '/b' } },
          },
        }),
      }),
    ).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'global.grove.enabled',
      { global: { grove: { install: true, enabled: false } } },
      'what is installed is also used',
    ],
    [
      'global.volcano-scheduler.enabled',
      { global: { 'kai-scheduler': { enabled: true }, 'volcano-scheduler': { enabled: true } } },
      'a pod has one scheduler',
    ],
    [
      'kai-scheduler.scheduler.args.default-staleness-grace-period',
      { global: { 'kai-scheduler': { install: true }, grove: { enabled: true } } },
      "'-1s' is needed, found nothing",
    ],
    ['global.disaggregatedset', { global: { disaggregatedset: { enabled: true } } }, 'neither installed nor enabled'],
    [
      'dynamo-operator.natsAddr',
      { global: { nats: { install: true } }, ...operator({ natsAddr: 'nats://x:4222' }) },
      'an address of another',
    ],
    ['dynamo-operator.discoveryBackend', operator({ discoveryBackend: 'etcd' }), 'there is none'],
    ['dynamo-operator.discoveryBackend', operator({ discoveryBackend: 'consul' }), 'is no discovery backend'],
    [
      'dynamo-operator.upgradeCRD',
      operator({ namespaceRestriction: { enabled: true } }),
      'must leave the kinds to that of the cluster',
    ],
    [
      'dynamo-operator.controllerManager.leaderElection.id',
      operator({ controllerManager: { leaderElection: { id: 'mine' } } }),
      'two would lead at once',
    ],
    [
      'dynamo-operator.controllerManager.leaderElection.namespace',
      operator({ controllerManager: { leaderElection: { namespace: 'dynamo-system' } } }),
      "the operator's own namespace",
    ],
    [
      'dynamo-operator.dynamo.dockerRegistry.password',
      operator({ dynamo: { dockerRegistry: { password: 'x' } } }),
      'everybody can read it',
    ],
    [
      'dynamo-operator.webhook.caBundle',
      operator({ webhook: { certificateSecret: { external: true } } }),
      'nothing says who signed it',
    ],
    ['dynamo-operator.webhook.caBundle', operator({ webhook: { caBundle: 'LS0t' } }), 'only read with'],
    [
      'dynamo-operator.webhook.certManager.enabled',
      operator({ webhook: { certificateSecret: { external: true }, caBundle: 'x', certManager: { enabled: true } } }),
      'both to make the certificate',
    ],
    [
      'dynamo-operator.webhook.namespaceSelector',
      operator({ webhook: { namespaceSelector: { matchLabels: { a: 'b' } } } }),
      'every namespace',
    ],
    ['dynamo-operator.webhook.failurePolicy', operator({ webhook: { failurePolicy: 'Ignore' } }), 'taken unchecked'],
    [
      'dynamo-operator.dynamo.serviceMesh.istio.privateKey',
      operator({ dynamo: { serviceMesh: { enabled: true, istio: { tlsMode: 'MUTUAL', clientCertificate: '/a' } } } }),
      'privateKey is not given',
    ],
    ['nats.enabled', { nats: { enabled: false } }, 'no value nats.enabled any more'],
  ])('%s %j', (field, values, message) => {
    expect(found(values)).toEqual([[`values.${field}`, expect.stringContaining(message)]]);
  });

  test('what came with a release is only asked for from then on', () => {
    const kai = { global: { 'kai-scheduler': { install: true }, grove: { enabled: true } } };
    expect(found(kai, { version: '1.4.2' })).toEqual([]);
    const restricted = operator({ namespaceRestriction: { enabled: true } });
    expect(found(restricted, { version: '1.3.1' })).toEqual([]);
  });

  test('two operators for the cluster are refused, one for a namespace beside it is not', () => {
    const second = (values: object) => `${flux({})}\n---\n${flux(values, { name: 'other', namespace: 'other' })}`;
    expect(violations(platformValues, second({}))).toEqual([
      {
        path: 'test.yaml#1 HelmRelease/other: spec.values',
        message: 'a second operator for the whole cluster, beside that of test.yaml#0 HelmRelease/dynamo: spec.values',
        fix: 'keep one of them: the chart refuses to be installed twice',
      },
    ]);
    const restricted = operator({ namespaceRestriction: { enabled: true }, upgradeCRD: false });
    expect(violations(platformValues, second(restricted))).toEqual([]);
  });

  test('Applications of Argo CD are read, with values as object or text, and other charts are not', () => {
    const argo = (helm: string, chart = 'dynamo-platform') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: dynamo }
spec:
  source:
    chart: ${chart}
    targetRevision: 1.6.1
    helm: ${helm}
  destination: { namespace: dynamo-system }`;
    const paths = (yaml: string) => violations(platformValues, yaml).map(({ path }) => path);
    expect(paths(argo('{ valuesObject: { dynamo-operator: { discoveryBackend: etcd } } }'))).toEqual([
      'test.yaml#0 Application/dynamo: spec.source.helm.valuesObject.dynamo-operator.discoveryBackend',
    ]);
    expect(paths(argo('{ values: "dynamo-operator: { discoveryBackend: etcd }" }'))).toEqual([
      'test.yaml#0 Application/dynamo: spec.source.helm.values.dynamo-operator.discoveryBackend',
    ]);
    expect(paths(argo('{ valuesObject: { nats: { enabled: true } } }', 'other'))).toEqual([]);
  });

  test('a chart from a registry is found through its OCIRepository', () => {
    const yaml = `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: mirror, namespace: flux-system }
spec: { url: 'oci://registry.example/dynamo-platform', ref: { tag: 1.4.2 } }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: dynamo, namespace: flux-system }
spec:
  chartRef: { kind: OCIRepository, name: mirror }
  values: { dynamo-operator: { discoveryBackend: etcd } }`;
    expect(violations(platformValues, yaml)).toHaveLength(1);
  });

  test('values that only the helm command knows come from the declared platform', () => {
    const platform: PlatformDescription = {
      path: 'app/platform',
      release: '1.6',
      parts: {},
      queues: [],
      values: { nats: { enabled: true } },
    };
    const { path } = violations(platformValues, flux({}).replace('dynamo-platform', 'other'), { platform })[0] ?? {};
    expect(path).toBe('app/platform: values.nats.enabled');
  });
});
