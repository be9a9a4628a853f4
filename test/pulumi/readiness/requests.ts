import type { KubeconfigSource, ObjectReference, ObjectsQuery } from '../../../stacks/pulumi/readiness';

/** One reading that `read-cluster.ts` is asked for. */
export type Request = { readonly source: KubeconfigSource } & (
  | { readonly verb: 'get'; readonly reference: ObjectReference }
  | { readonly verb: 'list'; readonly query: ObjectsQuery }
  | { readonly verb: 'events'; readonly namespace: string }
);
