import { Duration, Size } from 'cdk8s';
import {
  Etcd,
  EtcdAccess,
  InferenceGraph,
  type InferenceGraphProps,
  Nats,
  NatsAuth,
  NatsTls,
  Planes,
  Release,
  SecretKey,
  TlsSecret,
} from '../../constructs';
import { llama } from './support';

const natsAt = (tls: NatsTls, auth: NatsAuth) =>
  Nats.at({
    url: `${tls.kind === 'none' ? 'nats' : 'tls'}://nats.platform.svc:4222`,
    tls,
    auth,
    maxPayload: Size.mebibytes(15),
  });
const etcdAt = (access: EtcdAccess) =>
  Etcd.at({ endpoints: [`${access.kind === 'mutual-tls' ? 'https' : 'http'}://etcd.platform.svc:2379`], access });

const PLAIN = natsAt(NatsTls.none(), NatsAuth.none());
const SECRET = SecretKey.of('nats-auth', 'password');
const CLIENT_TLS = TlsSecret.named('nats-client-tls');
const MUTUAL = natsAt(NatsTls.mutual(TlsSecret.named('nats-tls'), CLIENT_TLS), NatsAuth.password('dynamo', SECRET));
const ETCD = etcdAt(
  EtcdAccess.mutualTls({ server: TlsSecret.named('etcd-tls'), client: TlsSecret.named('etcd-client-tls') }),
);

