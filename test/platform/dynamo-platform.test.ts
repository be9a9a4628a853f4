import { App, Chart, Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  AggregatedPool,
  appDocuments,
  checkApp,
  Delivery,
  DynamoPlatform,
  type DynamoPlatformProps,
  Engine,
  Fabric,
  Frontend,
  InferenceGraph,
  KaiQueue,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  Prerequisite,
  Release,
  ServiceMesh,
  WebhookCertificate,
} from '../../constructs';

const newChart = () => new Chart(new App(), 'platform', { disableResourceNameHashes: true, namespace: 'inference' });
const make = (props: Partial<DynamoPlatformProps> = {}, chart = newChart()) =>
  new DynamoPlatform(chart, 'dynamo', { delivery: Delivery.helm(), ...props });
const values = (props: Partial<DynamoPlatformProps> = {}) => parse(make(props).helmValues());
const { install, present, bundled } = Prerequisite;
const ALL_INSTALLED = {
  gpuOperator: install(),
  networkOperator: install(),
  draDriver: install(),
  grove: install(),
  kai: install(),
  prometheus: install(),
  certManager: install(),
};
const GPU_FREE = expect.objectContaining({ nodeAffinity: expect.anything() });

function addGraph(chart: Chart): InferenceGraph<'vllm'> {
  const graph = new InferenceGraph(chart, 'qwen', {
    model: models.QWEN3_32B.at(Precision.FP8),
    engine: Engine.vllm(),
  });
  new Frontend(graph, 'frontend');
  const nodes = NodeGroup.h200Sxm().with({ fabric: Fabric.tcp() });
  new AggregatedPool(graph, 'worker', { nodes, parallelism: Parallelism.tensor(2) });
  return graph;
}

