/** A sound graph in the old API version as people write it, with these lines in the worker and in its container. */
export function alphaText(
  change: { readonly worker?: string; readonly container?: string; readonly spec?: string } = {},
): string {
  return lines(
    'apiVersion: nvidia.com/v1alpha1',
    'kind: DynamoGraphDeployment',
    'metadata:',
    '  name: r1',
    'spec:',
    change.spec,
    '  services:',
    '    Frontend:',
    '      componentType: frontend',
    '      replicas: 1',
    '      extraPodSpec:',
    '        mainContainer:',
    '          image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    '    VllmWorker:',
    '      componentType: worker',
    '      resources: { limits: { gpu: "8" } }',
    change.worker ?? '      replicas: 1',
    '      extraPodSpec:',
    '        mainContainer:',
    '          image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    '          command: [python3, -m, dynamo.vllm]',
    '          args: [--model, Qwen/Qwen3-32B, --tensor-parallel-size, "8"]',
    change.container,
  );
}

/** The same in the new API version, with these lines in its metadata and in the main container of the worker. */
export function betaText(
  change: { readonly metadata?: string; readonly worker?: string; readonly container?: string } = {},
): string {
  return lines(
    'apiVersion: nvidia.com/v1beta1',
    'kind: DynamoGraphDeployment',
    'metadata:',
    change.metadata ?? '  name: r1',
    'spec:',
    '  components:',
    '    - name: frontend',
    '      type: frontend',
    '      podTemplate:',
    '        spec:',
    '          containers:',
    '            - name: main',
    '              image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    '    - name: worker',
    '      type: worker',
    change.worker,
    '      podTemplate:',
    '        spec:',
    '          containers:',
    '            - name: main',
    '              image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    '              command: [python3, -m, dynamo.vllm]',
    '              args: [--model, Qwen/Qwen3-32B, --tensor-parallel-size, "8"]',
    '              resources: { limits: { nvidia.com/gpu: "8" } }',
    change.container,
  );
}

/** Lines of a file, without those that are left out. */
export function lines(...all: readonly (string | undefined)[]): string {
  return `${all.filter((line) => line !== undefined).join('\n')}\n`;
}
