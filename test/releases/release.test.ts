import fc from 'fast-check';
import { DynamoVersion, Release } from '../../constructs/releases';
import { RELEASE_FACTS } from '../../constructs/releases/release-table';

const release = fc.constantFrom(...Release.all);

describe('the releases of the table', () => {
  test('are all there, oldest first', () => {
    expect(Release.all.map(String)).toEqual(['1.2', '1.3', '1.4', '1.5', '1.6']);
    expect(Release.all.map(({ version }) => version)).toEqual(Object.values(DynamoVersion));
    expect(Release.latest).toBe(Release.V1_6);
  });

  test('have a patch of their own line, and came out one after the other', () => {
    for (const { patch, version } of Release.all) {
      expect(patch.startsWith(`${version}.`)).toBe(true);
    }
    expect(Release.all.map(({ patch }) => patch)).toEqual(['1.2.1', '1.3.1', '1.4.2', '1.5.1', '1.6.1']);
    const days = Release.all.map(({ released }) => released);
    expect(days).toEqual([...days].sort());
    expect(Release.V1_6.released).toBe('2026-10-22');
  });

  test('pin engines', () => {
    expect(Release.all.map(({ engines }) => [engines.trtllm, engines.vllm, engines.sglang])).toEqual([
      ['1.3.0rc14', '0.20.1', '0.5.11'],
      ['1.3.0rc19', '0.23.0', '0.5.14'],
      ['1.3.0rc22', '0.26.0', '0.5.16'],
      ['1.3.0rc25', '0.28.0', '0.5.18'],
      ['1.3.0rc29', '0.31.0', '0.5.21'],
    ]);
    expect(Release.V1_6.nixl).toEqual({ trtllm: '1.3.1', vllm: '1.4.1', sglang: '1.5.0' });
    expect(Release.V1_2.nixl).toEqual({ trtllm: '0.10.1', vllm: '0.10.1', sglang: '1.0.1' });
  });

  test('store v1beta1 since 1.5, and are written as v1beta1 all along', () => {
    expect(Release.all.map(({ storageVersion }) => storageVersion)).toEqual([
      'v1alpha1',
      'v1alpha1',
      'v1alpha1',
      'v1beta1',
      'v1beta1',
    ]);
    expect(new Set(Release.all.map(({ apiVersion }) => apiVersion))).toEqual(new Set(['nvidia.com/v1beta1']));
  });

  test('need CUDA 13 drivers since 1.3', () => {
    expect(Release.V1_2.cuda).toEqual({ trtllm: '13.1', vllm: '12.9', sglang: '12.9' });
    expect(Release.V1_2.driver).toEqual({ trtllm: 580, vllm: 575, sglang: 575 });
    expect(Release.V1_3.cuda).toEqual({ trtllm: '13.1', vllm: '13.0', sglang: '13.0' });
    expect(Release.V1_3.driver).toEqual({ trtllm: 580, vllm: 580, sglang: 580 });
  });

  test('need Kubernetes 1.30, and 1.34 for resource claims since 1.3', () => {
    expect(new Set(Release.all.map(({ kubernetes }) => kubernetes.min))).toEqual(new Set(['1.30']));
    expect(Release.all.map(({ kubernetes }) => kubernetes.dra)).toEqual(['1.32', '1.34', '1.34', '1.34', '1.34']);
  });

  test('go with their own versions of Grove and KAI', () => {
    expect(Release.V1_3.grove).toEqual({ min: '0.1.0-alpha.8', maxExclusive: '0.1.0-alpha.9' });
    expect(Release.all.map(({ grove }) => grove.min)).toEqual([
      '0.1.0-alpha.8',
      '0.1.0-alpha.8',
      '0.1.0-alpha.12-rc1',
      '0.1.0-alpha.13',
      '0.1.0-alpha.14',
    ]);
    expect(Release.all.map(({ kai }) => kai)).toEqual(['0.13.4', '0.13.4', '0.13.4', '0.17.0', '0.17.0']);
    expect(Release.latest.lws).toBe('0.7.0');
  });

  test.each<[keyof typeof RELEASE_FACTS, object]>([
    [
      '1.2',
      {
        natsBundled: true,
        eventPlane: 'nats',
        livenessFailureThreshold: 1,
        canaryHealthChecks: false,
        groveNames: 'strict',
      },
    ],
    [
      '1.3',
      {
        natsBundled: true,
        eventPlane: 'zmq',
        livenessFailureThreshold: 1,
        canaryHealthChecks: false,
        groveNames: 'strict',
      },
    ],
    [
      '1.4',
      {
        natsBundled: false,
        eventPlane: 'zmq',
        livenessFailureThreshold: 1,
        canaryHealthChecks: false,
        groveNames: 'strict',
      },
    ],
    [
      '1.5',
      {
        natsBundled: false,
        eventPlane: 'zmq',
        livenessFailureThreshold: 3,
        canaryHealthChecks: true,
        groveNames: 'strict',
      },
    ],
    [
      '1.6',
      {
        natsBundled: false,
        eventPlane: 'zmq',
        livenessFailureThreshold: 3,
        canaryHealthChecks: true,
        groveNames: 'truncating',
      },
    ],
  ])('%s has its operator defaults', (version, defaults) => {
    expect(Release.parse(version)).toMatchObject(defaults);
  });

  test('never have NATS events without a NATS in the platform', () => {
    for (const { eventPlane, natsBundled } of Release.all) {
      expect(eventPlane === 'zmq' || natsBundled).toBe(true);
    }
  });

  test('say where their facts come from and when they were read', () => {
    for (const { source } of Object.values(RELEASE_FACTS)) {
      expect(source).toMatch(/, 2026-\d\d$/);
    }
  });
});

