import { Severity } from '../../constructs';
import { readManifests } from '../../constructs/manifests';
import { type Import, importManifests } from '../../importer';
import { compileErrors, formatted, runProgram } from './support';

async function imported(content: string): Promise<Import> {
  const { documents } = readManifests({ name: 'graph.yaml', content });
  const result = await importManifests(documents, { sources: ['graph.yaml'], run: runProgram });
  expect(result.source).toBe(formatted(result.source));
  expect(compileErrors([result.source])).toEqual([]);
  return result;
}

const ended = ({ differences, findings }: Import) => ({
  differences: differences
    .filter(({ reason }) => reason !== 'the same flags in another order or form')
    .map(({ place, reason }) => `${place}: ${reason}`),
  errors: findings.filter(({ severity }) => severity === Severity.ERROR).map(({ code }) => code),
});
const NAMED = 'backendFramework: named; it was to be found out from the commands';

const component = (name: string, type: string, image: string, rest: string) => `
    - name: ${name}
      type: ${type}
      podTemplate:
        spec:
          containers:
            - name: main
              image: nvcr.io/nvidia/ai-dynamo/${image}
${rest.replace(/^/gm, '              ')}`;
const beta = (name: string, ...components: readonly string[]) => `
apiVersion: nvidia.com/v1beta1
kind: DynamoGraphDeployment
metadata: { name: ${name} }
spec:
  components:${components.join('')}
`;

