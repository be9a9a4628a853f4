import { Release } from '../../constructs/releases';
import { decodeBlocksThreshold } from '../../constructs/rules/decode-blocks-threshold';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest } from './parts';

const KV = ['--router-mode', 'kv'];
const threshold = (value: string) => ['--active-decode-blocks-threshold', value];
const check = (args: readonly string[], release = Release.latest) =>
  findings(decodeBlocksThreshold, manifest([frontend(args)]), { release });

describe('DYN051 decode blocks threshold', () => {
  test.each(API_VERSIONS)('%s: a threshold without KV routing is an error', (apiVersion) => {
    expect(findings(decodeBlocksThreshold, manifest([frontend(threshold('0.85'))], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN051',
        severity: 'error',
        path: expect.stringContaining('frontend'),
        message:
          "--active-decode-blocks-threshold of 'frontend' does nothing with router mode round-robin: decode load is measured in kv mode only",
      }),
    ]);
  });

  test('up to release 1.2 it works in every mode', () => {
    expect(check(threshold('0.85'), Release.V1_2)).toEqual([]);
    expect(check(threshold('0.85'), Release.V1_3)).toHaveLength(1);
  });

  test.each(['1.1', '-0.1', '85'])('%s is no share, in any mode and release', (value) => {
    const [finding] = check([...KV, ...threshold(value)], Release.V1_2);
    expect(finding).toMatchObject({
      severity: 'error',
      message: expect.stringContaining(`is ${value}; it is a share from 0 to 1`),
    });
  });

  test.each(['0', '0.85', '1', 'None'])('%s passes in KV mode', (value) => {
    expect(check([...KV, ...threshold(value)])).toEqual([]);
  });

  test('a threshold that is switched off, or none, passes', () => {
    expect(check(threshold('None'))).toEqual([]);
    expect(check([])).toEqual([]);
  });

  test('the variable counts too, and so does a mode that only the cluster knows', () => {
    const env = { DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD: '0.9' };
    expect(findings(decodeBlocksThreshold, manifest([frontend([], { env })]))[0]?.path).toContain(
      'DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD',
    );
    expect(check(['--router-mode', '$(MODE)', ...threshold('0.9')])).toEqual([]);
  });
});
