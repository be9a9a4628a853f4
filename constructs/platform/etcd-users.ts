import type { Construct } from 'constructs';
import { Job } from '../api';
import type { EtcdPasswordProps } from '../graph';
import { contentHash } from '../graph/content-hash';
import { SERVERS } from './server-images';
import { RESTRICTED, serverLabels } from './server-set';

export interface EtcdUsers {
  /** Name of the etcd cluster. */
  readonly name: string;
  /** Address of its client Service. */
  readonly url: string;
  readonly login: EtcdPasswordProps & { readonly user: string };
}

/** Variables that the script reads. */
const ETCD_USER_ENV = {
  url: 'ETCD_URL',
  user: 'GRAPH_USER',
  password: 'GRAPH_PASSWORD',
  root: 'ROOT_PASSWORD',
} as const;

/**
 * Makes the users and switches authentication on; run again, it sets the password of the graphs anew. The image of etcd has no shell, and its client
 * stops where a user is there already; etcd's JSON gateway takes the same calls.
 */
const ETCD_USER_SCRIPT = `
import base64, json, os, sys, time, urllib.error, urllib.request

url, user = os.environ['ETCD_URL'], os.environ['GRAPH_USER']
password, root = os.environ['GRAPH_PASSWORD'], os.environ['ROOT_PASSWORD']
token = None


def call(path, body, fine=()):
    data = json.dumps(body).encode()
    headers = {'Authorization': token} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, data, headers), timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        message = error.read().decode()
        if any(text in message for text in fine):
            return None
        sys.exit(f'{path}: {message}')


def wait():
    for attempt in range(120):
        try:
            return call('/v3/auth/status', {})
        except OSError as error:
            print('waiting for etcd:', error, flush=True)
            time.sleep(5)
    sys.exit('etcd does not answer')


enabled = wait().get('enabled', False)
if enabled:
    token = call('/v3/auth/authenticate', {'name': 'root', 'password': root})['token']
every = base64.b64encode(b'\\0').decode()
users = [(user, password, 'graphs')]
if not enabled:
    users.append(('root', root, 'root'))
for name, secret, role in users:
    call('/v3/auth/role/add', {'name': role}, fine=('role name already exists',))
    if call('/v3/auth/user/add', {'name': name, 'password': secret}, fine=('user name already exists',)) is None:
        call('/v3/auth/user/changepw', {'name': name, 'password': secret})
    call('/v3/auth/user/grant', {'user': name, 'role': role})
permission = {'permType': 'READWRITE', 'key': every, 'range_end': every}
call('/v3/auth/role/grant', {'name': 'graphs', 'perm': permission})
if not enabled:
    call('/v3/auth/enable', {})
print('authentication is on for', user, flush=True)
`.trimStart();

/** Labels of the Job's pods, which may connect to etcd. */
export function etcdUserLabels(name: string): Record<string, string> {
  return { ...serverLabels({ kind: 'etcd', name }), 'app.kubernetes.io/name': 'etcd-users' };
}

/** The Job that makes the users. Its name changes with its content, for a Job cannot be changed. */
export function addEtcdUsers(scope: Construct, { name, url, login }: EtcdUsers): Job {
  const { image } = SERVERS.python;
  const secret = (variable: string, { name, key }: EtcdPasswordProps['password']) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name, key } },
  });
  const env = [
    { name: ETCD_USER_ENV.url, value: url },
    { name: ETCD_USER_ENV.user, value: login.user },
    secret(ETCD_USER_ENV.password, login.password),
    secret(ETCD_USER_ENV.root, login.root),
  ];
  const labels = etcdUserLabels(name);
  const hash = contentHash(JSON.stringify([image, ETCD_USER_SCRIPT, env]));
  const quantities = { cpu: '100m', memory: '128Mi' };
  return new Job(scope, 'users', {
    metadata: { name: `${name}-users-${hash}`, labels },
    spec: {
      backoffLimit: 10,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'OnFailure',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: RESTRICTED.pod,
          containers: [
            {
              name: 'users',
              image,
              command: ['python3', '-c', ETCD_USER_SCRIPT],
              env,
              resources: { limits: quantities, requests: quantities },
              securityContext: RESTRICTED.container,
            },
          ],
        },
      },
    },
  });
}
