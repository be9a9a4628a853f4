/*
 * A stand-in for the plugin `kubernetes` of Pulumi, for tests of Stator, because the real one cannot be had from package registries.
 *
 * What it does: server-side apply to the API server of the kubeconfig, dry runs at preview, and so admission by the real CRDs; reading
 * back, drift and its repair; replacement when name, namespace, kind or API version change, or the data of a ConfigMap or Secret
 * (unless the provider is told that they are mutable); deletion until the object is gone. `helm.sh/v3:Release` is only echoed.
 *
 * What it does not do, and so proves nothing about: waiting for Deployments, Services, Jobs or custom resources to become ready, conflicts between
 * field managers (it takes over every field), the real provider's table of immutable fields, Helm, `yaml/v2` and other components,
 * `*Patch` resources, client-side apply, rendering to a folder.
 *
 * Faults for tests, from the environment: `STATOR_STANDIN_SLOW_MS` waits before each creation, `STATOR_STANDIN_FAIL` lists
 * `<kind>/<name>` whose creation fails, `STATOR_STANDIN_LOG` is a file that gets one line for each change of the cluster (faults.ts).
 */
import { serveProvider } from '../plugin/provider';
import { KubernetesStandIn } from './provider';

serveProvider(new KubernetesStandIn());
