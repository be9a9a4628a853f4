import { scaledReplicas } from '../../constructs/rules/scaled-replicas';
import { findings } from './findings';
import { API_VERSIONS, manifest, vllm } from './parts';

const ADAPTER = { v1beta1: {}, v1alpha1: { enabled: true } };
const worker = (own: object, replicas?: number) =>
  vllm('decode', 'decode', [], { own, ...(replicas === undefined ? {} : { replicas }) });

describe('DYN013 replicas beside a scaling adapter', () => {
  test.each(API_VERSIONS)('%s: a number beside an adapter is a warning', (apiVersion) => {
    const yaml = manifest([worker({ scalingAdapter: ADAPTER[apiVersion] }, 2)], { apiVersion });
    expect(findings(scaledReplicas, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN013',
        severity: 'warning',
        path: expect.stringMatching(/decode\]?\.replicas$/),
        message: "'decode' states 2 replicas, but its scaling adapter owns the number",
      }),
    ]);
  });

  test.each(API_VERSIONS)('%s: an adapter alone and a number alone pass', (apiVersion) => {
    const adapter = { scalingAdapter: ADAPTER[apiVersion] };
    expect(findings(scaledReplicas, manifest([worker(adapter)], { apiVersion }))).toEqual([]);
    expect(findings(scaledReplicas, manifest([worker({}, 2)], { apiVersion }))).toEqual([]);
  });

  test('an adapter that is switched off owns nothing', () => {
    const yaml = manifest([worker({ scalingAdapter: { enabled: false } }, 2)], { apiVersion: 'v1alpha1' });
    expect(findings(scaledReplicas, yaml)).toEqual([]);
  });
});
