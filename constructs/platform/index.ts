export { InferenceNamespace, type InferenceNamespaceProps } from './inference-namespace';
export { Subject } from './subject';