describe('shapes of manifests that the field writes', () => {
  jest.setTimeout(60_000);

  test('mock engines on machines without GPUs', async () => {
    const mocker = (role: string) =>
      component(
        role,
        role,
        'dynamo-planner:1.3.1',
        `command: [python3, -m, dynamo.mocker]
args: [--model-path, acme/some-model, --model-name, acme/some-model, --speedup-ratio, "1.0", --disaggregation-mode, ${role}]
envFrom: [{ secretRef: { name: hf-token-secret } }]`,
      );
    const result = await imported(
      beta('mock', component('Frontend', 'frontend', 'dynamo-planner:1.3.1', ''), mocker('decode'), mocker('prefill')),
    );
    expect(ended(result)).toEqual({ differences: [], errors: [] });
    expect(result.source).toContain('Engine.mocker()');
    expect(result.source).toContain('NodeGroup.cpu(');
  });

  test('a planner beside the pools is kept as it is', async () => {
    const worker = (role: string) =>
      component(
        role,
        role,
        'sglang-runtime:1.3.1',
        `command: [python3]
args: [-m, dynamo.sglang, --model-path, Qwen/Qwen3-0.6B, --served-model-name, Qwen/Qwen3-0.6B, --page-size, "16", --tp, "1",
  --disaggregation-mode, ${role}, --disaggregation-transfer-backend, nixl, --disaggregation-bootstrap-port, "12345", --host, 0.0.0.0]
resources: { limits: { nvidia.com/gpu: "1" } }`,
      );
    const planner = component(
      'Planner',
      'planner',
      'dynamo-planner:1.3.1',
      `command: [python3, -m, dynamo.planner]
args: [--config, '{"environment": "kubernetes", "backend": "sglang", "optimization_target": "sla", "pre_deployment_sweeping_mode": "none"}']`,
    );
    const graph = beta(
      'planned',
      component('Frontend', 'frontend', 'sglang-runtime:1.3.1', ''),
      planner,
      worker('decode'),
      worker('prefill'),
    );
    const result = await imported(graph);
    const { differences, errors } = ended(result);
    expect(differences).toEqual([`planned: ${NAMED}`]);
    // What the planner needs beside it is not among the manifests either.
    expect(errors.filter((code) => !/^DYN05|^DYN07|^DYN1[0-9]{2}/.test(code))).toEqual([]);
    expect(result.source).toContain("name: 'Planner'");
  });

  test('a configuration file that is mounted by its name alone stays where it is', async () => {
    const config = `
apiVersion: v1
kind: ConfigMap
metadata: { name: engine }
data:
  agg.yaml: |
    tensor_parallel_size: 1
    max_batch_size: 16
---`;
    const worker = component(
      'Worker',
      'worker',
      'tensorrtllm-runtime:1.3.1',
      `command: [python3, -m, dynamo.trtllm]
args: [--model-path, Qwen/Qwen3-0.6B, --extra-engine-args, ./configs/agg.yaml]
resources: { limits: { nvidia.com/gpu: "1" } }
workingDir: /workspace
volumeMounts: [{ name: engine, mountPath: /workspace/configs/agg.yaml, subPath: agg.yaml, readOnly: true }]`,
    ).concat('\n          volumes: [{ name: engine, configMap: { name: engine } }]');
    const result = await imported(
      config + beta('filed', component('Frontend', 'frontend', 'tensorrtllm-runtime:1.3.1', ''), worker),
    );
    expect(ended(result)).toEqual({ differences: [`filed: ${NAMED}`], errors: [] });
    expect(result.source).toContain("new ConfigMap(chart, 'config-map-engine', {");
    expect(result.source).toContain("extra: { 'extra-engine-args': './configs/agg.yaml' }");
  });

  test('scripts of bash, RDMA devices of another name, and ports by their name', async () => {
    const script = (role: string) =>
      component(
        role,
        role,
        'vllm-runtime:1.4.1',
        `command: [/bin/bash, -lc]
args:
  - |
    set -Eeuo pipefail
    ulimit -l unlimited
    exec python3 -m dynamo.vllm --model acme/some-model --tensor-parallel-size 4 --block-size 64 --disaggregation-mode ${role} \\
      --kv-transfer-config="$\{KV_TRANSFER_CONFIG}"
env:
  - name: KV_TRANSFER_CONFIG
    valueFrom: { configMapKeyRef: { name: acme, key: transfer } }
ports: [{ name: system, containerPort: 9090 }]
startupProbe: { httpGet: { path: /live, port: system }, periodSeconds: 60, failureThreshold: 60 }
resources:
  limits: { nvidia.com/gpu: "4", rdma/shared_ib: "1" }
  requests: { memory: 400Gi, nvidia.com/gpu: "4", rdma/shared_ib: "1" }
securityContext: { runAsUser: 0, capabilities: { add: [IPC_LOCK, SYS_RESOURCE] } }`,
      );
    const frontend = component(
      'Frontend',
      'frontend',
      'vllm-runtime:1.4.1',
      'ports: [{ name: http, containerPort: 8000 }]',
    );
    const site = `
apiVersion: v1
kind: ConfigMap
metadata: { name: acme }
data: { transfer: '{"kv_connector":"NixlConnector","kv_role":"kv_both"}' }
---`;
    const result = await imported(site + beta('scripted', frontend, script('prefill'), script('decode')));
    const { differences, errors } = ended(result);
    expect(differences).toEqual([`scripted: ${NAMED}`]);
    expect(errors).toEqual([]);
    expect(result.source).toContain("Fabric.infiniband({ resource: 'rdma/shared_ib', perPod: 1 })");
  });

  test('a shell is only left out where it does nothing', async () => {
    const worker = (name: string, line: string) =>
      component(
        name,
        'worker',
        'vllm-runtime:1.6.1',
        `command: [/bin/sh, -c]
args: [${JSON.stringify(line)}]
env: [{ name: EXTRA, value: "--max-num-seqs 8" }, { name: MODEL, value: Qwen/Qwen3-0.6B }]
resources: { limits: { nvidia.com/gpu: "1" } }`,
      );
    const result = await imported(
      beta(
        'shells',
        component('Frontend', 'frontend', 'vllm-runtime:1.6.1', ''),
        worker('Plain', 'exec python3 -m dynamo.vllm --model "$MODEL" \\\n  --max-num-seqs 8'),
        worker('Lines', 'python3 -m dynamo.vllm --model $MODEL\necho ended'),
        worker('Splits', 'python3 -m dynamo.vllm --model $MODEL $EXTRA'),
        worker('Unknown', 'python3 -m dynamo.vllm --model $MODEL --seed $RANDOM'),
        worker('Home', 'python3 -m dynamo.vllm --model ~/models'),
      ),
    );
    const changed = result.differences.filter(({ place }) => place.includes('command')).map(({ place }) => place);
    expect(changed).toEqual(['Plain: command.before', 'Plain: command.shell']);
    expect(result.source.match(/A script starts the engine/g)).toHaveLength(4);
  });

  test('pods of several templates, and components that only a newer release knows, are kept as they are', async () => {
    const worker = component(
      'Plain',
      'worker',
      'vllm-runtime:1.6.1',
      `command: [python3, -m, dynamo.vllm]
args: [--model, Qwen/Qwen3-0.6B]
resources: { limits: { nvidia.com/gpu: "1" } }`,
    );
    const role = (name: string) => `
        - name: ${name}
          podTemplate:
            spec:
              containers:
                - name: main
                  image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1
                  command: [python3, -m, dynamo.vllm]
                  args: [--model, Qwen/Qwen3-0.6B, --tensor-parallel-size, "16"]
                  resources: { limits: { nvidia.com/gpu: "8" } }`;
    const roles = `
    - name: Roles
      type: worker
      multinode: { nodeCount: 2 }
      roles:${role('leader')}${role('worker')}`;
    const result = await imported(
      beta('roled', component('Frontend', 'frontend', 'vllm-runtime:1.6.1', ''), worker, roles),
    );
    expect(ended(result).differences).toEqual([`roled: ${NAMED}`]);
    expect(result.source).toContain('roles: [');
  });

  test('fields of very old manifests that no release knows any more are told', async () => {
    const result = await imported(`
apiVersion: nvidia.com/v1alpha1
kind: DynamoGraphDeployment
metadata: { name: older }
spec:
  services:
    Frontend:
      componentType: frontend
      dynamoNamespace: older
      extraPodSpec: { mainContainer: { image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.0.0 } }
    Worker:
      componentType: worker
      dynamoNamespace: older
      pvc: { create: false, name: models, mountPoint: /models }
      resources: { limits: { gpu: "1" } }
      extraPodSpec:
        containers: null
        mainContainer:
          name: ""
          image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.0.0
          command: [python3, -m, dynamo.vllm]
          args: [--model, Qwen/Qwen3-0.6B]
`);
    expect(ended(result).errors).toEqual([]);
    expect(result.notes.join()).toContain("Worker: 'pvc' has no place in v1beta1");
  });

  test('values that look like code are only text', async () => {
    const worker = component(
      'Worker',
      'worker',
      'vllm-runtime:1.6.1',
      `command: [python3, -m, dynamo.vllm]
args: [--model, Qwen/Qwen3-0.6B, --note, "it's a \\"\`\${quoted}\`\\" \\\\ text */ // with 'all' of it"]
env: [{ name: ODD, value: "line one\\nline two\\t'" }]
resources: { limits: { nvidia.com/gpu: "1" } }`,
    );
    const result = await imported(beta('odd', component('Frontend', 'frontend', 'vllm-runtime:1.6.1', ''), worker));
    expect(ended(result)).toEqual({ differences: [`odd: ${NAMED}`], errors: [] });
  });
});
