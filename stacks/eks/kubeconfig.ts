import type { Cluster } from '@pulumi/aws/eks/cluster';
import * as pulumi from '@pulumi/pulumi';

/** A kubeconfig that asks the AWS command line for a token, as `aws eks update-kubeconfig` writes it. */
export function kubeconfigFor(cluster: Cluster, region: string): pulumi.Output<string> {
  const { name, endpoint, certificateAuthority, arn } = cluster;
  return pulumi
    .all([name, endpoint, certificateAuthority.data, arn])
    .apply(([clusterName, server, authority, context]) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': context,
        clusters: [{ name: context, cluster: { server, 'certificate-authority-data': authority } }],
        contexts: [{ name: context, context: { cluster: context, user: context } }],
        users: [
          {
            name: context,
            user: {
              exec: {
                apiVersion: 'client.authentication.k8s.io/v1beta1',
                command: 'aws',
                args: ['eks', 'get-token', '--cluster-name', clusterName, '--region', region, '--output', 'json'],
                interactiveMode: 'Never',
              },
            },
          },
        ],
      }),
    );
}
