import { Severity } from '../../constructs';
import { readManifests } from '../../constructs/manifests';
import { type Import, importManifests, machineNamed } from '../../importer';
import { compileErrors, formatted, runProgram } from './support';

async function imported(content: string, options: { readonly machine?: string } = {}): Promise<Import> {
  const { documents, findings } = readManifests({ name: 'graph.yaml', content });
  expect(findings).toEqual([]);
  const machine = options.machine === undefined ? undefined : machineNamed(options.machine);
  return importManifests(documents, {
    sources: ['graph.yaml'],
    run: runProgram,
    ...(machine === undefined ? {} : { machine }),
  });
}

const errors = ({ findings }: Import) => findings.filter(({ severity }) => severity === Severity.ERROR);
const places = ({ differences }: Import) => differences.map(({ place }) => place);

const BETA = `
apiVersion: nvidia.com/v1beta1
kind: DynamoGraphDeployment
metadata:
  name: everything
  namespace: llm
  labels: { team: search }
  annotations: { owner: search@example.com }
  uid: 3a6c1d5e-0000-4000-8000-000000000000
  resourceVersion: "123"
  creationTimestamp: "2026-11-01T00:00:00Z"
spec:
  backendFramework: vllm
  env:
    - { name: HF_HOME, value: /models }
    - name: HF_TOKEN
      valueFrom: { secretKeyRef: { name: hf, key: token } }
  components:
    - name: Frontend
      type: frontend
      replicas: 3
      podTemplate:
        metadata: { labels: { tier: entry } }
        spec:
          serviceAccountName: entry
          containers:
            - name: main
              image: registry.example.com/dynamo/vllm-runtime:1.6.1
              command: [python3, -m, dynamo.frontend]
              args: [--router-mode, kv, --router-replica-sync, --http-port, "8080", --kv-cache-block-size, "128"]
              ports: [{ name: http, containerPort: 8080 }]
              resources: { requests: { cpu: "2", memory: 4Gi }, limits: { cpu: "2", memory: 4Gi } }
            - name: logs
              image: registry.example.com/fluent-bit:3
              volumeMounts: [{ name: logs, mountPath: /logs }]
          volumes: [{ name: logs, emptyDir: {} }]
    - name: VllmDecode
      type: decode
      replicas: 2
      sharedMemorySize: 64Gi
      podTemplate:
        metadata: { annotations: { note: kept } }
        spec:
          priorityClassName: high
          nodeSelector: { nvidia.com/gpu.product: NVIDIA-H200, disk: fast }
          tolerations: [{ key: gpu, operator: Exists }]
          imagePullSecrets: [{ name: registry }]
          initContainers:
            - name: warm
              image: busybox:1.37
              command: [sh, -c, 'ls "$DIR"']
              env: [{ name: DIR, value: /models }]
              volumeMounts: [{ name: weights, mountPath: /models, readOnly: true }]
          containers:
            - name: main
              image: registry.example.com/dynamo/vllm-runtime:1.6.1
              command: [python3, -m, dynamo.vllm]
              args:
                - --model=Qwen/Qwen3-32B
                - --served-model-name
                - qwen
                - -tp
                - "2"
                - --block-size
                - "128"
                - --disaggregation-mode
                - decode
                - --kv-transfer-config
                - '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'
                - --max-model-len
                - "32768"
                - --some-new-flag
                - --another
                - a
                - b
              env:
                - { name: UCX_TLS, value: "rc_x,cuda_copy" }
                - name: POD_IP
                  valueFrom: { fieldRef: { fieldPath: status.podIP } }
                - name: MEMORY
                  valueFrom: { resourceFieldRef: { resource: limits.memory } }
                - name: REGION
                  valueFrom: { configMapKeyRef: { name: site, key: region, optional: true } }
              envFrom: [{ configMapRef: { name: site } }]
              resources:
                limits: { nvidia.com/gpu: "2", cpu: 16, memory: 200Gi, example.com/nic: "1" }
                requests: { nvidia.com/gpu: "2", cpu: 16, memory: 200Gi, example.com/nic: "1" }
              volumeMounts:
                - { name: weights, mountPath: /models }
                - { name: scratch, mountPath: /scratch }
              lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
          volumes:
            - { name: weights, persistentVolumeClaim: { claimName: weights } }
            - { name: scratch, emptyDir: { sizeLimit: 50Gi } }
    - name: VllmPrefill
      type: prefill
      podTemplate:
        spec:
          nodeSelector: { nvidia.com/gpu.product: NVIDIA-H200 }
          containers:
            - name: main
              image: registry.example.com/dynamo/vllm-runtime:1.6.1-debug
              command: [/bin/bash, -c]
              args:
                - |
                  set -e
                  export VLLM_LOGGING_LEVEL=DEBUG
                  exec python3 -m dynamo.vllm --model Qwen/Qwen3-32B --served-model-name qwen --tensor-parallel-size 2 \\
                    --block-size 128 --disaggregation-mode prefill --max-model-len 32768 \\
                    --kv-transfer-config '{"kv_connector":"NixlConnector","kv_role":"kv_both"}' \\
                    --kv-events-config '{"enable_kv_cache_events":true,"publisher":"zmq","endpoint":"tcp://*:20080"}'
              resources: { limits: { nvidia.com/gpu: "2", memory: 200Gi } }
              volumeMounts: [{ name: model-cache, mountPath: /models }]
          volumes: [{ name: model-cache, persistentVolumeClaim: { claimName: weights } }]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: { name: weights, namespace: llm }
    spec:
      accessModes: [ReadWriteMany]
      storageClassName: efs
      resources: { requests: { storage: 200Gi } }
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: site, namespace: llm }
    data: { region: "eu", its: "a 'quoted' \\"text\\"" }
---
apiVersion: batch/v1
kind: Job
metadata: { name: download, namespace: llm }
spec:
  backoffLimit: 1
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: download, image: python:3.12, command: [sh, -c, "echo hi"] }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: entry }
---
apiVersion: v1
kind: Secret
metadata: { name: hf, namespace: llm }
stringData: { token: hf_abcdefghijklmnopqrstuvwxyz }
`;

