import { compareVersions, DynamoVersion, Release } from '../../constructs/releases';
import { type Upgrade, UpgradeLevel, type UpgradeStep, upgradeOf } from '../../constructs/upgrade';
import { releaseOfImages } from '../../constructs/upgrade/release-of-images';
import { observe } from '../comparison/support';
import { describeShared, sharedFiles } from '../manifests/shared';
import { frontend, type GraphOptions, manifest, type Part, trtllm, vllm } from '../rules/parts';

const image = (version: string, name = 'vllm-runtime') => `nvcr.io/nvidia/ai-dynamo/${name}:${version}`;

/** A graph of vLLM whose images are of one release. */
const upgraded = (
  parts: readonly Part[],
  options: GraphOptions = {},
  from = Release.V1_2,
  to = Release.V1_6,
): Upgrade => upgradeOf(observe(manifest(parts, options)), { from, to });

const plain = (version = '1.2.1', args: readonly string[] = [], options: Partial<Part> = {}): readonly Part[] => [
  { ...frontend([], { image: image(version) }) },
  {
    ...vllm('decode', 'worker', ['--model', 'm', '--tensor-parallel-size', '8', ...args], { image: image(version) }),
    ...options,
  },
];

const ofLevel = ({ steps }: Upgrade, level: UpgradeLevel): readonly UpgradeStep[] =>
  steps.filter((step) => step.level === level);
const messages = (upgrade: Upgrade, level: UpgradeLevel) => ofLevel(upgrade, level).map(({ message }) => message);

describe('images', () => {
  test('more than one minor release behind must move; all components are told at once', () => {
    const must = ofLevel(upgraded(plain()), UpgradeLevel.MUST);
    expect(must).toHaveLength(1);
    expect(must[0]).toMatchObject({
      message: `${image('1.2.1')} (frontend, decode) holds 1.2.1, which a platform of 1.6 does not run`,
      fix: `use ${image(Release.V1_6.patch)}`,
      recreate: false,
    });
  });

  test('of the release before should move', () => {
    const upgrade = upgraded(plain('1.5.1'), {}, Release.V1_5);
    expect(ofLevel(upgrade, UpgradeLevel.MUST)).toEqual([]);
    expect(messages(upgrade, UpgradeLevel.SHOULD)[0]).toMatch(/holds 1\.5\.1, which a platform of 1\.6 still runs/);
  });

  test.each([
    ['1.2.1-cuda13', '1.6.1'],
    ['1.2.1-efa-amd64', '1.6.1-efa'],
    ['v1.2.0-rc1', '1.6.1'],
    ['1.2.1-mine', '1.6.1-mine'],
  ])('the variant %s becomes %s', (tag, expected) => {
    expect(ofLevel(upgraded(plain(tag)), UpgradeLevel.MUST)[0]?.fix).toBe(`use ${image(expected)}`);
  });

  test('of your own have to be built anew', () => {
    const own = 'registry.local:5000/team/llm:1.2.1-3';
    const [step] = ofLevel(upgraded(plain('1.6.1', [], { image: own })), UpgradeLevel.MUST);
    expect(step).toMatchObject({ fix: expect.stringMatching(/build it anew on Dynamo 1\.6\.1/) });
  });

  test('whose tag tells nothing are to be looked at', () => {
    const upgrade = upgraded(plain('1.6.1', [], { image: 'team/llm:latest' }));
    expect(messages(upgrade, UpgradeLevel.CHECK)[0]).toMatch(/the tag of team\/llm:latest \(decode\) does not tell/);
    // The rule knows that newer operators refuse such a tag.
    expect(ofLevel(upgrade, UpgradeLevel.MUST)).toMatchObject([{ code: 'DYN005' }]);
  });

  test('of the release itself stay, and so do those of other programs', () => {
    const pod = { initContainers: [{ name: 'wait', image: 'busybox:1.36.1' }] };
    expect(ofLevel(upgraded(plain('1.6.0', [], { pod })), UpgradeLevel.MUST)).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    [['--is-prefill-worker'], /'--is-prefill-worker' is refused since Dynamo 1\.4/],
    [['--benchmark-mode', 'agg', '--multimodal-worker'], /'--multimodal-worker' is refused since Dynamo 1\.4/],
  ])('a flag that is gone in the new image: %j', (args, message) => {
    const found = ofLevel(upgraded(plain('1.2.1', args)), UpgradeLevel.MUST).filter(({ code }) => code === 'DYN061');
    expect(found).toMatchObject([{ message: expect.stringMatching(message) }]);
    // It still works where the upgrade ends before.
    const early = upgraded(plain('1.2.1', args), {}, Release.V1_2, Release.V1_3);
    expect(ofLevel(early, UpgradeLevel.MUST)).toEqual([]);
  });

  test('a variable that nobody reads any more', () => {
    const env = { DYN_VLLM_IS_PREFILL_WORKER: 'true' };
    expect(messages(upgraded(plain('1.2.1', [], { env })), UpgradeLevel.SHOULD)).toEqual([
      expect.stringMatching(/'DYN_VLLM_IS_PREFILL_WORKER' has no effect since Dynamo 1\.4/),
    ]);
  });

  test('a kind that is gone is deleted and replaced', () => {
    const checkpoint = {
      apiVersion: 'nvidia.com/v1alpha1',
      kind: 'DynamoCheckpoint',
      metadata: { name: 'c' },
      spec: {},
    };
    const must = (to: Release) =>
      ofLevel(upgraded(plain('1.4.2'), { documents: [checkpoint] }, Release.V1_3, to), UpgradeLevel.MUST).filter(
        ({ recreate }) => recreate,
      );
    expect(must(Release.V1_5)).toMatchObject([{ since: '1.5', path: expect.stringMatching(/DynamoCheckpoint\/c$/) }]);
    expect(must(Release.V1_4)).toEqual([]);
  });

  test('a field that is gone', () => {
    const epp: Part = {
      name: 'epp',
      role: 'epp',
      image: image('1.4.2', 'dynamo-frontend'),
      own: { eppConfig: { config: {} } },
    };
    const found = (to: Release) =>
      upgraded([...plain('1.4.2'), epp], {}, Release.V1_3, to).steps.filter(({ path }) => path.endsWith('.eppConfig'));
    expect(found(Release.V1_5)).toMatchObject([{ level: 'must', since: '1.5' }]);
    expect(found(Release.V1_4)).toMatchObject([{ level: 'should', since: '1.4' }]);
  });

  test('a value of a request for a graph', () => {
    const request = {
      apiVersion: 'nvidia.com/v1beta1',
      kind: 'DynamoGraphDeploymentRequest',
      metadata: { name: 'q' },
      spec: { hardware: { gpuSku: 'gb200_sxm' } },
    };
    const found = upgraded(plain(), { documents: [request] }).steps.find(({ path }) => path.endsWith('gpuSku'));
    expect(found).toMatchObject({ level: 'should', fix: expect.stringMatching(/^use gb200:/) });
  });
});

