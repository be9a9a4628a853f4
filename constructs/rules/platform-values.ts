import { Severity } from '../findings';
import { at, isMapping, type Mapping, text } from '../observed';
import { type ChartRelease, declaredRelease, platformReleases } from './chart-releases';
import type { Rule, Violation } from './rule';

export const platformValues: Rule = {
  code: 'DYN063',
  title: "the values of Dynamo's chart go together, and a cluster has one operator",
  severity: Severity.ERROR,
  rationale:
    'The chart refuses some combinations when it is installed, hours after they were written; others leave an operator that cannot be reached or does not elect a leader, and then no graph is admitted. Two operators for the whole cluster reconcile the same graphs against each other.',
  fix: 'set the values as the chart wants them; DynamoPlatform derives them from what the platform has',
  source: 'ai-dynamo/dynamo deploy/helm/charts/platform/templates/validate-values.yaml; docs/kubernetes/webhooks.md',
  *checkDocuments(observation, { platform }) {
    const releases = [
      ...platformReleases(observation),
      ...(platform?.values === undefined ? [] : [declaredRelease(platform.path, platform.release, platform.values)]),
    ];
    for (const release of releases) {
      for (const { field, message, fix, severity } of problems(release)) {
        yield {
          path: release.pathOf(field),
          message,
          ...(fix === undefined ? {} : { fix }),
          ...(severity === undefined ? {} : { severity }),
        };
      }
    }
    const whole = releases.filter(({ values }) => flag(values, OPERATOR, 'namespaceRestriction', 'enabled') !== true);
    for (const second of whole.slice(1)) {
      yield {
        path: second.pathOf(''),
        message: `a second operator for the whole cluster, beside that of ${whole[0]?.pathOf('')}`,
        fix: 'keep one of them: the chart refuses to be installed twice',
      };
    }
  },
};

type Problem = Omit<Violation, 'path'> & { readonly field: string };

const OPERATOR = 'dynamo-operator';
/** What the chart bundles and can integrate, apart from each other. */
const INTEGRATED = ['grove', 'kai-scheduler', 'lws', 'disaggregatedset'];
/** Values that were moved or taken out before the oldest release that Stator knows, and what stands in their place. */
const MOVED: readonly (readonly [path: readonly string[], instead: string])[] = [
  [['nats', 'enabled'], 'global.nats.install'],
  [['etcd', 'enabled'], 'global.etcd.install'],
  [['grove', 'enabled'], 'global.grove.enabled'],
  [['kai-scheduler', 'enabled'], 'global.kai-scheduler.enabled'],
  [[OPERATOR, 'webhook', 'enabled'], 'nothing: webhooks cannot be turned off'],
];

function* problems(release: ChartRelease): Generator<Problem> {
  yield* moved(release);
  yield* integrations(release);
  yield* servers(release);
  yield* operator(release);
  yield* certificates(release);
  yield* mesh(release);
}

function* moved({ values }: ChartRelease): Generator<Problem> {
  for (const [path, instead] of MOVED) {
    if (at(values, ...path) !== undefined) {
      const field = path.join('.');
      yield { field, message: `the chart has no value ${field} any more`, fix: `use ${instead}` };
    }
  }
}

function* integrations({ values, release }: ChartRelease): Generator<Problem> {
  for (const part of INTEGRATED) {
    if (flag(values, 'global', part, 'install') === true && flag(values, 'global', part, 'enabled') === false) {
      yield {
        field: `global.${part}.enabled`,
        message: `global.${part}.install is true and enabled is false, but what is installed is also used`,
        fix: 'leave enabled out, or set install to false',
      };
    }
  }
  const uses = (part: string) =>
    flag(values, 'global', part, 'install') === true || flag(values, 'global', part, 'enabled') === true;
  if (uses('kai-scheduler') && flag(values, 'global', 'volcano-scheduler', 'enabled') === true) {
    yield {
      field: 'global.volcano-scheduler.enabled',
      message: 'KAI and Volcano are both to schedule what Grove starts, and a pod has one scheduler',
      fix: 'enable one of them',
    };
  }
  const grace = text(at(values, 'kai-scheduler', 'scheduler', 'args', 'default-staleness-grace-period'));
  const bundledKai = flag(values, 'global', 'kai-scheduler', 'install') === true;
  if (bundledKai && uses('grove') && release.atLeast('1.5') && !/^-1s?$/.test(grace ?? '')) {
    yield {
      field: 'kai-scheduler.scheduler.args.default-staleness-grace-period',
      message: `bundled KAI beside Grove must not end gangs by itself: '-1s' is needed, found ${grace ?? 'nothing'}`,
      fix: "set kai-scheduler.scheduler.args.default-staleness-grace-period to '-1s'",
    };
  }
  if (uses('disaggregatedset') && !uses('lws')) {
    yield {
      field: 'global.disaggregatedset',
      message: 'DisaggregatedSet stands on LeaderWorkerSet, which is neither installed nor enabled',
      fix: 'enable global.lws, too',
    };
  }
}

