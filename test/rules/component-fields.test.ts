import { componentFields } from '../../constructs/rules/component-fields';
import { findings } from './findings';
import { manifest, type Part, sglang, vllm } from './parts';

const worker = (own: object, pod: object = {}): Part => vllm('worker', 'worker', [], { own, pod });
const said = (part: Part) => findings(componentFields, manifest([part]));
const RUNTIME = { name: 'runtime', image: 'r:1.6.1' };

describe('DYN202 fields of a component', () => {
  test('a container that does not exist is an error', () => {
    expect(said(worker({ frontendSidecar: 'router' }))).toEqual([
      expect.objectContaining({
        code: 'DYN202',
        severity: 'error',
        path: expect.stringMatching(/worker\]?\.frontendSidecar$/),
        message: "frontendSidecar of 'worker' names the container 'router', which its pod does not have ('main')",
        fix: expect.stringContaining('name a container of podTemplate'),
      }),
    ]);
  });

  test.each<readonly [string, Part, string]>([
    [
      'the main container as a frontend',
      worker({ frontendSidecar: 'main' }),
      "frontendSidecar of 'worker' is 'main', which runs the worker itself",
    ],
    [
      'clients of the GPU memory service that do not exist',
      worker({ experimental: { gpuMemoryService: { extraClientContainers: ['main', 'loader'] } } }),
      "experimental.gpuMemoryService.extraClientContainers of 'worker' names the container 'loader', which its pod does not have ('main')",
    ],
    [
      'a sidecar that does not exist',
      worker({ dynamoSidecar: 'runtime' }),
      "dynamoSidecar of 'worker' names 'runtime', which is no init container of its pod",
    ],
    [
      'a sidecar that ends',
      worker({ dynamoSidecar: 'runtime' }, { initContainers: [RUNTIME] }),
      "the init container 'runtime' of 'worker' ends before the engine starts",
    ],
    [
      'a cache without a claim',
      worker({ compilationCache: { mountPath: '/c' } }),
      "the compilation cache of 'worker' names no claim",
    ],
    [
      'a cache of SGLang without a path',
      sglang('worker', 'worker', [], { own: { compilationCache: { pvcName: 'cache' } } }),
      "the compilation cache of 'worker' has no mountPath, and only for vLLM the operator knows one",
    ],
    [
      'a cache in the place of shared memory',
      worker({ compilationCache: { pvcName: 'cache', mountPath: '/dev/shm' } }),
      "the compilation cache of 'worker' is mounted at /dev/shm, the place of shared memory",
    ],
    ['a reference to no model', worker({ modelRef: { revision: 'main' } }), "modelRef of 'worker' names no model"],
  ])('%s is found', (_, part, message) => {
    expect(said(part).map((finding) => finding.message)).toEqual([message]);
  });

  test.each<readonly [string, Part]>([
    ['a worker that says nothing', worker({})],
    ['a cache of vLLM', worker({ compilationCache: { pvcName: 'cache' } })],
    [
      'a runtime that stays',
      worker({ dynamoSidecar: 'runtime' }, { initContainers: [{ ...RUNTIME, restartPolicy: 'Always' }] }),
    ],
    ['a model', worker({ modelRef: { name: 'Qwen/Qwen3-32B' } })],
  ])('%s passes', (_, part) => {
    expect(said(part)).toEqual([]);
  });

  test('a frontend beside the worker passes, and v1alpha1 means something else by the word', () => {
    const pod = {
      containers: [
        { name: 'main', image: 'a:1.6.1' },
        { name: 'router', image: 'b:1.6.1' },
      ],
    };
    const graph = {
      apiVersion: 'nvidia.com/v1beta1',
      kind: 'DynamoGraphDeployment',
      metadata: { name: 'r1' },
      spec: { components: [{ name: 'worker', type: 'worker', frontendSidecar: 'router', podTemplate: { spec: pod } }] },
    };
    expect(findings(componentFields, JSON.stringify(graph))).toEqual([]);
    const alpha = worker({ frontendSidecar: { image: 'f:1.6.1' } });
    expect(findings(componentFields, manifest([alpha], { apiVersion: 'v1alpha1' }))).toEqual([]);
  });
});
