import {
  PodSecurityControl,
  PodSecurityLevel,
  podSecurityViolations,
  strictestLevel,
} from '../../constructs/pod-security';

const { BASELINE, RESTRICTED, PRIVILEGED } = PodSecurityLevel;

const CONTAINER = {
  name: 'main',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
/** Passes `restricted`. */
const POD = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [CONTAINER],
};

const withPod = (fields: object) => ({ ...POD, ...fields });
const withContext = (fields: object) => withPod({ securityContext: { ...POD.securityContext, ...fields } });
const withContainer = (fields: object) => withPod({ containers: [{ ...CONTAINER, ...fields }] });
const withOwnContext = (fields: object) =>
  withContainer({ securityContext: { ...CONTAINER.securityContext, ...fields } });
const withVolume = (source: object) => withPod({ volumes: [{ name: 'data', ...source }] });
const withProbe = (probe: string, handler: object) => withContainer({ [probe]: handler });

const controls = (pod: object, level: PodSecurityLevel) =>
  podSecurityViolations(pod, level).map(({ control }) => control);

interface Case {
  readonly what: string;
  readonly pod: object;
  /** The strictest level that passes. */
  readonly passes: PodSecurityLevel;
}

const CASES: Readonly<Record<PodSecurityControl, readonly Case[]>> = {
  hostNamespaces: [
    { what: 'the network of the host', pod: withPod({ hostNetwork: true }), passes: PRIVILEGED },
    { what: 'the processes of the host', pod: withPod({ hostPID: true }), passes: PRIVILEGED },
    { what: 'the IPC of the host', pod: withPod({ hostIPC: true }), passes: PRIVILEGED },
    { what: 'namespaces of its own', pod: withPod({ hostNetwork: false, hostPID: null }), passes: RESTRICTED },
  ],
  privileged: [
    { what: 'a privileged container', pod: withOwnContext({ privileged: true }), passes: PRIVILEGED },
    { what: 'privileged: false', pod: withOwnContext({ privileged: false }), passes: RESTRICTED },
  ],
  capabilities: [
    {
      what: 'IPC_LOCK',
      pod: withOwnContext({ capabilities: { add: ['IPC_LOCK'], drop: ['ALL'] } }),
      passes: PRIVILEGED,
    },
    { what: 'NET_RAW', pod: withOwnContext({ capabilities: { add: ['NET_RAW'], drop: ['ALL'] } }), passes: PRIVILEGED },
    { what: 'another name', pod: withOwnContext({ capabilities: { add: ['CAP_CHOWN'] } }), passes: PRIVILEGED },
    { what: 'CHOWN', pod: withOwnContext({ capabilities: { add: ['CHOWN'], drop: ['ALL'] } }), passes: BASELINE },
    { what: 'nothing dropped', pod: withOwnContext({ capabilities: {} }), passes: BASELINE },
    { what: 'all but ALL dropped', pod: withOwnContext({ capabilities: { drop: ['NET_RAW'] } }), passes: BASELINE },
    { what: 'none said', pod: withOwnContext({ capabilities: undefined }), passes: BASELINE },
    {
      what: 'NET_BIND_SERVICE',
      pod: withOwnContext({ capabilities: { add: ['NET_BIND_SERVICE'], drop: ['NET_RAW', 'ALL'] } }),
      passes: RESTRICTED,
    },
  ],
  volumes: [
    { what: 'a hostPath', pod: withVolume({ hostPath: { path: '/' } }), passes: PRIVILEGED },
    { what: 'an empty hostPath', pod: withVolume({ hostPath: {} }), passes: PRIVILEGED },
    { what: 'NFS', pod: withVolume({ nfs: { server: 's', path: '/' } }), passes: BASELINE },
    { what: 'a type of the future', pod: withVolume({ novel: {} }), passes: BASELINE },
    { what: 'a claim', pod: withVolume({ persistentVolumeClaim: { claimName: 'c' } }), passes: RESTRICTED },
    { what: 'an image', pod: withVolume({ image: { reference: 'r' } }), passes: RESTRICTED },
    { what: 'no type', pod: withVolume({ hostPath: null }), passes: RESTRICTED },
  ],
  hostPorts: [
    { what: 'a port of the host', pod: withContainer({ ports: [{ hostPort: 80 }] }), passes: PRIVILEGED },
    { what: 'port 0', pod: withContainer({ ports: [{ hostPort: 0, containerPort: 80 }] }), passes: RESTRICTED },
  ],
  appArmorProfile: [
    { what: 'no profile', pod: withOwnContext({ appArmorProfile: { type: 'Unconfined' } }), passes: PRIVILEGED },
    { what: 'none for the pod', pod: withContext({ appArmorProfile: { type: 'Unconfined' } }), passes: PRIVILEGED },
    { what: 'an own profile', pod: withOwnContext({ appArmorProfile: { type: 'Localhost' } }), passes: RESTRICTED },
  ],
  seLinuxOptions: [
    { what: 'a strange type', pod: withContext({ seLinuxOptions: { type: 'spc_t' } }), passes: PRIVILEGED },
    { what: 'a user', pod: withOwnContext({ seLinuxOptions: { user: 'u' } }), passes: PRIVILEGED },
    { what: 'a role', pod: withOwnContext({ seLinuxOptions: { role: 'r' } }), passes: PRIVILEGED },
    {
      what: 'a container type and a level',
      pod: withContext({ seLinuxOptions: { type: 'container_engine_t', user: '', level: 's0' } }),
      passes: RESTRICTED,
    },
  ],
  procMount: [
    { what: 'all of /proc', pod: withOwnContext({ procMount: 'Unmasked' }), passes: PRIVILEGED },
    {
      what: 'all of /proc with own users',
      pod: { ...withOwnContext({ procMount: 'Unmasked' }), hostUsers: false },
      passes: BASELINE,
    },
    { what: 'the default', pod: withOwnContext({ procMount: 'Default' }), passes: RESTRICTED },
  ],
  seccompProfile: [
    { what: 'no filter', pod: withContext({ seccompProfile: { type: 'Unconfined' } }), passes: PRIVILEGED },
    { what: 'no type', pod: withOwnContext({ seccompProfile: {} }), passes: PRIVILEGED },
    { what: 'no profile', pod: withContext({ seccompProfile: undefined }), passes: BASELINE },
    {
      what: 'a profile of the container',
      pod: {
        securityContext: { runAsNonRoot: true },
        ...{ containers: withOwnContext({ seccompProfile: { type: 'Localhost' } }).containers },
      },
      passes: RESTRICTED,
    },
  ],
  sysctls: [
    { what: 'a sysctl of the node', pod: withContext({ sysctls: [{ name: 'kernel.msgmax' }] }), passes: PRIVILEGED },
    { what: 'a safe one', pod: withContext({ sysctls: [{ name: 'net.ipv4.tcp_rmem' }] }), passes: RESTRICTED },
  ],
  hostProbesAndHostLifecycle: [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => [
      { what: `${probe} by HTTP`, pod: withProbe(probe, { httpGet: { host: '10.0.0.1' } }), passes: PRIVILEGED },
      { what: `${probe} by TCP`, pod: withProbe(probe, { tcpSocket: { host: '10.0.0.1' } }), passes: PRIVILEGED },
      { what: `${probe} of the pod`, pod: withProbe(probe, { httpGet: { host: '', port: 1 } }), passes: RESTRICTED },
    ]),
    ...['postStart', 'preStop'].flatMap((hook) => [
      {
        what: `${hook} by HTTP`,
        pod: withProbe('lifecycle', { [hook]: { httpGet: { host: 'h' } } }),
        passes: PRIVILEGED,
      },
      {
        what: `${hook} by TCP`,
        pod: withProbe('lifecycle', { [hook]: { tcpSocket: { host: 'h' } } }),
        passes: PRIVILEGED,
      },
      { what: `${hook} by command`, pod: withProbe('lifecycle', { [hook]: { exec: {} } }), passes: RESTRICTED },
    ]),
  ],
  windowsHostProcess: [
    { what: 'the pod', pod: withContext({ windowsOptions: { hostProcess: true } }), passes: PRIVILEGED },
    { what: 'a container', pod: withOwnContext({ windowsOptions: { hostProcess: true } }), passes: PRIVILEGED },
    { what: 'a user name alone', pod: withContext({ windowsOptions: { runAsUserName: 'u' } }), passes: RESTRICTED },
  ],
  allowPrivilegeEscalation: [
    { what: 'allowed', pod: withOwnContext({ allowPrivilegeEscalation: true }), passes: BASELINE },
    { what: 'not said', pod: withOwnContext({ allowPrivilegeEscalation: null }), passes: BASELINE },
    { what: 'denied', pod: POD, passes: RESTRICTED },
  ],
  runAsNonRoot: [
    { what: 'false for the pod', pod: withContext({ runAsNonRoot: false }), passes: BASELINE },
    {
      what: 'false for the pod, though its container says true',
      pod: { ...withContext({ runAsNonRoot: false }), containers: withOwnContext({ runAsNonRoot: true }).containers },
      passes: BASELINE,
    },
    { what: 'false for a container', pod: withOwnContext({ runAsNonRoot: false }), passes: BASELINE },
    { what: 'not said', pod: withContext({ runAsNonRoot: undefined }), passes: BASELINE },
    {
      what: 'not said, with own users',
      pod: { ...withContext({ runAsNonRoot: undefined }), hostUsers: false },
      passes: RESTRICTED,
    },
    {
      what: 'said by each container',
      pod: {
        ...withContext({ runAsNonRoot: undefined }),
        containers: withOwnContext({ runAsNonRoot: true }).containers,
      },
      passes: RESTRICTED,
    },
  ],
  runAsUser: [
    { what: 'root', pod: withContext({ runAsUser: 0 }), passes: BASELINE },
    { what: 'a container as root', pod: withOwnContext({ runAsUser: 0 }), passes: BASELINE },
    { what: 'root with own users', pod: { ...withContext({ runAsUser: 0 }), hostUsers: false }, passes: RESTRICTED },
    { what: 'another user', pod: withContext({ runAsUser: 1000 }), passes: RESTRICTED },
  ],
};