function* servers({ values }: ChartRelease): Generator<Problem> {
  for (const [part, address] of [
    ['nats', 'natsAddr'],
    ['etcd', 'etcdAddr'],
  ] as const) {
    if (flag(values, 'global', part, 'install') === true && word(values, address) !== undefined) {
      yield {
        field: `${OPERATOR}.${address}`,
        message: `${part} is bundled (global.${part}.install) and an address of another is given`,
        fix: 'leave one of them out',
      };
    }
  }
  const backend = word(values, 'discoveryBackend');
  if (backend === 'etcd' && flag(values, 'global', 'etcd', 'install') !== true && !word(values, 'etcdAddr')) {
    yield {
      field: `${OPERATOR}.discoveryBackend`,
      message: 'components are to find each other through etcd, and there is none',
      fix: `set global.etcd.install, or ${OPERATOR}.etcdAddr`,
    };
  } else if (backend !== undefined && backend !== 'etcd' && backend !== 'kubernetes') {
    yield {
      field: `${OPERATOR}.discoveryBackend`,
      message: `'${backend}' is no discovery backend, kubernetes and etcd are`,
    };
  }
}

function* operator({ values, release, namespace }: ChartRelease): Generator<Problem> {
  const restricted = flag(values, OPERATOR, 'namespaceRestriction', 'enabled') === true;
  if (restricted && flag(values, OPERATOR, 'upgradeCRD') !== false && release.atLeast('1.4')) {
    yield {
      field: `${OPERATOR}.upgradeCRD`,
      message: 'an operator for one namespace must leave the kinds to that of the cluster',
      fix: `set ${OPERATOR}.upgradeCRD to false`,
    };
  }
  const election = (key: string) => text(at(values, OPERATOR, 'controllerManager', 'leaderElection', key)) || undefined;
  const id = election('id');
  if (!restricted && id !== undefined && id !== 'dynamo.nvidia.com') {
    yield {
      field: `${OPERATOR}.controllerManager.leaderElection.id`,
      message: `operators with the lease '${id}' do not see those with the usual one: two would lead at once`,
      fix: 'leave it out: dynamo.nvidia.com',
    };
  }
  if (!restricted && election('namespace') !== undefined && election('namespace') === namespace) {
    yield {
      field: `${OPERATOR}.controllerManager.leaderElection.namespace`,
      message: `the lease stands in the operator's own namespace '${namespace}', where operators elsewhere do not look`,
      fix: 'leave it out: kube-system',
    };
  }
  if (word(values, 'dynamo', 'dockerRegistry', 'password') !== undefined) {
    yield {
      field: `${OPERATOR}.dynamo.dockerRegistry.password`,
      message: 'the password of the registry stands in the values, where everybody can read it',
      fix: 'put it into a Secret, and name that in existingSecretName',
    };
  }
}

function* certificates({ values, release }: ChartRelease): Generator<Problem> {
  const field = `${OPERATOR}.webhook`;
  const external = flag(values, OPERATOR, 'webhook', 'certificateSecret', 'external') === true;
  const bundle = word(values, 'webhook', 'caBundle');
  if (external && bundle === undefined) {
    yield {
      field: `${field}.caBundle`,
      message: 'the certificate of the webhooks is made elsewhere, and nothing says who signed it',
      fix: 'give caBundle: the authority as PEM in base64',
    };
  }
  if (!external && bundle !== undefined) {
    yield {
      field: `${field}.caBundle`,
      severity: Severity.WARNING,
      message: 'caBundle is only read with certificateSecret.external',
      fix: 'leave it out, or set certificateSecret.external',
    };
  }
  if (external && flag(values, OPERATOR, 'webhook', 'certManager', 'enabled') === true) {
    yield {
      field: `${field}.certManager.enabled`,
      message: 'cert-manager and somebody else are both to make the certificate of the webhooks',
      fix: 'choose one: certManager.enabled or certificateSecret.external',
    };
  }
  const selector = at(values, OPERATOR, 'webhook', 'namespaceSelector');
  if (isMapping(selector) && Object.keys(selector).length > 0 && release.atLeast('1.6')) {
    yield {
      field: `${field}.namespaceSelector`,
      message: 'the operator of the cluster admits graphs of every namespace',
      fix: 'leave it out',
    };
  }
  if (word(values, 'webhook', 'failurePolicy') === 'Ignore') {
    yield {
      field: `${field}.failurePolicy`,
      severity: Severity.WARNING,
      message: 'graphs are taken unchecked, and without defaults, while the webhook cannot be reached',
      fix: "leave it at 'Fail'",
    };
  }
}

const TLS_MODES = ['SIMPLE', 'DISABLE', 'ISTIO_MUTUAL', 'MUTUAL'];

function* mesh({ values }: ChartRelease): Generator<Problem> {
  if (flag(values, OPERATOR, 'dynamo', 'serviceMesh', 'enabled') !== true) {
    return;
  }
  const field = `${OPERATOR}.dynamo.serviceMesh.istio`;
  const setting = (key: string) => word(values, 'dynamo', 'serviceMesh', 'istio', key);
  const mode = setting('tlsMode') ?? 'SIMPLE';
  if (!TLS_MODES.includes(mode)) {
    yield { field: `${field}.tlsMode`, message: `'${mode}' is no TLS mode, ${TLS_MODES.join(', ')} are` };
  }
  for (const file of mode === 'MUTUAL' ? ['clientCertificate', 'privateKey'] : []) {
    if (setting(file) === undefined) {
      yield {
        field: `${field}.${file}`,
        message: `TLS mode MUTUAL needs clientCertificate and privateKey, and ${file} is not given`,
        fix: `give the path of the ${file}, or use ISTIO_MUTUAL`,
      };
    }
  }
}

function flag(values: Mapping, ...keys: readonly string[]): boolean | undefined {
  const value = at(values, ...keys);
  return typeof value === 'boolean' ? value : undefined;
}

/** A text of the operator's values; empty ones are none. */
function word(values: Mapping, ...keys: readonly string[]): string | undefined {
  return text(at(values, OPERATOR, ...keys)) || undefined;
}
