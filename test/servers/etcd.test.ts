import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { App, Chart, Size } from 'cdk8s';
import { Etcd, EtcdAccess, type EtcdProps, SecretKey, TlsSecret } from '../../constructs';
import { type Certificate, CertificateAuthority } from '../../scripts/control-plane/certificates';
import { ensureEtcd } from '../../scripts/servers';
import { call, type EtcdClientOptions, get, login, put } from './etcd-client';
import { environment, type KubernetesObject, Pods, type Secrets, until } from './kubelet';

const { path: program } = ensureEtcd();

function render(props: EtcdProps): { readonly etcd: Etcd; readonly documents: readonly KubernetesObject[] } {
  const chart = new Chart(new App(), 'test', { namespace: 'inference' });
  const etcd = new Etcd(chart, 'etcd', props);
  return { etcd, documents: chart.toJson() };
}

const pem = ({ key, certificate }: Certificate, authority: CertificateAuthority) => ({
  'tls.crt': certificate,
  'tls.key': key,
  'ca.crt': authority.certificate,
});

describe('three members of etcd with mutual TLS', () => {
  const { etcd, documents } = render({
    access: EtcdAccess.mutualTls({
      server: TlsSecret.named('etcd-tls'),
      client: TlsSecret.named('etcd-client-tls'),
      peer: TlsSecret.named('etcd-peer-tls'),
    }),
    quota: Size.mebibytes(512),
  });
  let pods: Pods;
  let authority: CertificateAuthority;
  let client: Certificate;
  let members: readonly EtcdClientOptions[];

  beforeAll(async () => {
    authority = await CertificateAuthority.create();
    client = await authority.client('dynamo');
    // Clients are no peers.
    const peers = await CertificateAuthority.create();
    const secrets: Secrets = {
      'etcd-tls': pem(await authority.member(etcd.certificateNames), authority),
      'etcd-peer-tls': pem(await peers.member(etcd.certificateNames), peers),
    };
    pods = await Pods.of(documents, 'etcd', program, secrets);
    members = pods.all.map((pod) => ({
      url: `https://127.0.0.1:${pod.port('client')}`,
      tls: { ca: authority.certificate, cert: client.certificate, key: client.key, servername: 'etcd.inference.svc' },
    }));
    pods.start();
    await pods.ready();
  });
  afterAll(() => pods.stop());

  const member = (index: number): EtcdClientOptions => members[index] ?? { url: '' };

  test('form one cluster, and pass the probes of the pods', async () => {
    const { members: list } = await call(member(0), '/v3/cluster/member/list', {});
    expect(Array.isArray(list) ? list.map(({ name }) => name).sort() : []).toEqual(['etcd-0', 'etcd-1', 'etcd-2']);
    for (const pod of pods.all) {
      expect(await pod.probe('startupProbe')).toBe(200);
      expect(await pod.probe('livenessProbe')).toBe(200);
    }
  });

  test('have the quota that was rendered', async () => {
    expect(await pods.first.monitor('/metrics')).toMatch(/^etcd_server_quota_backend_bytes 5\.36870912e\+08$/m);
  });

  test('give back from one what another took', async () => {
    await put(member(0), 'v1/instances/a', 'here');
    expect(await get(member(2), 'v1/instances/a')).toBe('here');
  });

  test('refuse a client without a certificate, one of another authority, and one of the peers', async () => {
    const { url, tls = {} } = member(0);
    const { ca = '', servername = '' } = tls;
    await expect(get({ url, tls: { ca, servername } }, 'a')).rejects.toThrow();
    const stranger = await (await CertificateAuthority.create()).client('dynamo');
    const other = { ca, servername, cert: stranger.certificate, key: stranger.key };
    await expect(get({ url, tls: other }, 'a')).rejects.toThrow();
    await expect(get({ url: url.replace('https', 'http') }, 'a')).rejects.toThrow();
  });

  test('refuse a client certificate at the port of the peers', async () => {
    const { tls = {} } = member(0);
    const url = `https://127.0.0.1:${pods.first.port('peer')}`;
    await expect(call({ url, tls }, '/members', {})).rejects.toThrow();
  });

  test('go on when one is lost', async () => {
    await pods.all[0]?.stop();
    // The one that is lost may have been the leader.
    await until(
      async () => {
        await put(member(1), 'v1/instances/b', 'still');
        return (await get(member(2), 'v1/instances/b')) === 'still';
      },
      () => 'two members of three take nothing',
    );
  });
});

describe('etcd with a password', () => {
  const { documents } = render({
    servers: 1,
    access: EtcdAccess.password({
      password: SecretKey.of('etcd-auth', 'password'),
      root: SecretKey.of('etcd-auth', 'root'),
    }),
  });
  const password = 'p"a\\s$(POD_NAME)#1';
  const root = '12345';
  let pods: Pods;
  let url: string;

  /** Runs the rendered Job. */
  const makeUsers = async (auth: Readonly<Record<string, string>>) => {
    const job = documents.find(({ kind }) => kind === 'Job');
    const [container] = job?.spec.template.spec.containers ?? [{}];
    const [command = '', ...args] = container.command ?? [];
    const env = { ...environment(container, 'job', { 'etcd-auth': auth }), ETCD_URL: url };
    return promisify(execFile)(command, args, { env: { PATH: process.env['PATH'], ...env } });
  };

  beforeAll(async () => {
    pods = await Pods.of(documents, 'etcd', program, {});
    url = `http://127.0.0.1:${pods.first.port('client')}`;
    pods.start();
    await makeUsers({ password, root });
  });
  afterAll(() => pods.stop());

  test('the user reads and writes every key', async () => {
    const user = await login({ url }, 'dynamo', password);
    await put(user, 'v1/instances/a', 'here');
    expect(await get(user, 'v1/instances/a')).toBe('here');
  });

  test('may not make users', async () => {
    const user = await login({ url }, 'dynamo', password);
    await expect(call(user, '/v3/auth/user/add', { name: 'eve', password: 'x' })).rejects.toThrow('permission denied');
  });

  test('a wrong password, and none, are refused', async () => {
    await expect(login({ url }, 'dynamo', '12345')).rejects.toThrow('authentication failed');
    await expect(put({ url }, 'v1/instances/a', 'x')).rejects.toThrow('user name is empty');
  });

  test('the Job run again sets the password anew', async () => {
    await makeUsers({ password: 'another', root });
    await login({ url }, 'dynamo', 'another');
    await expect(login({ url }, 'dynamo', password)).rejects.toThrow('authentication failed');
  });

  test('and fails with the wrong password of root', async () => {
    await expect(makeUsers({ password, root: 'wrong' })).rejects.toThrow('authentication failed');
  });
});
