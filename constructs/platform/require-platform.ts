import { InvalidValueError } from '../findings';
import type { Release } from '../releases';
import type { DynamoPlatformProps } from './dynamo-platform';
import type { Prerequisite } from './prerequisite';

type Checked = DynamoPlatformProps & { readonly release: Release; readonly namespace: string };

/** @throws InvalidValueError for what contradicts itself: values that need a part that is not there, or another release */
export function requirePlatform(props: Checked): void {
  requireVersions(props);
  requireParts(props);
  requireOperator(props);
}

function requireVersions({ kubernetes, gpuDriver }: Checked): void {
  if (kubernetes !== undefined && !/^v?\d+\.\d+(?:\.\d+)?(?:[-+].+)?$/.test(kubernetes)) {
    throw new InvalidValueError('kubernetes', kubernetes, 'a version such as 1.34');
  }
  if (gpuDriver !== undefined && !/^\d{3}(?:\.\d+){0,2}$/.test(gpuDriver)) {
    throw new InvalidValueError('gpuDriver', gpuDriver, 'a version such as 580.95.05, or its branch 580');
  }
}

function requireParts({ release, delivery, parts = {}, values = {} }: Checked): void {
  const ways = Object.entries(parts).filter(([, part]) => part !== undefined);
  for (const [part, prerequisite] of ways) {
    if (delivery.settings.kind === 'existing' && prerequisite?.way !== 'present') {
      const fix = 'take another delivery, or Prerequisite.present()';
      throw new InvalidValueError(`parts.${part}`, prerequisite?.way, 'present where nothing is installed', fix);
    }
  }
  if (parts.snapshot !== undefined && !release.atLeast('1.5')) {
    throw new InvalidValueError('parts.snapshot', parts.snapshot.way, 'left out before release 1.5');
  }
  requireServer('nats', parts.nats, values.natsAddress);
  requireServer('etcd', parts.etcd, values.etcdAddress);
  if (values.discoveryBackend === 'etcd' && parts.etcd === undefined) {
    const fix = 'add etcd to the parts: Prerequisite.bundled(), or present() with etcdAddress';
    throw new InvalidValueError('discoveryBackend', 'etcd', 'kubernetes on a platform without etcd', fix);
  }
  if (values.webhookCertificate?.kind === 'cert-manager' && parts.certManager === undefined) {
    const fix = 'add certManager to the parts, or use WebhookCertificate.builtIn()';
    throw new InvalidValueError('webhookCertificate', 'cert-manager', 'another on a platform without it', fix);
  }
  if (values.disaggregatedSets === true && parts.lws === undefined) {
    throw new InvalidValueError('disaggregatedSets', true, 'false on a platform without lws', 'add lws to the parts');
  }
  if (values.checkpoints === true && release.atLeast('1.5') && parts.snapshot === undefined) {
    const fix = 'add snapshot to the parts';
    throw new InvalidValueError('checkpoints', true, 'false on a platform without the Snapshot operator', fix);
  }
}

function requireServer(name: string, part: Prerequisite | undefined, address: string | undefined): void {
  if (address !== undefined && part?.way !== 'present') {
    const fix = part === undefined ? `add ${name} to the parts: Prerequisite.present()` : 'leave one of them out';
    throw new InvalidValueError(`${name}Address`, address, `left out unless ${name} is present outside the chart`, fix);
  }
}

function requireOperator({ release, namespace, values = {} }: Checked): void {
  const { namespaceRestriction, upgradeCrds, leaseNamespace } = values;
  if (namespaceRestriction !== undefined && upgradeCrds === true && release.atLeast('1.4')) {
    const fix = 'the operator of the cluster brings the kinds';
    throw new InvalidValueError('upgradeCrds', true, 'false with namespaceRestriction', fix);
  }
  if (namespaceRestriction === undefined && leaseNamespace === namespace) {
    const fix = 'leave it out: operators meet in kube-system';
    throw new InvalidValueError('leaseNamespace', leaseNamespace, 'another than the namespace of the operator', fix);
  }
}