interface Entry {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

/** Environment of each component by name, as far as planes set it. */
function environment(props: Partial<InferenceGraphProps<'vllm'>>, component = 0): Readonly<Record<string, unknown>> {
  const { containers } = llama(props).deployment.toJson().spec.components[component].podTemplate.spec;
  const entries: readonly Entry[] = containers[0].env ?? [];
  return Object.fromEntries(
    entries
      .filter(({ name }) => /^(?:NATS|ETCD|DYN_(?:REQUEST|EVENT|DISCOVERY))/.test(name))
      .map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
  );
}

const secretKey = (name: string, key: string) => ({ secretKeyRef: { name, key } });

describe('planes', () => {
  test('a graph that says nothing gets no variables, and describes what its release does', () => {
    expect(environment({})).toEqual({});
    expect(llama().describe().planes).toEqual({ requests: 'tcp', events: 'zmq', discovery: 'kubernetes' });
    expect(llama({ release: Release.V1_2 }).describe().planes.events).toBe('nats');
  });

  test.each([
    ['direct', Planes.direct(), { DYN_REQUEST_PLANE: 'tcp', DYN_EVENT_PLANE: 'zmq' }],
    ['nats', Planes.nats(PLAIN), { DYN_REQUEST_PLANE: 'nats', DYN_EVENT_PLANE: 'nats' }],
    ['natsEvents', Planes.natsEvents(PLAIN), { DYN_REQUEST_PLANE: 'tcp', DYN_EVENT_PLANE: 'nats' }],
    ['natsRequests', Planes.natsRequests(PLAIN), { DYN_REQUEST_PLANE: 'nats', DYN_EVENT_PLANE: 'zmq' }],
  ])('%s names every plane, in every component', (_, planes, expected) => {
    const server = planes.nats === undefined ? {} : { NATS_SERVER: 'nats://nats.platform.svc:4222' };
    for (const component of [0, 1, 2]) {
      expect(environment({ planes }, component)).toEqual({ ...expected, ...server });
    }
  });

  test('NATS takes certificates by path, from the Secret of the clients, and the password by reference', () => {
    const props = { planes: Planes.nats(MUTUAL) };
    expect(environment(props)).toMatchObject({
      NATS_SERVER: 'tls://nats.platform.svc:4222',
      NATS_AUTH_USERNAME: 'dynamo',
      NATS_AUTH_PASSWORD: secretKey('nats-auth', 'password'),
      NATS_TLS_CA_CERT_PATH: '/etc/nats-tls/ca.crt',
      NATS_TLS_CLIENT_CERT_PATH: '/etc/nats-tls/tls.crt',
      NATS_TLS_CLIENT_KEY_PATH: '/etc/nats-tls/tls.key',
    });
    for (const { podTemplate } of llama(props).deployment.toJson().spec.components) {
      const { volumes, containers } = podTemplate.spec;
      expect(volumes).toContainEqual({
        name: 'nats-tls',
        secret: {
          secretName: 'nats-client-tls',
          defaultMode: 0o440,
          items: ['ca.crt', 'tls.crt', 'tls.key'].map((key) => ({ key, path: key })),
        },
      });
      expect(containers[0].volumeMounts).toContainEqual({
        name: 'nats-tls',
        mountPath: '/etc/nats-tls',
        readOnly: true,
      });
    }
  });

  test('the private key of the servers reaches no pod of a graph', () => {
    const server = TlsSecret.named('nats-tls', { authorities: 'authority.pem' });
    const planes = Planes.nats(natsAt(NatsTls.server(server), NatsAuth.token(SECRET)));
    expect(environment({ planes })).toMatchObject({ NATS_AUTH_TOKEN: secretKey('nats-auth', 'password') });
    const [{ podTemplate }] = llama({ planes }).deployment.toJson().spec.components;
    expect(podTemplate.spec.volumes[0].secret).toEqual({
      secretName: 'nats-tls',
      defaultMode: 0o440,
      items: [{ key: 'authority.pem', path: 'ca.crt' }],
    });
  });

  test('etcd takes certificates as texts, and the graph says so to the operator', () => {
    const graph = llama({ planes: Planes.direct().withEtcd(ETCD, { leaseTtl: Duration.minutes(2) }) });
    expect(graph.deployment.metadata.toJson().annotations).toEqual({ 'nvidia.com/dynamo-discovery-backend': 'etcd' });
    expect(environment({ planes: Planes.direct().withEtcd(ETCD, { leaseTtl: Duration.minutes(2) }) })).toEqual({
      DYN_REQUEST_PLANE: 'tcp',
      DYN_EVENT_PLANE: 'zmq',
      DYN_DISCOVERY_BACKEND: 'etcd',
      ETCD_ENDPOINTS: 'https://etcd.platform.svc:2379',
      ETCD_AUTH_CA: secretKey('etcd-client-tls', 'ca.crt'),
      ETCD_AUTH_CLIENT_CERT: secretKey('etcd-client-tls', 'tls.crt'),
      ETCD_AUTH_CLIENT_KEY: secretKey('etcd-client-tls', 'tls.key'),
      ETCD_LEASE_TTL: '120',
    });
  });

  test('etcd with a password has no certificates beside it', () => {
    const access = EtcdAccess.password({ password: SECRET, root: SECRET, peer: TlsSecret.named('etcd-peer-tls') });
    const found = environment({ planes: Planes.direct().withEtcd(etcdAt(access)) });
    expect(found).toMatchObject({
      ETCD_AUTH_USERNAME: 'dynamo',
      ETCD_AUTH_PASSWORD: secretKey('nats-auth', 'password'),
      ETCD_ENDPOINTS: 'http://etcd.platform.svc:2379',
    });
    expect(Object.keys(found)).not.toContain('ETCD_AUTH_CA');
  });

  test('what the user sets wins, and the rules see it', () => {
    const graph = llama({ planes: Planes.nats(PLAIN), frontend: { extraEnv: { DYN_REQUEST_PLANE: 'tcp' } } });
    expect(graph.check().findings.map(({ code }) => code)).toEqual(['DYN030', 'DYN030']);
  });

  test('all of it together passes every rule, in every release that can', () => {
    for (const release of Release.all) {
      const nats = release.atLeast('1.5') ? MUTUAL : natsAt(NatsTls.none(), NatsAuth.password('dynamo', SECRET));
      const graph = llama({ release, planes: Planes.nats(nats).withEtcd(ETCD) });
      expect(graph.check().findings).toEqual([]);
    }
  });

  test('TLS to NATS before 1.5, and a lease before 1.3, are refused', () => {
    expect(() => llama({ release: Release.V1_4, planes: Planes.nats(MUTUAL) })).toThrow(
      "'planes' must be NATS without TLS, got 'NATS with TLS in release 1.4'; take release 1.5 or newer",
    );
    const planes = Planes.direct().withEtcd(ETCD, { leaseTtl: Duration.seconds(30) });
    expect(() => llama({ release: Release.V1_2, planes })).toThrow("'leaseTtl' must be left out in release 1.2");
    expect(() => Planes.direct().withEtcd(ETCD, { leaseTtl: Duration.millis(1500) })).toThrow(
      "'leaseTtl' must be whole seconds",
    );
  });

  test('a graph is applied after the servers of its app', () => {
    const graph = llama();
    const nats = new Nats(graph, 'nats', { tls: NatsTls.none(), auth: NatsAuth.none() });
    const after = new InferenceGraph(graph, 'after', {
      model: graph.model,
      engine: graph.engine,
      planes: Planes.nats(nats),
    });
    expect(after.deployment.node.dependencies).toContain(nats.statefulSet);
  });

  test('are described, without secrets', () => {
    expect(llama({ planes: Planes.nats(MUTUAL).withEtcd(ETCD) }).describe().planes).toEqual({
      requests: 'nats',
      events: 'nats',
      discovery: 'etcd',
      nats: {
        url: 'tls://nats.platform.svc:4222',
        tls: 'mutual',
        auth: 'password',
        maxPayloadBytes: 15 * 2 ** 20,
        longestMessageBytes: 5120 * 8 + 2 ** 20,
      },
      etcd: { endpoints: ['https://etcd.platform.svc:2379'], access: 'mutual-tls' },
    });
  });
});
