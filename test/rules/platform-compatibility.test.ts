import type { PlatformDescription } from '../../constructs/description';
import { compareVersionTexts } from '../../constructs/releases';
import { platformCompatibility } from '../../constructs/rules/platform-compatibility';
import { beta, worker } from './graph-text';
import { violations } from './support';

const graph = beta([worker('dynamo.vllm', [])]);
const check = (platform: Partial<PlatformDescription>) =>
  violations(platformCompatibility, graph, {
    platform: { path: 'app/platform', release: '1.6', parts: {}, queues: [], ...platform },
  });
const grove = (version: string): PlatformDescription['parts'] => ({ grove: { way: 'present', version } });

describe('DYN190 versions of the platform', () => {
  test('a Grove that is too old is refused with what is known to go together', () => {
    expect(check({ parts: grove('v0.1.0-alpha.13') })).toEqual([
      {
        path: 'app/platform',
        message: 'Grove v0.1.0-alpha.13 does not fit Dynamo 1.6, which works with 0.1.0-alpha.14 or later',
        fix: 'known to go together: Dynamo 1.6 and Grove 0.1.0-alpha.14, or Dynamo 1.5 and Grove v0.1.0-alpha.13',
      },
    ]);
  });

  test('1.3 does not work with the Grove of 1.4', () => {
    expect(check({ release: '1.3', parts: grove('0.1.0-alpha.12-rc1') })[0]?.message).toContain(
      'works with 0.1.0-alpha.8 up to, but without, 0.1.0-alpha.9',
    );
    expect(check({ release: '1.3', parts: grove('0.1.0-alpha.8') })).toEqual([]);
  });

  test.each<[Partial<PlatformDescription>]>([
    [{ kubernetes: '1.29' }],
    [{ gpuDriver: '570.124' }],
    [{ parts: { kai: { way: 'install', version: 'v0.16.9' } } }],
    [{ parts: { lws: { way: 'present', version: '0.6.2' } } }],
  ])('%j is refused', (platform) => {
    expect(check(platform)).toHaveLength(1);
  });

  test('what fits, and what is not said, passes', () => {
    expect(check({})).toEqual([]);
    const parts: PlatformDescription['parts'] = {
      grove: { way: 'present', version: 'v0.1.0-alpha.14' },
      kai: { way: 'bundled' },
      lws: { way: 'install', version: 'v0.9.0' },
      prometheus: { way: 'install', version: '84.4.0' },
    };
    expect(check({ kubernetes: 'v1.34.1', gpuDriver: '580', parts })).toEqual([]);
    expect(violations(platformCompatibility, graph)).toEqual([]);
  });

  test('versions stand in the order in which Grove numbers them', () => {
    const order = ['0.1.0-alpha.8', '0.1.0-alpha.12-rc1', 'v0.1.0-alpha.12', '0.1.0-alpha.13', '0.1.0', '0.2', '1.0.0'];
    expect([...order].reverse().sort(compareVersionTexts)).toEqual(order);
    expect(compareVersionTexts('v1.30', '1.30.0')).toBe(0);
  });
});
