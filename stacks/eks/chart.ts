import { Release as HelmRelease } from '@pulumi/kubernetes/helm/v3/release';
import type * as pulumi from '@pulumi/pulumi';
import type { Release } from '../../constructs/releases';
import { CHARTS, type ChartName } from './chart-table';

/** Seconds in which a chart's pods have to be there: images of several gigabytes, on machines that have just come up. */
const TIMEOUT = 1200;

/** Installs a chart of the table, under its own name. */
export function installChart(
  name: string,
  chart: ChartName,
  release: Release,
  values: Readonly<Record<string, unknown>>,
  options: pulumi.CustomResourceOptions,
): HelmRelease {
  const { repository, version, namespace } = CHARTS[chart];
  const place = repository(release);
  return new HelmRelease(
    `${name}-${chart}`,
    {
      name: chart,
      ...(place.startsWith('oci://') ? { chart: `${place}/${chart}` } : { chart, repositoryOpts: { repo: place } }),
      version: version(release),
      namespace,
      createNamespace: true,
      values: { ...values },
      // A null in the values takes away what the chart sets.
      allowNullValues: true,
      timeout: TIMEOUT,
    },
    options,
  );
}
