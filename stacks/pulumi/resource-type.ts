/**
 * Pulumi's type of a Kubernetes object: the one that the classes of `@pulumi/kubernetes` have, so that state, policies and transformations
 * see no difference.
 *
 * Source: pulumi/pulumi-kubernetes sdk/nodejs (the `__pulumiType` of each class, and apiextensions/customResource.ts).
 *
 * @param apiVersion `v1` or `<group>/<version>`
 */
export function resourceType(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