describe('defaults', () => {
  const routed = (...args: readonly string[]) => [
    frontend(['--router-mode', 'kv', ...args], { image: image('1.6.1') }),
  ];
  const queue = (upgrade: Upgrade) =>
    messages(upgrade, UpgradeLevel.CHECK).filter((text) => text.startsWith('--router-queue'));

  test('that changed twice are told once, from the first to the last', () => {
    expect(queue(upgraded(routed()))).toEqual([
      '--router-queue-threshold: 4 up to now, no queue in the router since Dynamo 1.4 (frontend)',
    ]);
    expect(queue(upgraded(routed(), {}, Release.V1_2, Release.V1_3))).toEqual([
      '--router-queue-threshold: 4 up to now, 16 since Dynamo 1.3 (frontend)',
    ]);
  });

  test('do not matter where the manifest says otherwise, or has no use for them', () => {
    expect(queue(upgraded(routed('--router-queue-threshold', '8')))).toEqual([]);
    expect(queue(upgraded([frontend(['--router-mode', 'random'])]))).toEqual([]);
    expect(queue(upgraded(routed(), {}, Release.V1_4))).toEqual([]);
  });
});

describe('an upgrade', () => {
  test('goes through every minor release', () => {
    expect(upgraded(plain()).route).toEqual(['1.2', '1.3', '1.4', '1.5', '1.6']);
    expect(upgraded(plain('1.5.1'), {}, Release.V1_5).route).toEqual(['1.5', '1.6']);
  });

  test('never goes back, nor nowhere', () => {
    expect(() => upgraded(plain(), {}, Release.V1_6, Release.V1_2)).toThrow(/'to' must be a later release/);
    expect(() => upgraded(plain(), {}, Release.V1_6, Release.V1_6)).toThrow(/'to' must be a later release/);
  });

  test('tells which facts of the platform differ, for the engines that the graph runs', () => {
    const { platform } = upgraded([frontend(), trtllm('w', 'worker')]);
    const row = (what: string) => platform.find((change) => change.what === what);
    expect(row('NATS comes with the chart')).toEqual({ what: 'NATS comes with the chart', before: 'yes', after: 'no' });
    expect(row('TensorRT-LLM')).toMatchObject({
      before: Release.V1_2.engines.trtllm,
      after: Release.V1_6.engines.trtllm,
    });
    expect(row('vLLM')).toBeUndefined();
    expect(platform.filter(({ before, after }) => before === after)).toEqual([]);
  });

  test('tells the fields that came, by release', () => {
    const { newFields } = upgraded(plain(), {}, Release.V1_4);
    expect(newFields).toEqual({
      '1.5': ['spec.components[].runtimeVersionOverride'],
      '1.6': ['spec.components[].roles'],
    });
  });

  test('from v1alpha1 goes on, under the rules of v1beta1; fields without a place there are told', () => {
    const parts = [{ ...frontend(), own: { ingress: { enabled: true } } }, ...plain('1.6.1').slice(1)];
    const { steps } = upgraded(parts, { apiVersion: 'v1alpha1' });
    expect(steps.filter(({ since }) => since === '1.5').map(({ level, path }) => [level, path.split(': ')[1]])).toEqual(
      [
        ['should', undefined],
        ['check', 'spec.services.frontend.ingress'],
      ],
    );
    expect(
      upgraded(parts, { apiVersion: 'v1alpha1' }, Release.V1_2, Release.V1_4).steps.filter(
        ({ since }) => since === '1.5',
      ),
    ).toEqual([]);
  });

  test('does not repeat what rules find on either release', () => {
    const upgrade = upgraded([
      frontend(),
      vllm('w', 'worker', ['--tensor-parallel-size', '16'], { gpus: 8, image: image('1.6.1') }),
    ]);
    expect(upgrade.standing).toMatchObject([{ code: 'DYN008' }]);
    expect(upgrade.steps.filter(({ code }) => code === 'DYN008')).toEqual([]);
  });

  test('tells what must be replaced when the new manifests are there', () => {
    const [before, after] = [
      [frontend(), vllm('a', 'worker', ['--tensor-parallel-size', '8'])],
      [frontend(), vllm('b', 'worker', ['--tensor-parallel-size', '8'])],
    ].map((parts) => observe(manifest(parts)));
    if (before === undefined || after === undefined) {
      throw new Error('unreachable');
    }
    const upgrade = upgradeOf(before, { from: Release.V1_5, to: Release.V1_6, after });
    expect(ofLevel(upgrade, UpgradeLevel.MUST)).toMatchObject([
      { recreate: true, message: "'r1' cannot be changed in place: b: name" },
    ]);
    expect(upgrade.comparison?.same).toBe(false);
  });

  test('is plain frozen data, the most pressing first', () => {
    const upgrade = upgraded(plain('1.2.1', ['--is-decode-worker']));
    expect(JSON.parse(JSON.stringify(upgrade))).toEqual(upgrade);
    expect(Object.isFrozen(upgrade.steps)).toBe(true);
    const levels = upgrade.steps.map(({ level }) => Object.values(UpgradeLevel).indexOf(level));
    expect(levels).toEqual([...levels].sort());
  });
});

