import { lines } from './texts';

/** A scaling adapter with this reference to its component. */
export function scalingAdapter(component = 'componentName: worker'): string {
  return lines(
    'apiVersion: nvidia.com/v1beta1',
    'kind: DynamoGraphDeploymentScalingAdapter',
    'metadata: { name: r1-worker }',
    'spec:',
    '  replicas: 2',
    `  dgdRef: { name: r1, ${component} }`,
  );
}

/** A request for a graph whose profiling Job runs on GPU nodes, with these lines in the pod of the Job. */
export function profilingRequest(containers = '          containers: []'): string {
  return lines(
    'apiVersion: nvidia.com/v1beta1',
    'kind: DynamoGraphDeploymentRequest',
    'metadata: { name: r1 }',
    'spec:',
    '  model: Qwen/Qwen3-32B',
    '  backend: vllm',
    '  image: nvcr.io/nvidia/ai-dynamo/dynamo-planner:1.6.1',
    '  overrides:',
    '    profilingJob:',
    '      template:',
    '        spec:',
    '          tolerations: [{ key: nvidia.com/gpu, operator: Exists }]',
    containers,
  );
}

/** An adapter to a base model, of this type. */
export function loraModel(type = 'lora'): string {
  return lines(
    'apiVersion: nvidia.com/v1alpha1',
    'kind: DynamoModel',
    'metadata: { name: support-bot }',
    'spec:',
    '  modelName: support-bot',
    '  baseModelName: Qwen/Qwen3-32B',
    `  modelType: ${type}`,
    '  source: { uri: "hf://example/support-bot" }',
  );
}

/** A monitor that reads metrics from this port of workers. */
export function podMonitor(port = 'system'): string {
  return lines(
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PodMonitor',
    'metadata: { name: r1-workers }',
    'spec:',
    '  selector: { matchLabels: { nvidia.com/dynamo-component-class: worker } }',
    `  podMetricsEndpoints: [{ port: ${port} }]`,
  );
}

/** A route to the frontend for paths that begin so. */
export function httpRoute(prefix = '/v1'): string {
  return lines(
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: HTTPRoute',
    'metadata: { name: r1 }',
    'spec:',
    '  parentRefs: [{ name: inference-gateway }]',
    '  rules:',
    `    - matches: [{ path: { type: PathPrefix, value: ${prefix} } }]`,
    '      backendRefs: [{ name: r1-frontend, port: 8000 }]',
  );
}
