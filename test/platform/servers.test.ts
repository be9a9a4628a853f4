import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Size } from 'cdk8s';
import { findBlueprint, instantiate } from '../../blueprints';
import {
  AggregatedPool,
  checkApp,
  Engine,
  Etcd,
  EtcdAccess,
  Fabric,
  Frontend,
  InferenceGraph,
  type InferenceGraphProps,
  InferenceNamespace,
  models,
  Nats,
  NatsAuth,
  type NatsProps,
  NatsTls,
  NodeGroup,
  Parallelism,
  Planes,
  PodSecurityLevel,
  Precision,
  Release,
  SecretKey,
  TlsSecret,
  Workload,
} from '../../constructs';
import { SERVERS } from '../../constructs/platform/server-images';

const TLS = NatsTls.mutual(TlsSecret.named('nats-tls'), TlsSecret.named('nats-client-tls'));
const AUTH = NatsAuth.password('dynamo', SecretKey.of('nats-auth', 'password'));
const ACCESS = EtcdAccess.mutualTls({
  server: TlsSecret.named('etcd-tls'),
  client: TlsSecret.named('etcd-client-tls'),
});
const PASSWORD = EtcdAccess.password({
  password: SecretKey.of('etcd-auth', 'graphs'),
  root: SecretKey.of('etcd-auth', 'root'),
});
const MIB = 2 ** 20;

const newChart = (namespace: string | undefined = 'inference', app = new App()) =>
  new Chart(app, `chart-${namespace}`, {
    disableResourceNameHashes: true,
    ...(namespace === undefined ? {} : { namespace }),
  });

function addGraph(chart: Chart, props: Partial<InferenceGraphProps<'vllm'>>): InferenceGraph<'vllm'> {
  const graph = new InferenceGraph(chart, 'qwen', {
    model: models.QWEN3_32B.at(Precision.FP8),
    engine: Engine.vllm(),
    ...props,
  });
  new Frontend(graph, 'frontend');
  const nodes = NodeGroup.h200Sxm().with({ fabric: Fabric.tcp() });
  new AggregatedPool(graph, 'worker', { nodes, parallelism: Parallelism.tensor(2) });
  return graph;
}

const object = (chart: Chart, kind: string, name: string) =>
  chart.toJson().find((each) => each.kind === kind && each.metadata.name === name);

