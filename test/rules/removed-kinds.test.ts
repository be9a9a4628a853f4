import type { PlatformDescription } from '../../constructs/description';
import { removedKinds } from '../../constructs/rules/removed-kinds';
import { beta, worker } from './graph-text';
import { violations } from './support';

const platform = (release: string): PlatformDescription => ({ path: 'app/platform', release, parts: {}, queues: [] });
const CHECKPOINT = `apiVersion: nvidia.com/v1alpha1
kind: DynamoCheckpoint
metadata: { name: warm }
spec: {}`;

describe('DYN062 what the release took out', () => {
  test('a DynamoCheckpoint is refused from 1.5 on, and what takes its place is named', () => {
    expect(violations(removedKinds, CHECKPOINT)).toEqual([
      {
        path: 'test.yaml#0 DynamoCheckpoint/warm',
        message: "DynamoCheckpoint 'warm': Dynamo has no such kind since 1.5, and the release is 1.6",
        fix: 'install the Snapshot operator, and make a PodSnapshot',
      },
    ]);
    expect(violations(removedKinds, CHECKPOINT, { platform: platform('1.5') })).toHaveLength(1);
  });

  test('an older platform still has it', () => {
    expect(violations(removedKinds, CHECKPOINT, { platform: platform('1.4') })).toEqual([]);
  });

  test('images with CUDA 12 end with 1.3', () => {
    const check = (tag: string) =>
      violations(removedKinds, beta([worker('dynamo.vllm', [], { image: `nvcr.io/x/vllm-runtime:${tag}` })]));
    expect(check('1.3.1-cuda12')[0]?.message).toContain('images have CUDA 13 only since Dynamo 1.3');
    expect(check('1.2.1-cuda12')).toEqual([]);
    expect(check('1.6.1')).toEqual([]);
  });

  test('an operator for one namespace is a warning from 1.4 on', () => {
    const release = (version: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: dynamo }
spec:
  chart: { spec: { chart: dynamo-platform, version: ${version} } }
  values: { dynamo-operator: { namespaceRestriction: { enabled: true } } }`;
    expect(violations(removedKinds, release('1.4.2'))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        path: 'test.yaml#0 HelmRelease/dynamo: spec.values.dynamo-operator.namespaceRestriction',
      }),
    ]);
    expect(violations(removedKinds, release('1.3.1'))).toEqual([]);
  });
});