describe('the release that runs a graph', () => {
  test.each([
    [['1.6.1', '1.5.0'], '1.5'],
    [['1.6.1', 'latest'], '1.6'],
    [['1.1.0'], '1.2'],
    [['latest'], undefined],
  ])('images %j: %s', (versions, expected) => {
    const parts = versions.map((version, index) => vllm(`w${index}`, 'worker', [], { image: image(version) }));
    expect(releaseOfImages(observe(manifest(parts)))?.version).toBe(expected);
  });
});

describeShared('public recipes', () => {
  const files = sharedFiles('recipes').map(
    (file) => [file.name, observe(Buffer.from(file.content).toString(), file.name)] as const,
  );

  test.each(files)('%s: images must move, and each step says what to do', (_name, observation) => {
    const { steps } = upgradeOf(observation, { from: Release.V1_2, to: Release.V1_6 });
    expect(
      steps.some(
        ({ level, fix }) =>
          level === 'must' && /use .*:1\.6\.1|build it anew|use an image with a version tag/.test(fix),
      ),
    ).toBe(observation.graphs.length > 0);
    expect(steps.filter(({ message, fix, source, path }) => [message, fix, source, path].includes(''))).toEqual([]);
  });

  test('a longer way has at least as many steps that must be taken', () => {
    const versions = Object.values(DynamoVersion).sort(compareVersions).slice(1);
    for (const [, observation] of files) {
      const counts = versions.map(
        (version) =>
          upgradeOf(observation, { from: Release.V1_2, to: Release.parse(version) }).steps.filter(
            ({ level, code }) => level === 'must' && code === 'DYN061',
          ).length,
      );
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    }
  });
});