describe('servers of the platform', () => {
  test('pods, Jobs and claims pass every rule in a namespace that enforces restricted', () => {
    const chart = newChart();
    const namespace = new InferenceNamespace(chart, 'namespace', { enforce: PodSecurityLevel.RESTRICTED });
    const nats = new Nats(chart, 'nats', { tls: TLS, auth: AUTH });
    new Etcd(chart, 'secrets', { access: PASSWORD, servers: 1 });
    const etcd = new Etcd(chart, 'etcd', { access: ACCESS, servers: 5 });
    const graph = addGraph(chart, { planes: Planes.nats(nats).withEtcd(etcd) });
    expect(() => chart.toJson()).not.toThrow();
    expect(graph.check().findings).toEqual([]);
    expect(namespace.enforce).toBe('restricted');
  });

  test('servers stand on machines of their own, go one at a time, and have a claim each', () => {
    const chart = newChart();
    new Nats(chart, 'nats', { tls: TLS, auth: AUTH, storage: Size.gibibytes(20), storageClassName: 'gp3' });
    const set = object(chart, 'StatefulSet', 'nats');
    const labels = { 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/instance': 'nats' };
    expect(set.spec).toMatchObject({
      replicas: 3,
      serviceName: 'nats-peers',
      podManagementPolicy: 'Parallel',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            storageClassName: 'gp3',
            resources: { requests: { storage: '20Gi' } },
            accessModes: ['ReadWriteOnce'],
          },
        },
      ],
    });
    expect(set.spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } },
    ]);
    expect(object(chart, 'PodDisruptionBudget', 'nats').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: labels },
    });
    expect(object(chart, 'Service', 'nats-peers').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
  });

  test('a server alone has no budget, which would stop drains of its node, and no cluster', () => {
    const chart = newChart();
    const nats = new Nats(chart, 'nats', { tls: NatsTls.none(), auth: NatsAuth.none(), servers: 1 });
    expect(object(chart, 'PodDisruptionBudget', 'nats')).toBeUndefined();
    expect(object(chart, 'StatefulSet', 'nats').spec.template.spec.affinity).toBeUndefined();
    expect(nats.config).not.toMatch(/cluster|tls|authorization/);
  });

  test('only pods of graphs, and the servers themselves, may connect; metrics are for whom the user says', () => {
    const app = new App();
    const chart = newChart('nats', app);
    const nats = new Nats(chart, 'nats', {
      tls: TLS,
      auth: AUTH,
      clientNamespaces: ['other'],
      monitoringNamespaces: ['monitoring'],
    });
    const graphs = newChart('graphs', app);
    addGraph(graphs, { planes: Planes.nats(nats) });
    graphs.addDependency(chart);
    const inNamespaces = (...values: readonly string[]) => ({
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }],
    });
    const anyGraph = { matchExpressions: [{ key: 'nvidia.com/dynamo-graph-deployment-name', operator: 'Exists' }] };
    const servers = { matchLabels: { 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/instance': 'nats' } };
    expect(object(chart, 'NetworkPolicy', 'nats').spec).toEqual({
      podSelector: servers,
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            { podSelector: anyGraph },
            { podSelector: anyGraph, namespaceSelector: inNamespaces('graphs', 'other') },
            { podSelector: servers },
          ],
          ports: [{ port: 4222, protocol: 'TCP' }],
        },
        { from: [{ podSelector: servers }], ports: [{ port: 6222, protocol: 'TCP' }] },
        { from: [{ namespaceSelector: inNamespaces('monitoring') }], ports: [{ port: 8222, protocol: 'TCP' }] },
      ],
    });
  });

  test('secrets are references, in every object', () => {
    const chart = newChart();
    const nats = new Nats(chart, 'nats', { tls: TLS, auth: AUTH });
    new Etcd(chart, 'etcd', { access: PASSWORD });
    const { env } = object(chart, 'StatefulSet', 'nats').spec.template.spec.containers[0];
    expect(env).toContainEqual({
      name: 'CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'nats-auth', key: 'password' } },
    });
    expect(env).toContainEqual({ name: 'CLIENT_SECRET_QUOTED', value: "'$(CLIENT_SECRET)'" });
    expect(nats.config).toContain('password: $CLIENT_SECRET_QUOTED');
    expect(chart.toJson().map(({ kind }) => kind)).not.toContain('Secret');
  });

  test('certificates have to hold for what clients and servers call them', () => {
    const named = (namespace?: string) => new Nats(newChart(namespace), 'nats', { tls: TLS, auth: AUTH });
    const nats = named();
    expect(nats.certificateNames).toEqual(
      expect.arrayContaining([new URL(nats.url).hostname, '*.nats-peers', '*.nats-peers.inference.svc.cluster.local']),
    );
    const unknown = new Nats(new Chart(new App(), 'chart'), 'nats', { tls: TLS, auth: AUTH });
    expect(unknown.url).toBe('tls://nats:4222');
    expect(unknown.certificateNames).toEqual(['localhost', 'nats', '*.nats-peers']);
  });

  test('the servers that tests run are those of the images', () => {
    expect(SERVERS.nats.image).toContain(`:${SERVERS.nats.version}`);
    expect(SERVERS.etcd.image).toContain(`:v${SERVERS.etcd.version}`);
    for (const [name, module] of [
      ['nats', 'scripts/servers/nats'],
      ['etcd', 'scripts/control-plane/etcd'],
    ] as const) {
      expect(readFileSync(join(__dirname, '..', '..', module, 'go.mod'), 'utf8')).toMatch(
        new RegExp(`${name}.* v${SERVERS[name].version.replaceAll('.', '\\.')}\\b`),
      );
    }
  });
});

describe('max_payload of NATS', () => {
  const serve = (inputTokens: number, props: Partial<NatsProps> = {}) => {
    const chart = newChart();
    const nats = new Nats(chart, 'nats', { tls: TLS, auth: AUTH, ...props });
    const graph = addGraph(chart, {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      planes: Planes.nats(nats),
      workload: Workload.of({ inputTokens, outputTokens: 1000 }),
    });
    return {
      nats,
      graph,
      messages: graph.check().findings.flatMap(({ code, message }) => (code === 'DYN141' ? [message] : [])),
    };
  };

  test('is what the platform chart sets, where that is enough', () => {
    expect(new Nats(newChart(), 'nats', { tls: TLS, auth: AUTH }).maxPayloadBytes).toBe(15 * MIB);
    expect(serve(150_000).nats.maxPayloadBytes).toBe(15 * MIB);
    expect(serve(150_000).messages).toEqual([]);
  });

  test('a sequence counts with more than the 6.12 bytes for each token that were measured', () => {
    const short = serve(10_000).graph.describe().planes.nats?.longestMessageBytes ?? 0;
    const long = serve(110_000).graph.describe().planes.nats?.longestMessageBytes ?? 0;
    expect((long - short) / 100_000).toBeGreaterThan(1_223_632 / 200_000);
    expect((long - short) / 100_000).toBeLessThan(10);
  });

  test('that is too small for the longest sequence is an error, for servers of the app and for those that are there', () => {
    expect(serve(150_000, { maxPayload: Size.mebibytes(1) }).messages).toEqual([
      'the longest request makes about 2.2 MiB, but the servers at tls://nats.inference.svc:4222 take 1.0 MiB',
    ]);
    const nats = Nats.at({ url: 'nats://nats:4222', tls: NatsTls.none(), auth: NatsAuth.none() });
    const graph = addGraph(newChart(), { planes: Planes.nats(nats) });
    expect(graph.check().findings.map(({ code }) => code)).toEqual(['DYN141']);
    const events = addGraph(newChart(), { planes: Planes.natsEvents(nats) });
    expect(events.check().findings).toEqual([]);
  });

  test('a change of it gives the configuration another name, so that the servers roll', () => {
    const nameOf = (maxPayload: Size) => {
      const { nats } = serve(4096, { maxPayload });
      const { name } = nats.configMap.toJson().metadata;
      const [config] = nats.statefulSet.toJson().spec.template.spec.volumes;
      expect(config.configMap.name).toBe(name);
      return name;
    };
    expect(nameOf(Size.mebibytes(16))).not.toBe(nameOf(Size.mebibytes(17)));
  });
});