describe('a graph of v1beta1 with everything in it', () => {
  let result: Import;
  beforeAll(async () => {
    result = await imported(BETA);
  });

  test('comes back equal: a short flag is written out, the Secret is left to the cluster', () => {
    expect(places(result)).toEqual(['Frontend: command', 'VllmDecode: command.-tp', 'Secret hf']);
    expect(errors(result)).toEqual([]);
  });

  test('is a formatted program that compiles', () => {
    expect(result.source).toBe(formatted(result.source));
    expect(compileErrors([result.source])).toEqual([]);
  }, 60_000);

  test('says what it is with typed constructs', () => {
    for (const line of [
      "new Frontend(graph, 'Frontend', {",
      "new DecodePool(graph, 'VllmDecode', {",
      "new PrefillPool(graph, 'VllmPrefill', {",
      'models.QWEN3_32B.at(Precision.BF16)',
      'NodeGroup.h200Sxm({',
      'Router.kv()',
      'Parallelism.tensor(2)',
      "ModelCache.fromClaim({ claimName: 'weights', mountPath: '/models' })",
      "EnvValue.secret(SecretKey.of('hf', 'token'))",
      "EnvValue.field('status.podIP')",
      "namespace: 'llm'",
      "new PersistentVolumeClaim(chart, 'persistent-volume-claim-weights', {",
      "new ConfigMap(chart, 'config-map-site', {",
      "new ApiObject(chart, 'job-download', {",
      "labels: { team: 'search' }",
    ]) {
      expect(result.source).toContain(line);
    }
  });

  test('what a script starts is kept as a whole, and the program says so', () => {
    expect(result.source).toContain('// A script starts the engine, so its command line is kept as a whole.');
    expect(result.source).toContain('export VLLM_LOGGING_LEVEL=DEBUG');
  });

  test('no secret stands in the program', () => {
    expect(result.source).not.toContain('hf_abcdefghijklmnopqrstuvwxyz');
    expect(result.notes.join()).toContain("Secret 'hf' is not written here: make it in the cluster");
  });

  test('what the cluster wrote is left out', () => {
    expect(result.source).not.toMatch(/resourceVersion|creationTimestamp|3a6c1d5e/);
  });

  test('flags that have no type stand under extra', () => {
    expect(result.source).toContain("extra: { 'some-new-flag': true, another: ['a', 'b'] }");
  });
});