describe('DynamoPlatform', () => {
  test('with Flux: a HelmRelease for each chart after those it stands on, and its source', () => {
    const chart = newChart();
    make({ delivery: Delivery.flux({ interval: Duration.hours(1) }), parts: ALL_INSTALLED }, chart);
    expect(checkApp(chart.node.root).findings).toEqual([]);
    const documents = appDocuments(chart.node.root).map(({ value }) => value);
    const of = (kind: string, name: string) =>
      documents.find((value) => value.kind === kind && value.metadata['name'] === name);
    expect(of('HelmRelease', 'dynamo-platform')).toMatchObject({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      metadata: { namespace: 'flux-system' },
      spec: {
        interval: '1h',
        targetNamespace: 'dynamo-system',
        chart: { spec: { chart: 'dynamo-platform', version: Release.latest.patch } },
        dependsOn: expect.arrayContaining([{ name: 'kai-scheduler' }, { name: 'grove-charts' }]),
        install: { createNamespace: true, crds: 'CreateReplace' },
      },
    });
    expect(of('HelmRepository', 'dynamo-platform')?.['spec']).toMatchObject({
      url: 'https://helm.ngc.nvidia.com/nvidia/ai-dynamo',
    });
    expect(of('OCIRepository', 'grove-charts')?.['spec']).toMatchObject({
      url: 'oci://ghcr.io/ai-dynamo/grove/grove-charts',
      ref: { tag: 'v0.1.0-alpha.14' },
    });
    expect(of('HelmRelease', 'grove-charts')?.['spec']).toMatchObject({
      chartRef: { kind: 'OCIRepository', name: 'grove-charts' },
      dependsOn: [{ name: 'kai-scheduler' }],
    });
  });

  test('with Argo CD: an Application for each chart, in waves', () => {
    const chart = newChart();
    make({ delivery: Delivery.argoCd({ automated: false }), parts: { kai: install() } }, chart);
    expect(checkApp(chart.node.root).findings).toEqual([]);
    const [kai, dynamo] = appDocuments(chart.node.root).map(({ value }) => value);
    expect(kai).toMatchObject({
      kind: 'Application',
      metadata: { namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
      spec: { source: { repoURL: 'ghcr.io/kai-scheduler/kai-scheduler', chart: 'kai-scheduler' } },
    });
    expect(kai?.['spec']).not.toHaveProperty('syncPolicy.automated');
    expect(dynamo).toMatchObject({
      metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
      spec: {
        source: { helm: { valuesObject: { global: { 'kai-scheduler': { install: false, enabled: true } } } } },
        syncPolicy: { syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'] },
      },
    });
  });

  test('with Helm: no object, but files with values and commands', () => {
    const chart = newChart();
    const platform = make({ parts: { grove: install() } }, chart);
    expect(appDocuments(chart.node.root)).toEqual([]);
    expect([...platform.helmFiles().keys()]).toEqual(['grove-charts.values.yaml', 'dynamo-platform.values.yaml']);
    expect(platform.helmCommands()).toEqual([
      'helm upgrade --install grove-charts oci://ghcr.io/ai-dynamo/grove/grove-charts --version v0.1.0-alpha.14 --namespace dynamo-system --create-namespace --values grove-charts.values.yaml --wait --timeout 20m',
      platform.helmCommand(),
    ]);
    expect(platform.helmCommand()).toContain('--repo https://helm.ngc.nvidia.com/nvidia/ai-dynamo --version 1.6.1');
  });

  test('parts say what is installed and what is only used', () => {
    const parts = { grove: present(), kai: bundled(), lws: bundled(), nats: bundled(), snapshot: bundled() };
    expect(values({ parts })).toMatchObject({
      global: {
        grove: { install: false, enabled: true },
        'kai-scheduler': { install: true, enabled: true },
        lws: { install: true, enabled: true },
        nats: { install: true },
        snapshot: { install: true },
      },
      // The chart refuses both without it.
      'kai-scheduler': { scheduler: { args: { 'default-staleness-grace-period': '-1s' } } },
    });
    // Whether NATS comes along by default depends on the release.
    expect(values({ release: Release.V1_3 }).global).toEqual({ nats: { install: false } });
  });

  test('system pods stay off GPU nodes, and on system nodes where those are named', () => {
    const systemNodes = { 'node-role': 'system' };
    const platform = make({ parts: { ...ALL_INSTALLED, nats: bundled() }, systemNodes });
    const of = (name: string) => parse(platform.helmFiles().get(`${name}.values.yaml`) ?? '');
    expect(of('kube-prometheus-stack')).toMatchObject({
      prometheus: {
        prometheusSpec: { affinity: GPU_FREE, nodeSelector: systemNodes, podMonitorSelectorNilUsesHelmValues: false },
      },
      grafana: { affinity: GPU_FREE },
    });
    expect(of('kai-scheduler')).toMatchObject({ global: { affinity: GPU_FREE, nodeSelector: systemNodes } });
    expect(of('gpu-operator')).toMatchObject({
      operator: { affinity: GPU_FREE },
      dcgmExporter: { serviceMonitor: { enabled: true } },
    });
    expect(of('dynamo-platform')).toMatchObject({
      'dynamo-operator': {
        controllerManager: { affinity: GPU_FREE, nodeSelector: systemNodes },
        dynamo: {
          metrics: {
            prometheusEndpoint: 'http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090',
            podMonitors: { enabled: true },
          },
        },
      },
      nats: { podTemplate: { merge: { spec: { affinity: GPU_FREE } } } },
    });
    // None of them tolerates a taint.
    expect([...platform.helmFiles().values()].join('\n')).not.toContain('tolerations');
  });

  test('every value of the operator has its place in the chart', () => {
    const certificate = WebhookCertificate.certManager({ duration: Duration.days(90), renewBefore: Duration.days(15) });
    const found = values({
      parts: { nats: present(), etcd: present(), certManager: present(), lws: present(), snapshot: present() },
      values: {
        natsAddress: 'nats://nats:4222',
        etcdAddress: 'http://etcd:2379',
        discoveryBackend: 'etcd',
        modelExpressUrl: 'http://model-express:8001',
        imagePullSecrets: ['ngc'],
        operatorEnv: { A: 'b' },
        operatorTag: '1.6.2',
        operatorArgs: ['--x'],
        leaseNamespace: 'leases',
        groveTerminationDelay: Duration.minutes(90),
        registry: { server: 'registry.example', secretName: 'account' },
        ingress: { className: 'nginx', hostSuffix: 'example.com', tlsSecretName: 'tls' },
        serviceMesh: ServiceMesh.istioFiles({ clientCertificate: '/etc/a', privateKey: '/etc/b' }),
        prometheusUrl: 'https://prometheus.example',
        podMonitors: true,
        mpiSecretName: 'ssh',
        webhookCertificate: certificate,
        webhookTimeout: Duration.seconds(20),
        checkpoints: true,
        disaggregatedSets: true,
        extra: { 'dynamo-operator': { lpx: { enabled: true } } },
      },
    });
    expect(found).toMatchObject({
      global: { disaggregatedset: { install: false, enabled: true }, etcd: { install: false } },
      'dynamo-operator': {
        natsAddr: 'nats://nats:4222',
        etcdAddr: 'http://etcd:2379',
        discoveryBackend: 'etcd',
        modelExpressURL: 'http://model-express:8001',
        imagePullSecrets: [{ name: 'ngc' }],
        env: [{ name: 'A', value: 'b' }],
        controllerManager: {
          leaderElection: { namespace: 'leases' },
          manager: { image: { tag: '1.6.2' }, args: ['--x'] },
        },
        dynamo: {
          groveTerminationDelay: '90m',
          dockerRegistry: { useKubernetesSecret: true, server: 'registry.example', existingSecretName: 'account' },
          ingress: { enabled: true, className: 'nginx', tlsSecretName: 'tls' },
          ingressHostSuffix: 'example.com',
          serviceMesh: {
            enabled: true,
            istio: { tlsMode: 'MUTUAL', clientCertificate: '/etc/a', privateKey: '/etc/b' },
          },
          metrics: { prometheusEndpoint: 'https://prometheus.example', podMonitors: { enabled: true } },
          mpiRun: { secretName: 'ssh' },
        },
        webhook: {
          timeoutSeconds: 20,
          certManager: { enabled: true, certificate: { duration: '2160h', renewBefore: '360h' } },
        },
        checkpoint: { enabled: true },
        lpx: { enabled: true },
      },
    });
  });

  test.each<[string, Partial<DynamoPlatformProps>, RegExp]>([
    ['etcd for discovery without one', { values: { discoveryBackend: 'etcd' } }, /'discoveryBackend'.*add etcd/],
    [
      'an address of NATS beside bundled servers',
      { parts: { nats: bundled() }, values: { natsAddress: 'nats://x:4222' } },
      /'natsAddress'/,
    ],
    [
      'cert-manager that is not there',
      { values: { webhookCertificate: WebhookCertificate.certManager() } },
      /certManager/,
    ],
    [
      'kinds from an operator of one namespace',
      { values: { namespaceRestriction: {}, upgradeCrds: true } },
      /'upgradeCrds' must be false/,
    ],
    ['its own namespace for the lease', { values: { leaseNamespace: 'dynamo-system' } }, /kube-system/],
    [
      'the Snapshot operator before 1.5',
      { release: Release.V1_4, parts: { snapshot: present() } },
      /before release 1.5/,
    ],
    ['checkpoints without it', { values: { checkpoints: true } }, /Snapshot operator/],
    ['Volcano without a version', { parts: { volcano: install() } }, /'parts.volcano.version'.*give one/],
    [
      'an installation where nothing is installed',
      { delivery: Delivery.existing(), parts: { kai: install() } },
      /present/,
    ],
    ['a Kubernetes that is no version', { kubernetes: 'latest' }, /such as 1\.34/],
    ['a timeout that no webhook may have', { values: { webhookTimeout: Duration.minutes(1) } }, /from 1 to 30/],
  ])('refuses %s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('external certificates and files of a mesh are checked by their types', () => {
    expect(() => WebhookCertificate.external({ secretName: 'tls', caBundle: 'none' })).toThrow(/base64/);
    const caBundle = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString('base64');
    const webhookCertificate = WebhookCertificate.external({ secretName: 'tls', caBundle });
    expect(values({ values: { webhookCertificate } })['dynamo-operator'].webhook).toEqual({
      certificateSecret: { name: 'tls', external: true },
      caBundle,
    });
    expect(() => ServiceMesh.istioFiles({ clientCertificate: 'a', privateKey: '/b' })).toThrow(/absolute/);
  });

  test('a second operator for the cluster is refused, one for a namespace is not', () => {
    const chart = newChart();
    make({}, chart);
    const second = (props: Partial<DynamoPlatformProps>) =>
      new DynamoPlatform(chart, `other-${Object.keys(props).length}`, { delivery: Delivery.helm(), ...props });
    expect(() => second({})).toThrow(/only DynamoPlatform of its app/);
    expect(() => second({ values: { namespaceRestriction: {} } })).not.toThrow();
  });

  test('a patch that breaks the values is found in what comes out', () => {
    const chart = newChart();
    make({ delivery: Delivery.flux(), values: { extra: { nats: { enabled: true } } } }, chart);
    expect(checkApp(chart.node.root).findings.map(({ code }) => code)).toEqual(['DYN063']);
  });

  test('graphs of the app are compared with it', () => {
    const chart = newChart();
    make({ delivery: Delivery.existing(), gpuDriver: '570', kubernetes: '1.34', parts: { kai: present() } }, chart);
    addGraph(chart);
    const found = () => checkApp(chart.node.root).findings.filter(({ code }) => /^DYN19/.test(code));
    expect(found().map(({ code }) => code)).toEqual(['DYN190', 'DYN191', 'DYN191']);
    const fitting = newChart();
    make({ delivery: Delivery.existing(), gpuDriver: '580', parts: { gpuOperator: present() } }, fitting);
    const graph = addGraph(fitting);
    expect(graph.check().findings.filter(({ code }) => /^DYN19/.test(code))).toEqual([]);
  });
});

describe('KaiQueue', () => {
  test('stands in no namespace, below its parent, and is known to the platform', () => {
    const chart = newChart();
    const platform = make({ parts: { kai: present() }, queues: ['old'] }, chart);
    const team = new KaiQueue(chart, 'team', { gpus: 64, maxGpus: 128 });
    new KaiQueue(chart, 'chat', { parent: team, priority: 200, minRuntime: Duration.minutes(5) });
    const [parent, child] = appDocuments(chart.node.root).map(({ value }) => value);
    expect(parent).toEqual({
      apiVersion: 'scheduling.run.ai/v2',
      kind: 'Queue',
      metadata: { name: 'team' },
      spec: {
        parentQueue: 'default-parent-queue',
        resources: {
          cpu: { quota: -1, limit: -1, overQuotaWeight: 1 },
          memory: { quota: -1, limit: -1, overQuotaWeight: 1 },
          gpu: { quota: 64, limit: 128, overQuotaWeight: 1 },
        },
      },
    });
    expect(child?.['spec']).toMatchObject({ parentQueue: 'team', priority: 200, preemptMinRuntime: '5m' });
    expect(platform.describe().queues).toEqual(expect.arrayContaining(['dynamo', 'old', 'team', 'chat']));
  });

  test('is owed no more than it may use', () => {
    expect(() => new KaiQueue(newChart(), 'q', { gpus: 8, maxGpus: 4 })).toThrow(/'gpus' must be at most the 4/);
    expect(() => new KaiQueue(newChart(), 'q', { maxGpus: -1 })).toThrow(/at least 0/);
    expect(() => new KaiQueue(newChart(), 'q', { parent: 'q' })).toThrow(/another queue than the queue itself/);
    expect(() => new KaiQueue(newChart(), 'q', { parent: 'Bad_Queue' })).toThrow("'parent'");
    expect(() => new KaiQueue(newChart(), 'Q')).toThrow(/'name'/);
  });
});