describe('what cannot be', () => {
  const nats = (props: Partial<NatsProps>) => () =>
    new Nats(newChart(), props.name ?? 'nats', { tls: TLS, auth: AUTH, ...props });
  // What a program without types might say.
  const two: NatsProps = JSON.parse('{"servers": 2}');

  test.each([
    ['two servers', nats(two), /'servers' must be 1, 3 or 5, got 2; a cluster needs a majority/],
    ['a name that is none', nats({ name: 'Nats' }), /'name' must be a DNS label/],
    ['a name with which labels grow too long', nats({ name: 'n'.repeat(53) }), /at most 52 characters/],
    [
      'a message above what may wait',
      nats({ maxPayload: Size.mebibytes(65) }),
      /'maxPayload' must be from 1 MiB to 64 MiB/,
    ],
    ['a store above the claim', nats({ fileStore: Size.gibibytes(11) }), /'fileStore' must be at most the claim's 10/],
    [
      'a store that fills the memory',
      nats({ memoryStore: Size.mebibytes(1025) }),
      /'memoryStore' must be at most half of 2/,
    ],
    ['no memory to speak of', nats({ memory: Size.mebibytes(64) }), /'memory' must be at least 256 MiB/],
    ['no processor', nats({ cpu: 0 }), /'cpu' must be a number of cores above 0/],
    ['a namespace that is none', nats({ clientNamespaces: ['a.b'] }), /'clientNamespaces' must be a DNS label/],
    [
      'a quota above half of the claim',
      () => new Etcd(newChart(), 'etcd', { access: ACCESS, quota: Size.gibibytes(6) }),
      /'quota' must be at most half of the claim's 10/,
    ],
    [
      'TLS at an address without',
      () => Nats.at({ url: 'nats://nats:4222', tls: TLS, auth: AUTH }),
      /'url' must be tls:\/\/host:port, without user and password, got 'nats:\/\/nats:4222'/,
    ],
    [
      'a password in an address',
      () => Nats.at({ url: 'nats://u:p@nats:4222', tls: NatsTls.none(), auth: AUTH }),
      /without user and password/,
    ],
    [
      'etcd without an address',
      () => Etcd.at({ endpoints: [], access: ACCESS }),
      /'endpoints' must be addresses of the form https:/,
    ],
    [
      'a password for etcd over TLS',
      () => Etcd.at({ endpoints: ['https://etcd:2379'], access: PASSWORD }),
      /'endpoints' must be addresses of the form http:/,
    ],
    [
      'the user root for graphs',
      () => EtcdAccess.password({ user: 'root', password: SecretKey.of('a', 'b'), root: SecretKey.of('a', 'c') }),
      /'user' must be a name other than root/,
    ],
    [
      'a user that needs quotes',
      () => NatsAuth.password('a b', SecretKey.of('a', 'b')),
      /'user' must be a letter, then/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the blueprint over NATS and etcd', () => {
  test.each(Release.all.map((release) => [release.version, release] as const))(
    'passes with servers of its own on release %s, and names them to the graph',
    (_, release) => {
      const blueprint = findBlueprint('llama-3-70b-nats-h100-vllm');
      const parameters = { servers: 'own' };
      const { app, graph } = instantiate(blueprint, { release, namespace: 'inference', parameters });
      expect(checkApp(app).findings).toEqual([]);
      const { planes } = graph.describe();
      expect(planes).toMatchObject({ requests: 'nats', events: 'nats', discovery: 'etcd' });
      expect(planes.nats?.url).toBe(`${release.atLeast('1.5') ? 'tls' : 'nats'}://nats.inference.svc:4222`);
      expect(planes.etcd?.endpoints).toEqual(['https://etcd.inference.svc:2379']);
    },
  );
});
