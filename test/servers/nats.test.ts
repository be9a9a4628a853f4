import { App, Chart, Size } from 'cdk8s';
import { Nats, NatsAuth, type NatsProps, NatsTls, SecretKey, TlsSecret } from '../../constructs';
import { type Certificate, CertificateAuthority } from '../../scripts/control-plane/certificates';
import { ensureNatsServer } from '../../scripts/servers';
import { Pods, type Secrets, until } from './kubelet';
import { NatsClient, type NatsClientOptions } from './nats-client';

const PASSWORD = '12#4 "{$x}; \\ end';
const AUTH = NatsAuth.password('dynamo', SecretKey.of('nats-auth', 'password'));
const MIB = 2 ** 20;

const { path: program } = ensureNatsServer();

function render(props: NatsProps): { readonly nats: Nats; readonly documents: Parameters<typeof Pods.of>[0] } {
  const chart = new Chart(new App(), 'test', { namespace: 'inference' });
  const nats = new Nats(chart, 'nats', props);
  return { nats, documents: chart.toJson() };
}

const pem = ({ key, certificate }: Certificate, authority: CertificateAuthority) => ({
  'tls.crt': certificate,
  'tls.key': key,
  'ca.crt': authority.certificate,
});

describe('three NATS servers with mutual TLS and a password', () => {
  const { nats, documents } = render({
    tls: NatsTls.mutual(TlsSecret.named('nats-tls'), TlsSecret.named('nats-client-tls')),
    auth: AUTH,
    storage: Size.gibibytes(1),
    memory: Size.mebibytes(512),
  });
  let pods: Pods;
  let options: (pod: number) => NatsClientOptions;
  let stranger: Certificate;
  let authority: CertificateAuthority;
  const clients: NatsClient[] = [];

  const connect = async (changes: Partial<NatsClientOptions> = {}, pod = 0): Promise<NatsClient> => {
    const client = await NatsClient.connect({ ...options(pod), ...changes });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    authority = await CertificateAuthority.create();
    const client = await authority.client('dynamo');
    stranger = await (await CertificateAuthority.create()).client('dynamo');
    const secrets: Secrets = {
      'nats-tls': pem(await authority.member(nats.certificateNames), authority),
      'nats-auth': { password: PASSWORD },
    };
    pods = await Pods.of(documents, 'nats', program, secrets);
    options = (pod) => ({
      port: pods.all[pod]?.port('client') ?? 0,
      tls: { ca: authority.certificate, cert: client.certificate, key: client.key, servername: 'nats.inference.svc' },
      login: { user: 'dynamo', pass: PASSWORD },
    });
    pods.start();
    await pods.ready();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => pods.stop());

  test('form one cluster, and pass the probes of the pods', async () => {
    for (const pod of pods.all) {
      await until(
        async () => {
          const { meta_cluster: cluster } = JSON.parse(await pod.monitor('/jsz'));
          return cluster.name === 'nats' && cluster.cluster_size === 3 && /^nats-[012]$/.test(cluster.leader);
        },
        () => `${pod.name} knows no leader of three`,
      );
      await until(
        async () => (await pod.probe('startupProbe')) === 200,
        () => `${pod.name} does not start:\n${pod.log}`,
      );
      expect(await pod.probe('livenessProbe')).toBe(200);
    }
  });

  test('have the limits that were rendered', async () => {
    const { max_payload, jetstream, server_name, tls_required } = JSON.parse(await pods.first.monitor('/varz'));
    expect({ max_payload, server_name, tls_required }).toEqual({
      max_payload: nats.maxPayloadBytes,
      server_name: 'nats-0',
      tls_required: true,
    });
    expect(jetstream.config).toMatchObject({ max_storage: Math.floor(0.85 * 2 ** 30), max_memory: 128 * MIB });
  });

  test('pass a message from one to the other', async () => {
    const receive = await (await connect({}, 2)).subscribe('requests');
    const sender = await connect({}, 0);
    // A subscription takes a moment to be known to the other servers.
    const message = receive();
    await until(
      async () => {
        await sender.publish('requests', Buffer.from('hello'));
        return (await Promise.race([message, Promise.resolve(undefined)])) !== undefined;
      },
      () => 'the message does not arrive',
    );
    expect((await message).toString()).toBe('hello');
  });

  test('do not tell clients the addresses of pods', async () => {
    expect((await connect()).info.connect_urls).toBeUndefined();
  });

  test.each([
    ['a wrong password', { login: { user: 'dynamo', pass: '12' } }],
    ['another user', { login: { user: 'root', pass: PASSWORD } }],
    ['no password', { login: {} }],
  ])('refuse %s', async (_, changes) => {
    await expect(connect(changes)).rejects.toThrow('Authorization Violation');
  });

  test('refuse plain TCP, although the password is right', async () => {
    const { port, login = {} } = options(0);
    await expect(NatsClient.connect({ port, login })).rejects.toThrow(/TLS Required|closed the connection|ECONNRESET/);
  });

  test('refuse a client without a certificate, and one of another authority', async () => {
    const { tls } = options(0);
    const { ca = '' } = tls ?? {};
    await expect(connect({ tls: { ca, servername: 'nats.inference.svc' } })).rejects.toThrow();
    const other = { ca, cert: stranger.certificate, key: stranger.key, servername: 'nats.inference.svc' };
    await expect(connect({ tls: other })).rejects.toThrow();
  });

  test('are refused by a client that trusts another authority, or knows them by another name', async () => {
    const { tls } = options(0);
    const { certificate: ca } = await CertificateAuthority.create();
    await expect(connect({ tls: { ...tls, ca } })).rejects.toThrow(/certificate/);
    await expect(connect({ tls: { ...tls, servername: 'nats.other.svc' } })).rejects.toThrow(/altnames/);
  });

  test('take a message of the largest size, and none above', async () => {
    const client = await connect();
    const receive = await client.subscribe('long');
    await client.publish('long', Buffer.alloc(nats.maxPayloadBytes, '7'));
    expect((await receive()).length).toBe(15 * MIB);
    await expect(client.publish('long', Buffer.alloc(nats.maxPayloadBytes + 1))).rejects.toThrow(
      /Maximum Payload Violation|closed the connection|ECONNRESET|EPIPE/,
    );
  });

  test('take a stream within the limits of storage, on all three, and refuse one above', async () => {
    const client = await connect();
    const stream = (name: string, max_bytes: number, storage = 'file') =>
      client.request(`$JS.API.STREAM.CREATE.${name}`, {
        name,
        subjects: [`${name}.*`],
        num_replicas: 3,
        storage,
        max_bytes,
      });
    expect(await stream('kv_events', 256 * MIB)).toMatchObject({
      config: { num_replicas: 3 },
      cluster: { replicas: [expect.anything(), expect.anything()] },
    });
    expect(await stream('above', 1024 * MIB)).toMatchObject({
      error: { description: expect.stringMatching(/storage|peers/) },
    });
    expect(await stream('memory', 256 * MIB, 'memory')).toMatchObject({ error: expect.anything() });
  });

  test('go on taking messages into a stream of three when one is lost', async () => {
    const stream = { name: 'lasting', subjects: ['lasting'], num_replicas: 3, max_bytes: MIB };
    expect(await (await connect()).request('$JS.API.STREAM.CREATE.lasting', stream)).not.toHaveProperty('error');
    await pods.all[1]?.stop();
    await until(
      async () => {
        // An unanswered request ends its connection.
        const client = await connect({}, 2);
        return (await client.request('lasting', {}))['stream'] === 'lasting';
      },
      () => `two servers of three take no message:\n${pods.all.map(({ log }) => log.slice(-1500)).join('\n')}`,
    );
  });
});

