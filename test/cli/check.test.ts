import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { inFolder, ROOT, stator } from './support';

const SHARED = join(ROOT, '..', 'shared');
const GOLDEN = join('test', 'blueprints', 'golden');
const R1 = readFileSync(join(ROOT, GOLDEN, 'deepseek-r1-gb200-trtllm.yaml'), 'utf8');

describe('stator check', () => {
  test('our own output is clean, from a file, a folder and standard input', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'r1.yaml'), R1);
      for (const run of [
        stator(['check', join(folder, 'r1.yaml')]),
        stator(['check', folder]),
        stator(['check', '-'], { input: R1 }),
      ]) {
        expect(run).toMatchObject({ code: 0, err: '' });
        expect(run.out).toMatch(/^7 documents checked: 0 errors, 0 warnings\n$/);
      }
    });
  });

  test('findings say what, where, why and how, and the exit code is 1', () => {
    const { code, out } = stator(['check', '-'], { input: R1.replace('nodeCount: 8', 'nodeCount: 7') });
    expect(code).toBe(1);
    expect(out).toMatch(
      /error DYN008 standard input#\d DynamoGraphDeployment\/deepseek-r1-gb200-trtllm: spec\.components\[decode\]/,
    );
    expect(out).toMatch(/ {2}fix: .+\n {2}source: ai-dynamo\/dynamo/);
  });

  test('an acknowledgement in the manifest counts', () => {
    const acknowledged = R1.replace('nodeCount: 8', 'nodeCount: 7').replace(
      /(kind: DynamoGraphDeployment\nmetadata:\n)/,
      '$1  annotations:\n    acknowledged.stator.dev/DYN008: an experiment\n    acknowledged.stator.dev/DYN038: an experiment\n',
    );
    const { code, out } = stator(['check', '-'], { input: acknowledged });
    expect(out).toContain('acknowledged DYN008');
    expect(code).toBe(0);
  });

  test('built-in kinds are known without any CRD', () => {
    const input = 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: x }\nspec: { templat: {} }\n';
    const { code, out } = stator(['check', '-'], { input });
    expect(code).toBe(1);
    expect(out).toMatch(/error K8S001 standard input#0 Job\/x: spec\.templat\n.*did you mean "template"/);
    expect(out).not.toContain('DYN116');
  });

  test('so are the fields of a graph', () => {
    const { code, out } = stator(['check', '-'], { input: R1.replace('sharedMemorySize', 'sharedMemorysize') });
    expect(code).toBe(1);
    expect(out).toMatch(/error DYN116 .*sharedMemorysize\n.*did you mean "sharedMemorySize"/);
    expect(out).not.toContain('K8S001');
  });

  test('--json', () => {
    const { code, out } = stator(['check', '-', '--json'], { input: R1.replace('nodeCount: 8', 'nodeCount: 7') });
    const { documents, findings } = JSON.parse(out);
    expect(code).toBe(1);
    expect(documents).toHaveLength(7);
    expect(Object.keys(findings[0]).sort()).toEqual(['code', 'fix', 'message', 'path', 'severity', 'source']);
  });

  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${new Array(10).fill(`*a${n}`).join(', ')}]`),
  ].join('\n');

  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['not UTF-8', Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0xfe]), /UTF-8/],
    ['an alias bomb', bomb, /alias/],
    ['a duplicate key', 'apiVersion: v1\nkind: A\nkind: B\nmetadata: { name: x }\n', /kind/],
    ['an empty file', '', /no .*object|empty/i],
    ['a syntax error', 'a: [1, 2', /syntax error at column/],
    ['a scalar', 'hello', /mapping|object/],
    ['no kind', 'apiVersion: v1\nmetadata: { name: x }\n', /kind/],
    ['very deep nesting', `${'['.repeat(5000)}`, /deep|nest/],
  ])('%s: findings and exit code 1', (_what, content, message) => {
    inFolder((folder) => {
      const file = join(folder, 'bad.yaml');
      writeFileSync(file, content);
      const { code, out, err } = stator(['check', file]);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toMatch(/^error YAML\d{3} /);
      expect(out).toMatch(message);
    });
  });

  test('a file of 50 MB is not even read', () => {
    inFolder((folder) => {
      const file = join(folder, 'large.yaml');
      writeSync(openSync(file, 'w'), 'x', 50_000_000);
      const { code, err } = stator(['check', file]);
      expect(code).toBe(1);
      expect(err).toMatch(/has 48 MiB, at most 16 MiB are read/);
    });
  });

  test.each([
    ['a missing file', ['nowhere.yaml'], /cannot use 'nowhere.yaml': there is no such file or folder/],
    ['a folder without manifests', ['empty'], /holds no \.yaml, \.yml or \.json file/],
    ['CRDs that are none', ['good.yaml', '--crds', 'good.yaml'], /there is no CustomResourceDefinition in good\.yaml/],
    ['an unknown release', ['good.yaml', '--release', 'next'], /'release' must be one of/],
  ])('%s: a message and exit code 1', (_what, args, message) => {
    inFolder((folder) => {
      mkdirSync(join(folder, 'empty'));
      writeFileSync(join(folder, 'good.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
      const { code, err } = stator(['check', ...args], { cwd: folder });
      expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 1, stack: false });
      expect(err).toMatch(message);
    });
  });

  test('a broken link in a folder is told, not thrown', () => {
    inFolder((folder) => {
      symlinkSync('/nonexistent', join(folder, 'x.yaml'));
      const { code, err } = stator(['check', folder]);
      expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 1, stack: false });
      expect(err).toMatch(/there is no such file or folder/);
    });
  });

  test('no file: exit code 2', () => {
    expect(stator(['check']).code).toBe(2);
  });
});

(existsSync(SHARED) ? describe : describe.skip)('stator check with the real CRDs', () => {
  // Uses a field of Dynamo 1.3, and the CRDs at hand are those of 1.2.
  const newer = 'llama-3-70b-topology-h100-vllm.yaml';

  test('every blueprint passes schema, strict fields and CEL', () => {
    const files = readdirSync(join(ROOT, GOLDEN)).filter((file) => file !== newer);
    const paths = files.map((file) => join(GOLDEN, file));
    const { code, out } = stator(['check', ...paths, '--crds', join(SHARED, 'crds')]);
    expect(out).toMatch(/documents checked: 0 errors, 0 warnings/);
    expect(code).toBe(0);
  });

  test('a field that the CRDs do not have yet is found', () => {
    const { out } = stator(['check', join(GOLDEN, newer), '--crds', join(SHARED, 'crds')]);
    expect(out).toMatch(/spec\.experimental\n {2}unknown field "experimental"/);
    expect(out).toMatch(/ 1 error,/);
  });

  test('a typo in a field is found', () => {
    const { code, out } = stator(['check', '-', '--crds', join(SHARED, 'crds')], {
      input: R1.replace('sharedMemorySize', 'sharedMemorysize'),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/error K8S001 .*sharedMemorysize/);
    expect(out).toContain('sharedMemorySize');
    // The CRD alone judges its kind.
    expect(out).not.toContain('DYN116');
  });
});