const LISTED = Object.values(PodSecurityControl).flatMap((control) =>
  CASES[control].map((each) => ({ control, ...each })),
);

describe('Pod Security Standards', () => {
  test.each(LISTED)('$control: $what passes $passes', ({ control, pod, passes }) => {
    expect(strictestLevel(pod)).toBe(passes);
    const refusing = { privileged: [BASELINE, RESTRICTED], baseline: [RESTRICTED], restricted: [] }[passes];
    for (const level of refusing) {
      expect(controls(pod, level)).toContain(control);
    }
  });

  test.each(Object.values(PodSecurityControl))('%s has a case that passes and one that does not', (control) => {
    const levels = CASES[control].map(({ passes }) => passes);
    expect(levels).toContain(RESTRICTED);
    expect(levels.some((level) => level !== RESTRICTED)).toBe(true);
  });

  test.each(['initContainers', 'containers', 'ephemeralContainers'])('%s are looked at', (list) => {
    const bad = { name: 'bad', securityContext: { privileged: true } };
    const pod = { ...POD, [list]: [CONTAINER, bad] };
    expect(podSecurityViolations(pod, BASELINE)).toEqual([
      { control: 'privileged', path: `${list}[bad].securityContext.privileged`, found: 'true', allowed: 'false' },
    ]);
    expect(controls(pod, RESTRICTED)).toEqual(['privileged', 'capabilities', 'allowPrivilegeEscalation']);
  });

  test('a pod that says nothing passes baseline, and each gap is named', () => {
    expect(podSecurityViolations({ containers: [{ name: 'main' }] }, RESTRICTED)).toEqual([
      {
        control: 'capabilities',
        path: 'containers[main].securityContext.capabilities.drop',
        found: 'not set',
        allowed: 'a list with ALL',
      },
      {
        control: 'seccompProfile',
        path: 'containers[main].securityContext.seccompProfile.type',
        found: 'not set',
        allowed: 'RuntimeDefault or Localhost',
      },
      {
        control: 'allowPrivilegeEscalation',
        path: 'containers[main].securityContext.allowPrivilegeEscalation',
        found: 'not set',
        allowed: 'false',
      },
      {
        control: 'runAsNonRoot',
        path: 'containers[main].securityContext.runAsNonRoot',
        found: 'not set',
        allowed: 'true',
      },
    ]);
    expect(controls({ containers: [{ name: 'main' }] }, BASELINE)).toEqual([]);
  });

  test('on the network of the host every port is a port of the host', () => {
    const pod = { ...withContainer({ ports: [{ name: 'http', containerPort: 8000 }] }), hostNetwork: true };
    expect(podSecurityViolations(pod, BASELINE)).toEqual([
      { control: 'hostNamespaces', path: 'hostNetwork', found: 'true', allowed: 'false' },
      {
        control: 'hostPorts',
        path: 'containers[main].ports[http].hostPort',
        found: '8000',
        allowed: 'no port of the host',
      },
    ]);
  });

  test.each([
    ['unconfined', ['appArmorProfile']],
    ['runtime/default', []],
    ['localhost/mine', []],
    ['', []],
  ])('AppArmor by annotation: %j', (value, expected) => {
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/main': value, other: 'unconfined' };
    expect(podSecurityViolations(POD, BASELINE, annotations).map(({ control }) => control)).toEqual(expected);
  });

  test('Windows has no capabilities, seccomp or set-user-ID to give up', () => {
    const pod = { os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers: [{ name: 'main' }] };
    expect(strictestLevel(pod)).toBe(RESTRICTED);
    expect(strictestLevel({ ...pod, os: { name: 'linux' } })).toBe(BASELINE);
  });

  test('privileged refuses nothing', () => {
    expect(
      podSecurityViolations({ hostNetwork: true, containers: [{ securityContext: { privileged: true } }] }, PRIVILEGED),
    ).toEqual([]);
  });

  test.each([{}, { containers: 'none' }, { containers: [null, 1, 'x'] }, { volumes: [7], securityContext: [] }])(
    'what is no pod does not throw: %j',
    (pod) => {
      expect(() => podSecurityViolations(pod, RESTRICTED)).not.toThrow();
    },
  );
});
