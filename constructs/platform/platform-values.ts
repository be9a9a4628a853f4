import type { Duration } from 'cdk8s';
import type { JsonObject } from '../manifests';
import type { ServiceMesh } from './service-mesh';
import type { WebhookCertificate } from './webhook-certificate';

/**
 * What Dynamo's operator is told by its chart. What graphs stand on (Grove, KAI, NATS ...) is said once, as parts of the platform, and
 * `global.*` of the chart follows from it.
 *
 * Source: ai-dynamo/dynamo deploy/helm/charts/platform README and values.yaml, 2026-11.
 */
export interface PlatformValues {
  /**
   * Whether the chart brings the kinds of Dynamo (`dynamo-operator.upgradeCRD`).
   * @default true, and false with `namespaceRestriction`, which must not
   */
  readonly upgradeCrds?: boolean;
  /**
   * Address of NATS servers outside the chart, `nats://host:4222` (`natsAddr`); needs `nats: Prerequisite.present()`.
   * @default - the bundled servers, else none
   */
  readonly natsAddress?: string;
  /**
   * Address of etcd outside the chart, `http(s)://host:2379` (`etcdAddr`); needs `etcd: Prerequisite.present()`.
   * @default - the bundled server, else none
   */
  readonly etcdAddress?: string;
  /**
   * Where components find each other (`discoveryBackend`); `etcd` needs one.
   * @default 'kubernetes'
   */
  readonly discoveryBackend?: 'kubernetes' | 'etcd';
  /**
   * Address of a Model Express server (`modelExpressURL`).
   * @default - none
   */
  readonly modelExpressUrl?: string;
  /**
   * Secrets to pull the operator's image with (`imagePullSecrets`).
   * @default []
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Variables of the operator (`env`). Secrets have no place here: the values are readable.
   * @default {}
   */
  readonly operatorEnv?: Readonly<Record<string, string>>;
  /**
   * Tag of the operator's image (`controllerManager.manager.image.tag`).
   * @default - that of the chart
   */
  readonly operatorTag?: string;
  /**
   * Arguments of the operator (`controllerManager.manager.args`), all of them.
   * @default ['--health-probe-bind-address=:8081', '--metrics-bind-address=127.0.0.1:8080']
   */
  readonly operatorArgs?: readonly string[];
  /**
   * Namespace of the lease that operators elect their leader by (`controllerManager.leaderElection.namespace`), not that of the operator.
   * @default 'kube-system'
   */
  readonly leaseNamespace?: string;
  /**
   * An operator for one namespace, beside the one for the cluster: for development only, deprecated since 1.4.
   * @default - the operator is that of the whole cluster
   */
  readonly namespaceRestriction?: NamespaceRestriction;
  /**
   * How long Grove waits before it ends the pods of a gang that lost too many (`dynamo.groveTerminationDelay`).
   * @default Duration.hours(4)
   */
  readonly groveTerminationDelay?: Duration;
  /**
   * The registry that graphs' images are pulled from, with a Secret that holds the account (`dynamo.dockerRegistry`).
   * @default - images are public, or graphs name their own Secret
   */
  readonly registry?: { readonly server: string; readonly secretName: string };
  /**
   * Ingresses for frontends of graphs in `v1alpha1` (`dynamo.ingress`).
   * @default - none
   */
  readonly ingress?: IngressValues;
  /**
   * Gateway of Istio for VirtualServices of such frontends (`dynamo.istio`).
   * @default - none
   */
  readonly istio?: { readonly gateway: string; readonly hostSuffix: string; readonly https?: boolean };
  /**
   * DestinationRules for endpoint pickers (`dynamo.serviceMesh`).
   * @default - none
   */
  readonly serviceMesh?: ServiceMesh;
  /**
   * Where planners ask for metrics (`dynamo.metrics.prometheusEndpoint`).
   * @default - that of kube-prometheus-stack where Stator installs it, else none
   */
  readonly prometheusUrl?: string;
  /**
   * Whether the chart makes PodMonitors for graphs (`dynamo.metrics.podMonitors.enabled`). The chart would look whether the cluster knows
   * the kind, which it cannot where a GitOps tool only renders it.
   * @default - whether `prometheus` is a part of the platform
   */
  readonly podMonitors?: boolean;
  /**
   * Secret with the SSH key that workers over several nodes start each other with (`dynamo.mpiRun.secretName`).
   * @default 'mpi-run-ssh-secret'
   */
  readonly mpiSecretName?: string;
  /**
   * Certificate of the webhooks (`webhook.certificateSecret`, `webhook.certManager`).
   * @default WebhookCertificate.builtIn()
   */
  readonly webhookCertificate?: WebhookCertificate;
  /**
   * How long the API server waits for a webhook, 1 to 30 seconds (`webhook.timeoutSeconds`).
   * @default Duration.seconds(10)
   */
  readonly webhookTimeout?: Duration;
  /**
   * Whether workers may be restored from checkpoints (`checkpoint.enabled`); from release 1.5 on it needs the Snapshot operator.
   * @default false
   */
  readonly checkpoints?: boolean;
  /**
   * Whether the operator makes DisaggregatedSets on top of LeaderWorkerSet for graphs that ask for it (`global.disaggregatedset`).
   * @default false
   */
  readonly disaggregatedSets?: boolean;
  /**
   * Anything else, in the form of the chart, merged over what Stator writes. The rules look at the result.
   * @default {}
   */
  readonly extra?: JsonObject;
}

export interface NamespaceRestriction {
  /**
   * @default - the namespace of the operator
   */
  readonly targetNamespace?: string;
  /** @default Duration.seconds(30) */
  readonly leaseDuration?: Duration;
  /** @default Duration.seconds(10) */
  readonly leaseRenewal?: Duration;
  /**
   * Whether graph requests may look at the GPUs of the nodes (`gpuDiscovery.enabled`).
   * @default true
   */
  readonly gpuDiscovery?: boolean;
}

export interface IngressValues {
  readonly className: string;
  /** Ending of the host names. */
  readonly hostSuffix: string;
  /**
   * Secret with the certificate.
   * @default - no TLS
   */
  readonly tlsSecretName?: string;
}