describe('Release.parse', () => {
  test.each(['1.6', 'v1.6', '1.6.0', '1.6.1', 'v1.6.1', ' 1.6 '])('reads %j', (text) => {
    expect(Release.parse(text)).toBe(Release.V1_6);
  });

  test.each([
    ['1.7', '1.6'],
    ['1.10', '1.6'],
    ['2.0', '1.6'],
    ['1.1', '1.2'],
    ['0.9.1', '1.2'],
    ['16', '1.6'],
    ['1,5', '1.5'],
  ])('refuses %j and suggests %s', (text, nearest) => {
    expect(() => Release.parse(text)).toThrow(
      `'release' must be one of 1.2, 1.3, 1.4, 1.5, 1.6, got '${text}'; did you mean ${nearest}?`,
    );
  });

  test('reads back what a release calls itself', () => {
    fc.assert(
      fc.property(release, fc.nat({ max: 99 }), (candidate, patch) => {
        expect(Release.parse(String(candidate))).toBe(candidate);
        expect(Release.parse(candidate.patch)).toBe(candidate);
        expect(Release.parse(`v${candidate.version}.${patch}`)).toBe(candidate);
      }),
    );
  });

  test('throws for anything else and nothing worse', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^v?1\.[2-6](\.\d+)?$/.test(text.trim()));
        expect(() => Release.parse(text)).toThrow(/'release' must be one of/);
      }),
    );
  });
});

describe('order', () => {
  test('atLeast', () => {
    expect(Release.V1_4.atLeast('1.3')).toBe(true);
    expect(Release.V1_4.atLeast('1.4')).toBe(true);
    expect(Release.V1_4.atLeast('1.5')).toBe(false);
  });

  test('is total: antisymmetric, transitive, and zero only for the same release', () => {
    fc.assert(
      fc.property(release, release, release, (a, b, c) => {
        expect(Math.sign(a.compareTo(b))).toBe(0 - Math.sign(b.compareTo(a)));
        expect(a.compareTo(b) === 0).toBe(a === b);
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
          expect(a.compareTo(c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('agrees with atLeast and with the list', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        expect(a.atLeast(b.version)).toBe(a.compareTo(b) >= 0);
        expect(a.atLeast(b.version)).toBe(Release.all.indexOf(a) >= Release.all.indexOf(b));
      }),
    );
  });
});
