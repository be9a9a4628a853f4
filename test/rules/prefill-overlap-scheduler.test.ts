import { prefillOverlapScheduler } from '../../constructs/rules/prefill-overlap-scheduler';
import { findings } from './findings';
import { API_VERSIONS, manifest, trtllm } from './parts';

describe('DYN028 prefill without overlap scheduler', () => {
  test.each(API_VERSIONS)('%s: a prefill pool that leaves it on gets a warning', (apiVersion) => {
    expect(findings(prefillOverlapScheduler, manifest([trtllm('prefill', 'prefill')], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN028',
        severity: 'warning',
        path: expect.stringContaining('prefill'),
        message: "the prefill pool 'prefill' leaves the overlap scheduler on (disable_overlap_scheduler is not set)",
      }),
    ]);
  });

  test('so does one that turns it on', () => {
    const yaml = manifest([trtllm('prefill', 'prefill', { disable_overlap_scheduler: false })]);
    expect(findings(prefillOverlapScheduler, yaml)[0]?.message).toContain('disable_overlap_scheduler is false');
  });

  test.each([
    ['prefill with it off', trtllm('prefill', 'prefill', { disable_overlap_scheduler: true })],
    ['decode', trtllm('decode', 'decode')],
    ['aggregated', trtllm('worker', 'worker')],
    [
      'prefill, off by an override',
      trtllm('prefill', 'prefill', {}, ['--override-engine-args', '{"disable_overlap_scheduler": true}']),
    ],
    [
      'prefill with a configuration inside the image',
      { ...trtllm('prefill', 'prefill', {}, ['--extra-engine-args', '/opt/prefill.yaml']) },
    ],
    [
      'prefill with an override that only the cluster knows',
      trtllm('prefill', 'prefill', {}, ['--override-engine-args', '$(OVERRIDE)']),
    ],
  ])('%s passes', (_, part) => {
    expect(findings(prefillOverlapScheduler, manifest([part]))).toEqual([]);
  });
});
