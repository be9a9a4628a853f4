import { gpuCount } from '../../constructs/rules/gpu-count';
import { alpha, beta, documents, object, type Part, worker } from './graph-text';
import { violations } from './support';

const check = (part: Part) => violations(gpuCount, beta([part]));
const vllm = (args: readonly string[], part: Partial<Part>) => check(worker('dynamo.vllm', args, part));
const sglang = (args: readonly string[], part: Partial<Part>) => check(worker('dynamo.sglang', args, part));
const trtllm = (args: readonly string[], part: Partial<Part>) => check(worker('dynamo.trtllm', args, part));

describe('DYN008 GPU count', () => {
  test('equal passes, whatever the sizes are called', () => {
    expect(vllm([], { gpus: 1 })).toEqual([]);
    expect(vllm(['-tp', '2', '--pipeline-parallel-size=2', '--data-parallel-size', '2'], { gpus: 8 })).toEqual([]);
    expect(vllm(['--data-parallel-size', '16'], { gpus: 8, nodes: 2 })).toEqual([]);
    expect(sglang(['--tp', '16', '--dp', '16', '--enable-dp-attention'], { gpus: 8, nodes: 2 })).toEqual([]);
    expect(sglang(['--tp', '2', '--dp', '4'], { gpus: 8 })).toEqual([]);
    expect(trtllm(['--tensor-parallel-size', '4', '--expert-parallel-size', '4'], { gpus: 4 })).toEqual([]);
  });

  test('fewer GPUs than ranks are an error', () => {
    expect(vllm(['--tensor-parallel-size', '8'], { gpus: 4 })).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        message: "'decode' uses 8 GPUs (TP8), but its pod has 4",
        fix: 'set the limit nvidia.com/gpu to 8, or raise or lower the parallel sizes to 4 GPUs',
      },
    ]);
    expect(sglang(['--tp', '32'], { gpus: 8, nodes: 2 })[0]).toMatchObject({
      message: "'decode' uses 32 GPUs (TP32), but its 2 pods have 8 each, 16 together",
      fix: 'set multinode.nodeCount to 4, or raise or lower the parallel sizes to 16 GPUs',
    });
  });

  test('v1alpha1 keeps the limit elsewhere', () => {
    const [violation] = violations(gpuCount, alpha([worker('dynamo.sglang', ['--tp', '8'], { gpus: 4 })]));
    expect(violation?.path).toContain('spec.services.decode');
    expect(violation?.message).toContain('uses 8 GPUs (TP8), but its pod has 4');
  });

  test('more GPUs than ranks: idle in one pod (a warning), left out on several nodes (an error)', () => {
    expect(vllm(['--tensor-parallel-size', '4'], { gpus: 8 })[0]).toMatchObject({
      severity: 'warning',
      message: "'decode' uses 4 GPUs (TP4), but its pod has 8; 4 GPUs would be idle",
    });
    expect(sglang(['--tp', '8'], { gpus: 8, nodes: 2 })[0]).toMatchObject({
      severity: 'error',
      message: "'decode' uses 8 GPUs (TP8), but its 2 pods have 8 each, 16 together; 8 GPUs would be left out",
    });
  });

  test('no GPU at all is a warning, unless something else gives them', () => {
    expect(vllm([], {})[0]).toMatchObject({
      severity: 'warning',
      message: "'decode' uses 1 GPU (TP1), but requests none",
      fix: 'set the limit nvidia.com/gpu to 1',
    });
    expect(vllm([], { pod: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpus' }] } })).toEqual([]);
    expect(vllm([], { main: { resources: { limits: { 'gpu.intel.com/xe': 1 } } } })).toEqual([]);
  });

  test.each([
    ['--tensor-parallel-size', '$(TP)'],
    ['--data-parallel-size', '16', '--data-parallel-size-local', '8'],
    ['--data-parallel-size', '16', '--data-parallel-start-rank', '8'],
    ['--tensor-parallel-size', '16', '--nnodes', '2'],
    ['--tensor-parallel-size', '16', '--distributed-executor-backend', 'ray'],
    ['--prefill-context-parallel-size', '4'],
    ['--config', '/etc/vllm/worker.yaml'],
  ])('%s %s is not judged', (...args) => {
    expect(vllm(args, { gpus: 8 })).toEqual([]);
  });

  test('two engines in one container are not judged', () => {
    const script = 'python3 -m dynamo.vllm --model a & python3 -m dynamo.vllm --model b';
    expect(check({ name: 'w', type: 'worker', gpus: 2, command: ['/bin/sh', '-c'], args: [script] })).toEqual([]);
  });

  test('a mocker needs no GPU', () => {
    expect(check(worker('dynamo.mocker', ['--data-parallel-size', '4']))).toEqual([]);
  });

  test('independent vLLM engines on several nodes are another rule', () => {
    expect(vllm(['--tensor-parallel-size', '8'], { gpus: 8, nodes: 2 })).toEqual([]);
    expect(vllm(['--tensor-parallel-size', '12'], { gpus: 8, nodes: 2 })[0]?.severity).toBe('error');
  });

  describe('TensorRT-LLM', () => {
    const file = (yaml: string, args: readonly string[] = []) =>
      documents(
        object('ConfigMap', 'engine', { data: { 'config.yaml': yaml } }),
        beta([
          worker('dynamo.trtllm', ['--extra-engine-args', '/config/config.yaml', ...args], {
            gpus: 4,
            nodes: 8,
            pod: { volumes: [{ name: 'engine', configMap: { name: 'engine' } }] },
            main: { volumeMounts: [{ name: 'engine', mountPath: '/config' }] },
          }),
        ]),
      );

    test('sizes come from the configuration file, and attention parallelism takes no GPUs of its own', () => {
      expect(violations(gpuCount, file('tensor_parallel_size: 32\nenable_attention_dp: true'))).toEqual([]);
      expect(
        violations(gpuCount, file('tensor_parallel_size: 16', ['--tensor-parallel-size', '32']))[0]?.message,
      ).toContain('uses 16 GPUs (TP16), but its 8 pods have 4 each');
    });

    test('the override wins', () => {
      const override = ['--override-engine-args', '{"tensor_parallel_size":32}'];
      expect(violations(gpuCount, file('tensor_parallel_size: 16', override))).toEqual([]);
    });

    test('a file that is not among the documents may say anything', () => {
      expect(trtllm(['--extra-engine-args', '/config/config.yaml'], { gpus: 4 })).toEqual([]);
      expect(trtllm([], { gpus: 4, env: { DYN_TRTLLM_TENSOR_PARALLEL_SIZE: '4' } })).toEqual([]);
      expect(trtllm(['--modality', 'video_diffusion', '--dit-ulysses-size', '4'], { gpus: 4 })).toEqual([]);
    });
  });
});
