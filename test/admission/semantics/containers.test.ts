import { container, pod } from './support';

const VOLUMES = {
  volumes: [
    { name: 'a', emptyDir: {} },
    { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
  ],
};
const get = { httpGet: { path: '/', port: 'http' } };

/** The verdicts are those of a real API server (1.36.3). */
describe('containers', () => {
  test.each<readonly [string, object]>([
    ['a port without a name', { ports: [{ containerPort: 80 }] }],
    ['the same port twice', { ports: [{ containerPort: 80 }, { containerPort: 80 }] }],
    ['a host port', { ports: [{ containerPort: 80, hostPort: 8080 }] }],
    ['variables with dots, dashes and digits in front', { env: [{ name: '1.a-b', value: 'x' }] }],
    ['a variable twice', { env: [{ name: 'A' }, { name: 'A' }] }],
    ['a label as a variable', { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a']" } } }] }],
    [
      'an empty value beside a source',
      { env: [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
    ],
    ['a limit without a request', { resources: { limits: { cpu: 1, 'nvidia.com/gpu': '1' } } }],
    [
      'quantities of another notation',
      { resources: { limits: { memory: '1Gi' }, requests: { memory: '1073741824' } } },
    ],
    ['a thresholdless probe', { livenessProbe: { ...get, successThreshold: 0 } }],
    ['a readiness probe with two successes', { readinessProbe: { ...get, successThreshold: 2 } }],
    ['a hook that sleeps', { lifecycle: { preStop: { sleep: { seconds: 30 } } } }],
    [
      'SYS_ADMIN by its short name',
      { securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } } },
    ],
    ['nulls everywhere', { ports: null, env: null, resources: null, livenessProbe: null, volumeMounts: null }],
    [
      'values of another type, which the schema reports',
      { ports: 'x', env: { a: 1 }, resources: [], livenessProbe: 3 },
    ],
  ])('%s passes', (_, fields) => expect(container(fields)).toEqual([]));

  test.each<readonly [string, object, RegExp]>([
    ['a name in upper case', { name: 'Main' }, /^containers\[Main\]\.name: found "Main", allowed is a DNS label/],
    ['no image', { image: '' }, /^containers\[main\]\.image: found "", allowed is an image/],
    ['space around an image', { image: 'a ' }, /\.image: found "a ", allowed is an image without space/],
    ['an unknown pull policy', { imagePullPolicy: 'Sometimes' }, /\.imagePullPolicy: found "Sometimes"/],
    ['a port out of range', { ports: [{ containerPort: 70000 }] }, /\.ports\[0\]\.containerPort: found 70000/],
    ['no port', { ports: [{ name: 'a' }] }, /\.ports\[a\]\.containerPort: found nothing/],
    ['a long port name', { ports: [{ name: 'a-very-long-name', containerPort: 1 }] }, /a port name/],
    [
      'two ports of a name',
      {
        ports: [
          { name: 'a', containerPort: 1 },
          { name: 'a', containerPort: 2 },
        ],
      },
      /no other port/,
    ],
    ['an unknown protocol', { ports: [{ containerPort: 1, protocol: 'HTTP' }] }, /one of TCP, UDP, SCTP/],
    ['a variable with =', { env: [{ name: 'A=B' }] }, /\.env\[A=B\]\.name: found "A=B", allowed is a variable name/],
    ['a variable without a name', { env: [{ value: 'x' }] }, /\.env\[0\]\.name: found nothing/],
    [
      'a value beside a source',
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      /nothing beside a value/,
    ],
    ['no source', { env: [{ name: 'A', valueFrom: {} }] }, /a source: one of fieldRef/],
    [
      'a field that is not to be had',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.hostname' } } }] },
      /fieldPath: found "spec\.hostname"/,
    ],
    [
      'a bad divisor',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1k' } } }] },
      /divisor: found "1k", allowed is one of 1m, 1/,
    ],
    [
      'a key that is none',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a b' } } }] },
      /secretKeyRef\.key: found "a b"/,
    ],
    [
      'two sources of variables',
      { envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] },
      /secretRef: .*nothing beside configMapRef/,
    ],
    [
      'a request above its limit',
      { resources: { limits: { cpu: '1' }, requests: { cpu: '1500m' } } },
      /requests\.cpu: found "1500m", allowed is at most the limit of cpu/,
    ],
    [
      'a part of a GPU',
      { resources: { limits: { 'nvidia.com/gpu': '1.5' } } },
      /limits\[nvidia\.com\/gpu\]: found "1\.5", allowed is a whole number/,
    ],
    [
      'another request than limit of GPUs',
      { resources: { limits: { 'nvidia.com/gpu': '2' }, requests: { 'nvidia.com/gpu': '1' } } },
      /the same amount as the limit/,
    ],
    [
      'a GPU request without a limit',
      { resources: { requests: { 'nvidia.com/gpu': '1' } } },
      /only beside an equal limit/,
    ],
    [
      'a negative amount',
      { resources: { limits: { cpu: '-1' } } },
      /limits\.cpu: found "-1", allowed is an amount of at least 0/,
    ],
    [
      'an unknown resource',
      { resources: { limits: { gpu: '1' } } },
      /limits\.gpu: found the key "gpu", allowed is one of cpu, memory/,
    ],
    [
      'a quota name',
      { resources: { limits: { 'requests.nvidia.com/gpu': '1' } } },
      /found the key "requests\.nvidia\.com\/gpu"/,
    ],
    ['huge pages alone', { resources: { limits: { 'hugepages-2Mi': '2Mi' } } }, /huge pages beside cpu or memory/],
    ['a part of a huge page', { resources: { limits: { cpu: '1', 'hugepages-2Mi': '3Mi' } } }, /a multiple of 2Mi/],
    [
      'a claim that the pod lacks',
      { resources: { claims: [{ name: 'dev' }] } },
      /claims\[dev\]\.name: found "dev", allowed is the name of a resource claim of the pod, which has none/,
    ],
    [
      'a mount without a volume',
      { volumeMounts: [{ name: 'b', mountPath: '/b' }] },
      /volumeMounts\[b\]\.name: found "b", allowed is the name of a volume of the pod \(a, claim\)/,
    ],
    [
      'two mounts at a path',
      {
        volumeMounts: [
          { name: 'a', mountPath: '/x' },
          { name: 'claim', mountPath: '/x' },
        ],
      },
      /volumeMounts\[claim\]\.mountPath: found "\/x", allowed is a path at which/,
    ],
    ['a mount without a path', { volumeMounts: [{ name: 'a' }] }, /mountPath: found nothing/],
    [
      'an absolute subPath',
      { volumeMounts: [{ name: 'a', mountPath: '/a', subPath: '/b' }] },
      /subPath: found "\/b", allowed is a relative path/,
    ],
    [
      'a subPath with steps back',
      { volumeMounts: [{ name: 'a', mountPath: '/a', subPathExpr: '../b' }] },
      /subPathExpr: found "\.\.\/b"/,
    ],
    [
      'propagation from an unprivileged container',
      { volumeMounts: [{ name: 'a', mountPath: '/a', mountPropagation: 'Bidirectional' }] },
      /not privileged/,
    ],
    [
      'a device that is no claim',
      { volumeDevices: [{ name: 'a', devicePath: '/dev/x' }] },
      /a volume of a PersistentVolumeClaim/,
    ],
    [
      'a volume as mount and device',
      { volumeMounts: [{ name: 'claim', mountPath: '/a' }], volumeDevices: [{ name: 'claim', devicePath: '/b' }] },
      /no block device of the container/,
    ],
    [
      'a probe with two handlers',
      { livenessProbe: { ...get, exec: { command: ['x'] } } },
      /livenessProbe\.httpGet: .*nothing beside exec/,
    ],
    [
      'a probe without a handler',
      { startupProbe: { periodSeconds: 5 } },
      /startupProbe: .*a handler: one of exec, httpGet, tcpSocket, grpc/,
    ],
    ['a probe of port 0', { livenessProbe: { httpGet: { path: '/', port: 0 } } }, /httpGet\.port: found 0/],
    [
      'a liveness probe with two successes',
      { livenessProbe: { ...get, successThreshold: 2 } },
      /successThreshold: found 2, allowed is 1, except/,
    ],
    ['a negative threshold', { readinessProbe: { ...get, failureThreshold: -1 } }, /failureThreshold: found -1/],
    [
      'a grace period of a readiness probe',
      { readinessProbe: { ...get, terminationGracePeriodSeconds: 5 } },
      /in a readiness probe/,
    ],
    [
      'a hook longer than the grace period',
      { lifecycle: { preStop: { sleep: { seconds: 31 } } } },
      /seconds: found 31, allowed is a number from 0 to 30/,
    ],
    [
      'a command without words',
      { lifecycle: { postStart: { exec: { command: [] } } } },
      /exec\.command: found \[\], allowed is a command/,
    ],
    [
      'privileged without escalation',
      { securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      /true for a privileged container/,
    ],
    [
      'CAP_SYS_ADMIN without escalation',
      { securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } } },
      /CAP_SYS_ADMIN/,
    ],
    ['a negative user', { securityContext: { runAsUser: -1 } }, /runAsUser: found -1/],
    [
      'a seccomp file without the type',
      { securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } } },
      /unless the type is 'Localhost'/,
    ],
    ['an unmasked /proc', { securityContext: { procMount: 'Unmasked' } }, /'Default' unless hostUsers is false/],
    [
      'rules without a policy',
      { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] },
      /a policy beside restartPolicyRules/,
    ],
  ])('%s is refused', (_, fields, message) => {
    const found = container(fields, VOLUMES);
    expect(found).toEqual([expect.stringMatching(message)]);
  });

  test('two of a name, in either list', () => {
    const twice = [{ name: 'main', image: 'b' }];
    expect(pod({ initContainers: twice })).toEqual([
      expect.stringMatching(/^initContainers\[main\]\.name: .*no other container/),
    ]);
  });

  test('an init container has no probe unless it is a sidecar', () => {
    const init = { name: 'init', image: 'i', livenessProbe: get };
    expect(pod({ initContainers: [init] })).toEqual([
      expect.stringMatching(/^initContainers\[init\]\.livenessProbe: .*without 'restartPolicy: Always'/),
    ]);
    expect(pod({ initContainers: [{ ...init, restartPolicy: 'Always' }] })).toEqual([]);
  });
});