describe('one NATS server', () => {
  const run = async (props: Omit<NatsProps, 'servers'>, secrets: Secrets, test: (pods: Pods) => Promise<void>) => {
    const pods = await Pods.of(render({ ...props, servers: 1 }).documents, 'nats', program, secrets);
    try {
      pods.start();
      await pods.ready();
      await test(pods);
    } finally {
      await pods.stop();
    }
  };
  const token = NatsAuth.token(SecretKey.of('nats-auth', 'token'));

  test.each(['1234567890', 'a#b', '"quoted" \\ {x}: [y]; $HOME', '5k', 'true'])(
    'takes the token %s as it stands in the Secret, and no other',
    async (value) => {
      await run({ tls: NatsTls.none(), auth: token }, { 'nats-auth': { token: value } }, async ({ first }) => {
        const port = first.port('client');
        (await NatsClient.connect({ port, login: { auth_token: value } })).close();
        for (const auth_token of [value.slice(0, 1), `'${value}'`]) {
          await expect(NatsClient.connect({ port, login: { auth_token } })).rejects.toThrow('Authorization Violation');
        }
      });
    },
  );

  test('with TLS of the server alone asks no client for a certificate', async () => {
    const authority = await CertificateAuthority.create();
    const tls = NatsTls.server(TlsSecret.named('own', { certificate: 'cert', privateKey: 'key', authorities: 'ca' }));
    const { nats } = render({ tls, auth: AUTH });
    const { certificate: cert, key } = await authority.member(nats.certificateNames);
    const secrets = { own: { cert, key, ca: authority.certificate }, 'nats-auth': { password: PASSWORD } };
    await run({ tls, auth: AUTH }, secrets, async ({ first }) => {
      const login = { user: 'dynamo', pass: PASSWORD };
      const client = await NatsClient.connect({
        port: first.port('client'),
        tls: { ca: authority.certificate, servername: 'nats' },
        login,
      });
      client.close();
      await expect(NatsClient.connect({ port: first.port('client'), login })).rejects.toThrow();
    });
  });

  test('hands over its clients and ends when its pod is to stop', async () => {
    await run({ tls: NatsTls.none(), auth: NatsAuth.none() }, {}, async ({ first }) => {
      expect(first.preStop()).toBe(0);
      await until(
        async () => first.exited,
        () => first.log,
      );
      expect(first.log).toContain('Entering lame duck mode');
    });
  });
});
