import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeconfigSource } from '../../../stacks/pulumi/readiness';
import type { Request } from './requests';

const NAMESPACE = 'inference';
const GRAPH = { apiVersion: 'nvidia.com/v1beta1', resource: 'dynamographdeployments', namespace: NAMESPACE };
const GRAPHS = `/apis/nvidia.com/v1beta1/namespaces/${NAMESPACE}/dynamographdeployments`;
const PODS = { apiVersion: 'v1', resource: 'pods', namespace: NAMESPACE };

interface Result {
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Reply {
  readonly code: number;
  readonly type: string;
  readonly body: string;
}

function json(code: number, body: unknown): Reply {
  return { code, type: 'application/json', body: JSON.stringify(body) };
}

function failure(code: number, message: string, details = {}): Reply {
  return json(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, details });
}

/** Plays the API: knows one graph, three pods on two pages, and events that nobody may read. Undefined: hangs up. */
function answer(url: URL, authorization: string | undefined): Reply | undefined {
  if (authorization !== 'Bearer s3cret') return failure(401, 'Unauthorized');
  switch (url.pathname.replace(/^\/prefix/, '')) {
    case `${GRAPHS}/r1`:
      return json(200, { kind: 'DynamoGraphDeployment', metadata: { name: 'r1', creationTimestamp: '2026-08-01' } });
    case `${GRAPHS}/r2`:
      return failure(404, 'dynamographdeployments.nvidia.com "r2" not found', { name: 'r2' });
    case `/api/v1/namespaces/${NAMESPACE}/pods`:
      return url.searchParams.get('labelSelector') === 'a=b in (c)'
        ? page(url.searchParams.get('continue') === 'page 2&')
        : failure(400, 'no selector');
    case `/api/v1/namespaces/${NAMESPACE}/events`:
      return failure(403, 'events is forbidden: User "x" cannot list resource "events"');
    case '/api/v1/namespaces/portal/pods':
      return { code: 200, type: 'text/html', body: '<html>log in</html>' };
    case '/api/v1/namespaces/rude/pods':
      return undefined;
    default:
      // What the API server says about a kind that it does not know.
      return { code: 404, type: 'text/plain', body: '404 page not found\n' };
  }
}

function page(last: boolean): Reply {
  return last
    ? json(200, { items: [{ metadata: { name: 'c' } }], metadata: {} })
    : json(200, {
        items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
        metadata: { continue: 'page 2&' },
      });
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const reply = answer(new URL(request.url ?? '', 'http://api'), request.headers.authorization);
  if (reply === undefined) request.socket.destroy();
  else response.writeHead(reply.code, { 'Content-Type': reply.type }).end(reply.body);
}

function kubeconfig(server: string, user: unknown = { token: 's3cret' }): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user }],
    contexts: [
      { name: 'test', context: { cluster: 'test', user: 'test' } },
      { name: 'nowhere', context: { cluster: 'gone', user: 'test' } },
      { name: 'nobody', context: { cluster: 'test', user: 'gone' } },
    ],
  });
}

/** What each request comes to. */
async function read(...requests: readonly Request[]): Promise<readonly Result[]> {
  const program = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'read-cluster.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  program.stdin.end(JSON.stringify(requests));
  let output = '';
  program.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  await new Promise((resolve, reject) => program.on('close', resolve).on('error', reject));
  return JSON.parse(output);
}

const GET = { verb: 'get', reference: { ...GRAPH, name: 'r1' } } as const;

