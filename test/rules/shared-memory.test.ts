import { sharedMemory } from '../../constructs/rules/shared-memory';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const worker = (sharedMemorySize: string | undefined, memory: string | undefined, gpus = 8) =>
  vllm('worker', 'worker', [], {
    gpus,
    ...(sharedMemorySize === undefined ? {} : { sharedMemory: sharedMemorySize }),
    ...(memory === undefined ? {} : { limits: { memory } }),
  });

describe('DYN046 shared memory', () => {
  test.each(API_VERSIONS)('%s: more than the memory limit is an error', (apiVersion) => {
    expect(findings(sharedMemory, manifest([worker('80Gi', '64Gi')], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN046',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message: "'worker' has 80 GiB of shared memory, but a memory limit of 64 GiB; the limit must not be below",
      }),
    ]);
  });

  test.each(API_VERSIONS)('%s: none for several GPUs is an error', (apiVersion) => {
    expect(findings(sharedMemory, manifest([worker('0', undefined)], { apiVersion }))[0]).toMatchObject({
      severity: 'error',
      message: "'worker' has 8 GPUs and no shared memory; its processes cannot exchange data",
    });
  });

  test('v1alpha1 says it with a switch', () => {
    const part = { ...worker(undefined, undefined), own: { sharedMemory: { disabled: true } } };
    expect(findings(sharedMemory, manifest([part], { apiVersion: 'v1alpha1' }))).toHaveLength(1);
  });

  test("the operator's own size above the limit of a worker is a warning", () => {
    expect(findings(sharedMemory, manifest([worker(undefined, '4Gi')]))[0]).toMatchObject({
      severity: 'warning',
      message: "'worker' gets 8 GiB of shared memory from the operator, but its memory limit is 4 GiB",
    });
    expect(findings(sharedMemory, manifest([frontend([], { limits: { memory: '4Gi' } })]))).toEqual([]);
  });

  test.each([
    ['800Gi', '850Gi', 4],
    ['80Gi', '80Gi', 8],
    ['80Gi', undefined, 8],
    ['0', undefined, 1],
    [undefined, undefined, 8],
  ])('%s of %s with %i GPUs passes', (size, memory, gpus) => {
    expect(findings(sharedMemory, manifest([worker(size, memory, gpus)]))).toEqual([]);
  });
});
