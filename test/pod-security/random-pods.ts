import fc from 'fast-check';

/** Pod specs that differ in everything Pod Security looks at, and are otherwise accepted by Kubernetes. */
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.integer({ min: 0, max: 7 }).chain((n) => (n === 0 ? value : fc.constant(undefined)));

const profile = fc.constantFrom(
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'profiles/test.json' },
);
const capability = fc.constantFrom('ALL', 'IPC_LOCK', 'CHOWN', 'NET_BIND_SERVICE', 'NET_RAW', 'KILL', 'SETPCAP');
const capabilities = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ drop: ['ALL'] }) },
  {
    weight: 2,
    arbitrary: fc.record({ add: fc.array(capability, { maxLength: 2 }), drop: fc.array(capability, { maxLength: 2 }) }),
  },
);
const seLinux = fc.record({
  type: fc.constantFrom('', 'container_t', 'spc_t', 'container_engine_t'),
  user: fc.constantFrom('', '', '', 'user'),
  role: fc.constantFrom('', '', '', 'role'),
});
const user = seldom(fc.constantFrom(0, 1000));

const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const containerSecurity = fc.oneof(
  { weight: 3, arbitrary: fc.constant<object>(RESTRICTED) },
  {
    weight: 2,
    arbitrary: fc.record({
      allowPrivilegeEscalation: fc.constantFrom(false, false, false, true, undefined),
      capabilities,
      privileged: seldom(fc.constant(false)),
      seccompProfile: seldom(profile),
      appArmorProfile: seldom(fc.constantFrom({ type: 'RuntimeDefault' }, { type: 'Unconfined' })),
      seLinuxOptions: seldom(seLinux),
      procMount: seldom(fc.constant('Default')),
      runAsNonRoot: seldom(fc.boolean()),
      runAsUser: user,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ privileged: true }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const handler = fc.constantFrom(
  { httpGet: { port: 8000 } },
  { httpGet: { port: 8000, host: 'example.com' } },
  { tcpSocket: { port: 8000, host: 'example.com' } },
  { exec: { command: ['true'] } },
);

const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: fc.constant('example.com/test:1.0.0'),
    securityContext: containerSecurity,
    ports: seldom(fc.constantFrom([{ containerPort: 80, hostPort: 80 }], [{ containerPort: 80 }])),
    livenessProbe: seldom(handler),
    lifecycle: seldom(fc.record({ preStop: handler })),
  });

const volume = fc.constantFrom<object>(
  { name: 'v', hostPath: { path: '/' } },
  { name: 'v', emptyDir: {} },
  { name: 'v', nfs: { server: 'nfs.example.com', path: '/' } },
  { name: 'v', secret: { secretName: 's' } },
  { name: 'v', persistentVolumeClaim: { claimName: 'c' } },
  { name: 'v', configMap: { name: 'c' } },
);

const podSecurity = fc.oneof(
  { weight: 2, arbitrary: fc.constant<object>({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }) },
  {
    weight: 1,
    arbitrary: fc.record({
      runAsNonRoot: fc.boolean(),
      runAsUser: user,
      seccompProfile: seldom(profile),
      seLinuxOptions: seldom(seLinux),
      sysctls: seldom(
        fc.constantFrom([{ name: 'kernel.msgmax', value: '1' }], [{ name: 'net.ipv4.tcp_syncookies', value: '1' }]),
      ),
    }),
  },
);

/** Without undefined keys, as a manifest has it. */
export const randomPodSpec = fc
  .record({
    hostPID: seldom(fc.boolean()),
    hostIPC: seldom(fc.boolean()),
    securityContext: podSecurity,
    containers: container('main').map((main) => [main]),
    initContainers: seldom(container('first').map(({ livenessProbe: _, lifecycle: __, ...first }) => [first])),
    volumes: seldom(volume.map((each) => [each])),
  })
  .map((spec): Record<string, unknown> => JSON.parse(JSON.stringify(spec)));