describe('reading a cluster', () => {
  let server: Server;
  let address: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readiness-'));
    server = createServer(serve);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => server.close(resolve));
  });

  it('gets objects, lists all pages, and tells what goes wrong from what is not there', async () => {
    const source = { text: kubeconfig(`${address}/prefix/`) };
    const results = await read(
      { source, ...GET },
      { source, verb: 'get', reference: { ...GRAPH, name: 'r2' } },
      { source, verb: 'get', reference: { ...GRAPH, apiVersion: 'nvidia.com/v9', name: 'r1' } },
      { source, verb: 'list', query: { ...PODS, labelSelector: 'a=b in (c)' } },
      { source, verb: 'list', query: PODS },
      { source, verb: 'events', namespace: NAMESPACE },
      { source, verb: 'list', query: { ...PODS, namespace: 'portal' } },
      { source, verb: 'list', query: { ...PODS, namespace: 'rude' } },
    );
    expect(results).toEqual([
      { value: { kind: 'DynamoGraphDeployment', metadata: { name: 'r1', creationTimestamp: '2026-08-01' } } },
      { value: null },
      {
        error: 'ApiServerError',
        message: expect.stringMatching(/^cannot get dynamographdeployments r1 .*404 page not found \(.*CRDs installed/),
      },
      { value: ['a', 'b', 'c'].map((name) => ({ metadata: { name } })) },
      { error: 'ApiServerError', message: 'cannot list pods in namespace inference: 400 no selector' },
      { error: 'ApiServerError', message: expect.stringMatching(/403 events is forbidden/) },
      { error: 'ApiServerError', message: expect.stringMatching(/something other than a JSON object/) },
      { error: 'ApiServerError', message: expect.stringMatching(/127\.0\.0\.1:\d+\/prefix: socket hang up/) },
    ]);
  }, 30_000);

  it('takes credentials from a command, as EKS needs, and a kubeconfig from a file', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      kind: 'ExecCredential',
      status: { token: 's3cret' },
    };
    const args = ['-e', `console.log(${JSON.stringify(JSON.stringify(credential))})`];
    const exec = { apiVersion: credential.apiVersion, command: process.execPath, args };
    const path = join(folder, 'exec');
    writeFileSync(path, kubeconfig(address, { exec }));
    const broken = kubeconfig(address, {
      exec: { ...exec, args: ['-e', 'console.error("sso expired"); process.exit(1)'] },
    });
    const [good, expired] = await read({ source: { path }, ...GET }, { source: { text: broken }, ...GET });
    expect(good).toMatchObject({ value: { metadata: { name: 'r1' } } });
    expect(expired).toMatchObject({
      error: 'CredentialsError',
      message: expect.stringMatching(
        /^no credentials for context 'test': sso expired; check that `kubectl --context test/,
      ),
    });
  }, 30_000);

  it('passes on what the API server says to a wrong token', async () => {
    const text = kubeconfig(address, { token: 'wrong' });
    const [result] = await read({ source: { text }, ...GET });
    expect(result?.message).toMatch(/: 401 Unauthorized$/);
  }, 30_000);

  it('says what is wrong with a kubeconfig, and never quotes it', async () => {
    const text = kubeconfig(address);
    const path = join(folder, 'broken');
    writeFileSync(path, 'users:\n- name: x\n  user: {token: s3cret\n');
    const cases: readonly (readonly [KubeconfigSource, RegExp])[] = [
      [{ text, context: 'tset' }, /^the kubeconfig has no context 'tset'; did you mean 'test'\?$/],
      [{ text, context: 'production' }, /has no context 'production'; it has 'test', 'nowhere', 'nobody'$/],
      [{ text, context: 'nowhere' }, /context 'nowhere' .* leads to no cluster/],
      [{ text, context: 'nobody' }, /context 'nobody' .* names a user that the kubeconfig does not have/],
      [{ text: '' }, /the kubeconfig cannot be read as a kubeconfig: it needs lists of clusters, users and contexts$/],
      [{ text: '{"clusters":[],"users":[],"contexts":[]}' }, /has no current context; name one of its contexts: none/],
      [{ path: join(folder, 'absent') }, /absent' cannot be read as a kubeconfig: ENOENT/],
      [{ path }, /broken' cannot be read as a kubeconfig/],
    ];
    const results = await read(...cases.map(([source]) => ({ source, ...GET })));
    expect(results).toEqual(
      cases.map(([, message]) => ({ error: 'KubeconfigError', message: expect.stringMatching(message) })),
    );
    expect(JSON.stringify(results)).not.toContain('s3cret');
  }, 30_000);
});
