export { Etcd, type EtcdProps, type ImportedEtcdProps } from './etcd';
export { InferenceNamespace, type InferenceNamespaceProps } from './inference-namespace';
export { type ImportedNatsProps, Nats, type NatsProps } from './nats';
export type { ClusterSize, ServerProps } from './server-props';
export { Subject } from './subject';