const ALPHA = `
apiVersion: nvidia.com/v1alpha1
kind: DynamoGraphDeployment
metadata: { name: old }
spec:
  pvcs:
    - { name: models, create: true, size: 300Gi, storageClass: efs, volumeAccessMode: ReadWriteMany }
  envs: [{ name: LOG, value: debug }]
  services:
    Frontend:
      componentType: frontend
      ingress: { enabled: true, host: llm.example.com }
      extraPodSpec:
        mainContainer: { image: "nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.2.1" }
    Worker:
      componentType: worker
      envFromSecret: hf
      envs: [{ name: API_KEY, value: sk-1234567890abcdef }]
      volumeMounts: [{ name: models, mountPoint: /models }]
      resources: { limits: { gpu: "8", cpu: "64", memory: 500Gi, custom: { rdma/ib: "8" } }, requests: { gpu: "8", cpu: "64", memory: 500Gi } }
      livenessProbe: { httpGet: { path: /live, port: 9090 }, periodSeconds: 5 }
      extraPodSpec:
        mainContainer:
          image: "nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.2.1"
          command: [python3, -m, dynamo.sglang]
          args: [--model-path, acme/unheard-of, --tp-size, "8", --page-size, "64"]
          securityContext: { capabilities: { add: [IPC_LOCK] } }
    Extra:
      componentType: worker
      extraPodSpec:
        mainContainer: { image: "acme/sidecar:1.2.3", command: [./serve, --port, "80"], env: [{ name: OTHER_TOKEN, value: tk-0987654321fedcba }] }
`;

describe('a graph of v1alpha1', () => {
  let result: Import;
  beforeAll(async () => {
    result = await imported(ALPHA, { machine: 'p5.48xlarge' });
  });

  test('comes back equal but for what v1beta1 cannot hold, and for a secret in clear', () => {
    const found = result.differences.map(({ place, reason }) => `${place}: ${reason}`);
    expect(found).toEqual([
      'old: apiVersion: v1beta1, the newer form of the same',
      'old: backendFramework: named; it was to be found out from the commands',
      'old: pvcs[models]: v1beta1 makes no claims: it is an object of the program',
      'Frontend: ingress.enabled: v1beta1 has no field for it',
      'Frontend: ingress.host: v1beta1 has no field for it',
      'Worker: command.--tp-size: the same flag by the name --tp',
      'PersistentVolumeClaim models: the claim that the graph had made',
      "DynamoGraphDeployment 'old': env.API_KEY: DYN102: no secret stands in a program",
      "DynamoGraphDeployment 'old': env.OTHER_TOKEN: DYN102: no secret stands in a program",
    ]);
    expect(result.notes.join('\n')).toContain("Frontend: 'ingress' has no place in v1beta1");
    expect(result.source).not.toMatch(/sk-1234567890abcdef|tk-0987654321fedcba/);
    expect(result.notes).toContain("Make the Secret 'old-secrets' with what stood in clear: API_KEY, OTHER_TOKEN.");
  });

  test('is a formatted program that compiles', () => {
    expect(result.source).toBe(formatted(result.source));
    expect(compileErrors([result.source])).toEqual([]);
  }, 60_000);

  test('takes the machine that was asked for', () => {
    expect(result.source).toContain('NodeGroup.aws(AwsMachine.P5_48XLARGE');
  });

  test('makes claims of its own that the graph had made', () => {
    expect(result.source).toContain("new PersistentVolumeClaim(chart, 'persistent-volume-claim-models', {");
  });

  test('a model that Stator has no facts about is named as unlisted, and the program says so', () => {
    expect(result.source).toContain("Model.unlisted({ repository: 'acme/unheard-of' })");
    expect(result.source).toContain('Stator has no facts about acme/unheard-of');
  });

  test('a component that no construct stands for is kept as it is', () => {
    expect(result.source).toContain("JsonPatch.add('/spec/components/-', {");
  });
});

describe('several graphs', () => {
  const graph = (name: string, namespace: string, model: string) => `
apiVersion: nvidia.com/v1beta1
kind: DynamoGraphDeployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  backendFramework: vllm
  components:
    - name: frontend
      type: frontend
      podTemplate: { spec: { containers: [{ name: main, image: "nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1" }] } }
    - name: worker
      type: worker
      podTemplate:
        spec:
          containers:
            - name: main
              image: "nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1"
              command: [python3, -m, dynamo.vllm]
              args: [--model, ${model}, --tensor-parallel-size, "2", --max-model-len, "8192"]
              resources: { limits: { nvidia.com/gpu: "2" } }
`;

  test('of one namespace become one program', async () => {
    const result = await imported(
      `${graph('one', 'llm', 'Qwen/Qwen3-32B')}---${graph('two', 'llm', 'Qwen/Qwen3-32B-FP8')}`,
    );
    expect([places(result), errors(result)]).toEqual([[], []]);
    expect(result.source).toContain('function buildTwo(chart: Chart, release: Release): InferenceGraph {');
  });

  test('of several namespaces too', async () => {
    const result = await imported(
      `${graph('one', 'a', 'Qwen/Qwen3-32B')}---${graph('two', 'b', 'Qwen/Qwen3-32B-FP8')}`,
    );
    expect([places(result), errors(result)]).toEqual([[], []]);
    expect(result.source).toBe(formatted(result.source));
    expect(compileErrors([result.source])).toEqual([]);
  }, 60_000);
});
