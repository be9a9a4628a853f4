import {
  approximateRoutingFlag,
  ALL_CHANGES as CHANGES,
  type Change,
  deprecatedIn,
  kvEventFlags,
  Release,
  removedIn,
  routerOverlapFlag,
} from '../../constructs/releases';

const named = (changes: readonly Change[], name: string) => changes.find((change) => change.name === name);
const removed = (name: string) =>
  Release.all.filter((release) => named(removedIn(release), name) !== undefined).map(String);

describe('names that no longer work', () => {
  test.each([
    ['--is-prefill-worker', ['1.4', '1.5', '1.6']],
    ['--is-decode-worker', ['1.4', '1.5', '1.6']],
    ['--multimodal-worker', ['1.4', '1.5', '1.6']],
    ['--unified', ['1.4', '1.5', '1.6']],
    ['prefill_and_decode', ['1.4', '1.5', '1.6']],
    ['--router-reset-states', ['1.4', '1.5', '1.6']],
    ['DYN_VLLM_IS_PREFILL_WORKER', ['1.4', '1.5', '1.6']],
    ['--fuse-qkv', ['1.3', '1.4', '1.5', '1.6']],
    ['--num-g2-blocks', ['1.5', '1.6']],
    ['DYN_AIC_BACKEND', ['1.6']],
    ['--benchmark-prefill-granularity', []],
    ['--enforce-disagg', ['1.3', '1.4', '1.5', '1.6']],
    ['http', ['1.3', '1.4', '1.5', '1.6']],
    ['-cuda12', ['1.3', '1.4', '1.5', '1.6']],
    ['DYN_STORE_KV', ['1.2', '1.3', '1.4', '1.5', '1.6']],
    ['DYN_CONNECTOR', ['1.2', '1.3', '1.4', '1.5', '1.6']],
    ['DynamoCheckpoint', ['1.5', '1.6']],
    ['eppConfig', ['1.5', '1.6']],
    // Aliases that every release up to 1.6 accepts.
    ['--kv-overlap-score-weight', []],
    ['--no-kv-events', []],
    ['--publish-events-and-metrics', []],
    ['DYN_USE_KV_EVENTS', []],
  ])('%s: %j', (name, releases) => {
    expect(named(CHANGES, name)).toBeDefined();
    expect(removed(name)).toEqual(releases);
  });

  test('name what to use instead', () => {
    const gone = removedIn(Release.V1_6);
    expect(named(gone, '--is-prefill-worker')?.replacement).toBe('--disaggregation-mode prefill');
    expect(named(gone, 'DYN_STORE_KV')).toMatchObject({ replacement: 'DYN_DISCOVERY_BACKEND', ignored: true });
    expect(named(gone, 'DYN_CONNECTOR')).toMatchObject({
      replacement: '--kv-transfer-config',
      modules: ['dynamo.vllm'],
    });
    expect(named(gone, '--router-reset-states')?.replacement).toBeUndefined();
    expect(named(gone, 'http')?.of).toEqual(['--request-plane', 'DYN_REQUEST_PLANE']);
    expect(named(gone, 'prefill_and_decode')).toMatchObject({ replacement: 'agg', modules: ['dynamo.trtllm'] });
  });

  test('are bound to the module that dropped them', () => {
    const [vllm] = removedIn(Release.V1_4).filter(({ name }) => name === '--is-decode-worker');
    expect(vllm?.modules).toEqual(['dynamo.vllm']);
    const [mocker] = deprecatedIn(Release.V1_6).filter(({ name }) => name === '--is-decode-worker');
    expect(mocker?.modules).toEqual(['dynamo.mocker']);
  });

  test('stay gone', () => {
    for (const [index, release] of Release.all.entries()) {
      for (const later of Release.all.slice(index)) {
        expect(removedIn(later)).toEqual(expect.arrayContaining([...removedIn(release)]));
      }
    }
  });
});

describe('deprecated names', () => {
  test('are listed from their deprecation to their removal', () => {
    const deprecated = (name: string) =>
      Release.all.filter((release) => named(deprecatedIn(release), name) !== undefined).map(String);
    expect(deprecated('prefill_and_decode')).toEqual(['1.3']);
    expect(deprecated('--publish-events-and-metrics')).toEqual(['1.3', '1.4', '1.5', '1.6']);
    expect(deprecated('DYN_USE_KV_EVENTS')).toEqual(['1.5', '1.6']);
    expect(deprecated('gb200_sxm')).toEqual(['1.6']);
    expect(deprecated('--enforce-disagg')).toEqual([]);
  });

  test('are never also removed', () => {
    for (const release of Release.all) {
      const gone = new Set(removedIn(release));
      expect(deprecatedIn(release).filter((change) => gone.has(change))).toEqual([]);
    }
  });
});

describe('the table', () => {
  test('has each name once for each module', () => {
    const keys = CHANGES.flatMap(({ name, modules = ['*'] }) => modules.map((module) => `${name} ${module}`));
    expect(keys).toEqual([...new Set(keys)]);
  });

  test('says of each name when it changed, and where that is stated', () => {
    for (const change of CHANGES) {
      expect(change.since ?? change.deprecated).toBeDefined();
      expect(change.source).not.toBe('');
      expect(change.note).not.toBe('');
    }
  });

  test('never replaces a name by one that is removed itself', () => {
    const gone = new Set(removedIn(Release.latest).map(({ name }) => name));
    for (const { replacement } of CHANGES) {
      expect(gone.has(replacement ?? '')).toBe(false);
    }
  });
});

describe('flags that differ between releases', () => {
  test('KV events of TensorRT-LLM', () => {
    expect(kvEventFlags(Release.V1_2)).toEqual(['--publish-events-and-metrics']);
    for (const release of [Release.V1_3, Release.V1_4, Release.V1_5]) {
      expect(kvEventFlags(release)).toEqual(['--publish-kv-events']);
    }
    expect(kvEventFlags(Release.V1_6)).toEqual(['--publish-kv-events', '--publish-metrics']);
  });

  test('the router', () => {
    expect(routerOverlapFlag(Release.V1_6)).toBe('--router-kv-overlap-score-credit');
    expect(approximateRoutingFlag(Release.V1_6)).toBe('--no-router-kv-events');
  });

  test('are neither removed nor deprecated in the release they are for', () => {
    for (const release of Release.all) {
      const old = new Set([...removedIn(release), ...deprecatedIn(release)].map(({ name }) => name));
      const flags = [...kvEventFlags(release), routerOverlapFlag(release), approximateRoutingFlag(release)];
      expect(flags.filter((flag) => old.has(flag))).toEqual([]);
    }
  });
});
