import { podViolations } from '../../../constructs/admission/semantics';
import { pod } from './support';

const term = (expression: object) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  },
});
const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
const limits = (cpu: string) => [{ name: 'main', image: 'i', resources: { limits: { cpu } } }];

/** The verdicts are those of a real API server (1.36.3). */
describe('pods', () => {
  test.each<readonly [string, object]>([
    ['nothing but a container', {}],
    ['a volume without a source, which is an emptyDir', { volumes: [{ name: 'a' }] }],
    ['a toleration of everything', { tolerations: [{ operator: 'Exists' }] }],
    ['a node term that compares', term({ key: 'a', operator: 'Gt', values: ['5'] })],
    ['name servers', { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.1'], searches: ['_a.b.'] } }],
    [
      'a user namespace with an unmasked /proc',
      { hostUsers: false, containers: [{ name: 'a', image: 'i', securityContext: { procMount: 'Unmasked' } }] },
    ],
    [
      'a request for the whole pod',
      { resources: { requests: { cpu: '2' }, limits: { cpu: '4' } }, containers: limits('2') },
    ],
    [
      'fields that the feature gates of 1.36 drop',
      { schedulingGroup: {}, volumes: [{ name: 'a', projected: { sources: [{ clusterTrustBundle: {} }] } }] },
    ],
  ])('%s passes', (_, spec) => expect(pod(spec)).toEqual([]));

  test.each<readonly [string, object, RegExp]>([
    ['no container', { containers: [] }, /^containers: found \[\], allowed is at least one container/],
    [
      'two volumes of a name',
      { volumes: [{ name: 'a' }, { name: 'a' }] },
      /^volumes\[a\]\.name: found "a", allowed is a name that no other one has/,
    ],
    ['a volume name with dots', { volumes: [{ name: 'a.b' }] }, /a DNS label/],
    [
      'two sources',
      { volumes: [{ name: 'a', emptyDir: {}, hostPath: { path: '/x' } }] },
      /^volumes\[a\]\.hostPath: .*beside emptyDir/,
    ],
    [
      'a claim without a name',
      { volumes: [{ name: 'a', persistentVolumeClaim: {} }] },
      /claimName: found nothing, allowed is the name of a PersistentVolumeClaim/,
    ],
    ['a negative size', { volumes: [{ name: 'a', emptyDir: { sizeLimit: '-1' } }] }, /sizeLimit: found "-1"/],
    ['a path with steps back', { volumes: [{ name: 'a', hostPath: { path: '/a/../b' } }] }, /hostPath\.path/],
    [
      'an absolute file',
      { volumes: [{ name: 'a', configMap: { name: 'c', items: [{ key: 'k', path: '/p' }] } }] },
      /items\[0\]\.path: found "\/p"/,
    ],
    [
      'a mode out of range',
      { volumes: [{ name: 'a', secret: { secretName: 's', defaultMode: 512 } }] },
      /defaultMode: found 512/,
    ],
    [
      'two files of a path',
      {
        volumes: [
          {
            name: 'a',
            projected: {
              sources: [
                { secret: { name: 's', items: [{ key: 'k', path: 'p' }] } },
                { configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } },
              ],
            },
          },
        ],
      },
      /a path that nothing else in the volume has/,
    ],
    [
      'a short-lived token',
      {
        volumes: [
          { name: 'a', projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 60 } }] } },
        ],
      },
      /expirationSeconds: found 60/,
    ],
    [
      'an ephemeral claim without access modes',
      {
        volumes: [
          { name: 'a', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1Gi' } } } } } },
        ],
      },
      /accessModes: found nothing/,
    ],
    [
      'a resource claim twice named',
      { resourceClaims: [{ name: 'a', resourceClaimName: 'b', resourceClaimTemplateName: 'c' }] },
      /resourceClaimTemplateName: .*beside resourceClaimName/,
    ],
    [
      'an unknown operator',
      { tolerations: [{ key: 'a', operator: 'Is' }] },
      /^tolerations\[0\]\.operator: found "Is", allowed is one of Equal, Exists/,
    ],
    ['a toleration without a key', { tolerations: [{ value: 'x' }] }, /'Exists' while there is no key/],
    [
      'seconds without NoExecute',
      { tolerations: [{ key: 'a', operator: 'Exists', tolerationSeconds: 5 }] },
      /'NoExecute' beside tolerationSeconds/,
    ],
    ['a bad label of nodes', { nodeSelector: { a: 'b c' } }, /^nodeSelector\.a: found "b c", allowed is a label value/],
    ['a bad label key of nodes', { nodeSelector: { 'a b': 'c' } }, /found the key "a b"/],
    ['a term without values', term({ key: 'a', operator: 'In', values: [] }), /at least one value for In and NotIn/],
    [
      'a term with values too many',
      term({ key: 'a', operator: 'Exists', values: ['b'] }),
      /nothing for Exists and DoesNotExist/,
    ],
    [
      'no node terms',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } } },
      /at least one term/,
    ],
    [
      'a weight out of range',
      {
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: 'a' } }],
          },
        },
      },
      /weight: found 101/,
    ],
    [
      'no topology key',
      { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } } },
      /topologyKey: found nothing/,
    ],
    [
      'two spreads alike',
      { topologySpreadConstraints: [spread, spread] },
      /each pair of topologyKey and whenUnsatisfiable once/,
    ],
    [
      'minDomains where it counts for nothing',
      { topologySpreadConstraints: [{ ...spread, whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 }] },
      /minDomains: .*unless/,
    ],
    ['no name server', { dnsPolicy: 'None' }, /^dnsConfig\.nameservers: .*at least one name server/],
    [
      'an alias without an address',
      { hostAliases: [{ ip: 'host', hostnames: ['a'] }] },
      /^hostAliases\[0\]\.ip: found "host", allowed is an IP address/,
    ],
    ['a restart policy that is none', { restartPolicy: 'Sometimes' }, /^restartPolicy/],
    ['a deadline of 0', { activeDeadlineSeconds: 0 }, /^activeDeadlineSeconds: found 0/],
    ['a host name with dots', { hostname: 'a.b' }, /^hostname: found "a\.b"/],
    ['ephemeral containers', { ephemeralContainers: [{ name: 'a', image: 'i' }] }, /^ephemeralContainers/],
    [
      'a node while there are gates',
      { nodeName: 'n', schedulingGates: [{ name: 'g' }] },
      /while there are schedulingGates/,
    ],
    [
      'processes shared twice',
      { shareProcessNamespace: true, hostPID: true },
      /^shareProcessNamespace: found true, allowed is false with hostPID/,
    ],
    [
      'the host network in a user namespace',
      { hostUsers: false, hostNetwork: true },
      /^hostNetwork: .*while hostUsers is false/,
    ],
    [
      'another host port on the host network',
      { hostNetwork: true, containers: [{ name: 'a', image: 'i', ports: [{ containerPort: 1, hostPort: 2 }] }] },
      /the same as containerPort with hostNetwork/,
    ],
    [
      'less for the pod than for its containers',
      { resources: { requests: { cpu: '1' }, limits: { cpu: '2' } }, containers: limits('2') },
      /^resources\.requests\.cpu: .*at least the sum/,
    ],
    [
      'devices for a whole pod',
      { resources: { limits: { 'nvidia.com/gpu': '1' } } },
      /give it to a container|one of cpu, memory/,
    ],
    ['a fieldless sysctl', { securityContext: { sysctls: [{ name: 'A', value: '1' }] } }, /sysctls\[A\]\.name/],
    ['a group out of range', { securityContext: { fsGroup: 2 ** 31 } }, /fsGroup: found 2147483648/],
    [
      'users in a pod for Windows',
      { os: { name: 'windows' }, securityContext: { runAsUser: 1 } },
      /^securityContext\.runAsUser: .*in a pod for Windows/,
    ],
    [
      'a bad Secret as a variable',
      { containers: [{ name: 'a', image: 'i', envFrom: [{ secretRef: { name: 'A' } }] }] },
      /secretRef\.name: found "A"/,
    ],
  ])('%s is refused', (_, spec, message) => {
    expect(pod(spec).filter((line) => message.test(line))).toHaveLength(1);
    expect(pod(spec)).toHaveLength(1);
  });

  test('a key of matchLabelKeys counts as one of the selector if the pod has the label', () => {
    const spec = {
      topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: { app: 'a' } }, matchLabelKeys: ['app'] }],
    };
    expect(pod(spec)).toEqual([]);
    expect(pod(spec, { app: 'a' })).toEqual([expect.stringContaining('a key that nothing else selects by')]);
  });

  test('paths start where the spec stands, with items by name and by index', () => {
    const [found] = podViolations({ containers: [{ name: 'main', image: '' }] }, 'spec.template.spec');
    expect(found).toEqual({
      path: 'spec.template.spec.containers[main].image',
      indexPath: 'spec.template.spec.containers[0].image',
      message: 'found "", allowed is an image',
      fix: 'give an image',
    });
  });
});
