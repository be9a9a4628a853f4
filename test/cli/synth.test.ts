import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG, CATALOG_BY_MODEL } from '../../blueprints';
import { inFolder, ROOT, stator } from './support';

const R1 = 'deepseek-r1-gb200-trtllm';
const golden = (name: string) => readFileSync(join(ROOT, 'test', 'blueprints', 'golden', `${name}.yaml`), 'utf8');

describe('stator synth', () => {
  test('writes the manifests and prints the summary', () => {
    inFolder((folder) => {
      const { code, out, err } = stator(['synth', R1, '--out', join(folder, 'a', 'b')]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(readdirSync(join(folder, 'a', 'b'))).toEqual([`${R1}.k8s.yaml`]);
      expect(readFileSync(join(folder, 'a', 'b', `${R1}.k8s.yaml`), 'utf8')).toBe(golden(R1));
      expect(out).toMatch(/decode +decode +1 +8 +32 +DEP32 +39\.5 GiB +\d+\.\d of 184\.6 GiB +[\d,]+/);
      expect(out).toContain('total: 2 workers, 36 GPUs, 9 gb200-nvl72 nodes of 18');
      expect(out).toContain('compute domain deepseek-r1-gb200-trtllm-nvlink over 9 nodes');
      expect(out).toMatch(/wrote 7 objects to .*deepseek-r1-gb200-trtllm\.k8s\.yaml/);
    });
  });

  test('--stdout prints the manifests alone, the summary goes to standard error', () => {
    inFolder((folder) => {
      const { code, out, err } = stator(['synth', R1, '--stdout'], { cwd: folder });
      expect(code).toBe(0);
      expect(`${out.trimEnd()}\n`).toBe(golden(R1));
      expect(err).toContain('36 GPUs');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('--json has documents, findings and the description, and writes nothing unless told where', () => {
    inFolder((folder) => {
      const { code, out } = stator(['synth', R1, '--json', '--release', '1.4', '--namespace', 'inference'], {
        cwd: folder,
      });
      const result = JSON.parse(out);
      expect(code).toBe(0);
      expect(
        result.documents.map((document: { metadata: { namespace: string } }) => document.metadata.namespace),
      ).toEqual(new Array(7).fill('inference'));
      expect(result.findings.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
      expect(result.graph.release.version).toBe('1.4');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('--create-namespace writes the namespace first, with the level that the graph needs', () => {
    inFolder((folder) => {
      const { code, out } = stator(['synth', R1, '--out', folder, '--namespace', 'inference', '--create-namespace']);
      expect(code).toBe(0);
      expect(out).toMatch(/pods +pass Pod Security level baseline/);
      expect(out).toContain('wrote 8 objects');
      const yaml = readFileSync(join(folder, `${R1}.k8s.yaml`), 'utf8');
      expect(yaml.split('\n---\n')[0]).toBe(
        [
          'apiVersion: v1',
          'kind: Namespace',
          'metadata:',
          '  labels:',
          '    pod-security.kubernetes.io/audit: restricted',
          '    pod-security.kubernetes.io/enforce: baseline',
          '    pod-security.kubernetes.io/enforce-version: latest',
          '    pod-security.kubernetes.io/warn: restricted',
          '  name: inference',
        ].join('\n'),
      );
      expect(yaml.split('\n---\n')).toHaveLength(8);
      expect(stator(['check', folder]).code).toBe(0);
    });
  });

  test('cdk8s synth writes the same bytes', () => {
    inFolder((folder) => {
      const cdk8s = join(ROOT, 'node_modules', '.bin', 'cdk8s');
      execFileSync(process.execPath, [cdk8s, 'synth', '--output', folder, '--check-upgrade', 'false'], {
        cwd: ROOT,
        stdio: 'pipe',
      });
      for (const { name } of CATALOG) {
        expect(readFileSync(join(folder, `${name}.k8s.yaml`), 'utf8')).toBe(golden(name));
      }
    });
  }, 60_000);

  test('a graph that does not fit is refused with every finding, and nothing is written', () => {
    inFolder((folder) => {
      const out = join(folder, 'out');
      const run = stator([
        'synth',
        R1,
        '--out',
        out,
        '--set',
        'nodes=8',
        '--set',
        'concurrency=1000000',
        '--set',
        'inputTokens=100000',
      ]);
      expect(run.code).toBe(1);
      expect(run.out).toMatch(/error DYN101 .*prefill/);
      expect(run.out).toMatch(/error DYN105 /);
      expect(run.out).toContain('nothing was written');
      expect(run.out).toMatch(/fix: /);
      expect(existsSync(out)).toBe(false);
    });
  });

  test('files of others in the folder stay', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'mine.yaml'), 'mine');
      expect(stator(['synth', R1, '--out', folder]).code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual([`${R1}.k8s.yaml`, 'mine.yaml']);
    });
  });

  test.each([
    ['an unknown blueprint', ['synth', 'deepseek-r1-gb200-trtlm'], /did you mean 'deepseek-r1-gb200-trtllm'\?/],
    ['an unknown parameter', ['synth', R1, '--set', 'decodGpus=8'], /did you mean 'decodeGpus'\?/],
    [
      'a value of the wrong type',
      ['synth', R1, '--set', 'decodeGpus=lots'],
      /'decodeGpus' must be a whole number from 4 to 64, a multiple of 4, got 'lots'/,
    ],
    [
      'a value out of range',
      ['synth', R1, '--set', 'decodeWorkers=0'],
      /'decodeWorkers' must be a whole number from 1 to 1024, got '0'/,
    ],
    [
      'a value that is not in the list',
      ['synth', R1, '--set', 'router=best'],
      /'router' must be one of 'round-robin', 'kv'/,
    ],
    [
      'a key of every object',
      ['synth', R1, '--set', '__proto__=1'],
      /'__proto__' must be a parameter of the blueprint/,
    ],
    [
      'parameters that exclude each other',
      ['synth', R1, '--set', 'cacheClaim=a', '--set', 'storageClass=b'],
      /'storageClass' must be empty beside 'cacheClaim'/,
    ],
    ['a parameter set twice', ['synth', R1, '--set', 'nodes=9', '--set', 'nodes=10'], /'nodes' is set twice/],
    ['no assignment', ['synth', R1, '--set', 'nodes'], /'--set nodes' is no assignment/],
    ['an unknown release', ['synth', R1, '--release', '2.0'], /'release' must be one of 1\.2, .*1\.6/],
    ['a bad namespace', ['synth', R1, '--namespace', 'A_b'], /'A_b' is no name of a namespace/],
  ])('%s: a message and exit code 1', (_what, args, message) => {
    inFolder((folder) => {
      const { code, err } = stator(args, { cwd: folder });
      expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 1, stack: false });
      expect(err).toMatch(message);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test.each([
    ['an unknown command', ['sinth']],
    ['an unknown option', ['synth', R1, '--outt', 'x']],
    ['no blueprint', ['synth']],
    ['too many arguments', ['synth', R1, 'more']],
    ['options that exclude each other', ['synth', R1, '--out', 'x', '--stdout']],
    ['a namespace to make without its name', ['synth', R1, '--create-namespace']],
  ])('%s: exit code 2', (_what, args) => {
    const { code, err } = stator(args);
    expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 2, stack: false });
    expect(err).toMatch(/error: /);
  });

  test('an output folder that cannot be written to', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'file'), '');
      const { code, err } = stator(['synth', R1, '--out', join(folder, 'file', 'out')]);
      expect(code).toBe(1);
      expect(err).toMatch(/cannot use '.*': a file of that name is in the way/);
      const other = stator(['synth', R1, '--out', '/proc/stator']);
      expect(other.code).toBe(1);
      expect(other.err).toMatch(/cannot use '\/proc\/stator': /);
    });
  });
});

describe('stator list and show', () => {
  test('list names every blueprint', () => {
    const { code, out } = stator(['list']);
    expect(code).toBe(0);
    expect(CATALOG.filter(({ name }) => !out.includes(`  ${name} `))).toEqual([]);
    expect(JSON.parse(stator(['list', '--json']).out).blueprints).toHaveLength(CATALOG.length);
  });

  test('list has a heading for each model, which summaries do not repeat', () => {
    const lines = stator(['list']).out.split('\n');
    for (const { model, blueprints } of CATALOG_BY_MODEL) {
      const start = lines.indexOf(model);
      const rows = lines.slice(start + 1, start + 1 + blueprints.length);
      expect(rows.map((line) => line.trim().split(' ')[0])).toEqual(blueprints.map(({ name }) => name));
      expect(rows.filter((line) => line.includes(` ${model}, `) || line.includes(` ${model} FP8`))).toEqual([]);
    }
  });

  test('list keeps those that have all words in name or summary', () => {
    const { out } = stator(['list', 'GPT-OSS', 'disaggregated', '--json']);
    expect(JSON.parse(out).blueprints).toEqual([
      {
        name: 'gpt-oss-120b-b200-trtllm',
        model: 'gpt-oss-120b',
        summary: expect.stringContaining('disaggregated'),
      },
    ]);
    const nothing = stator(['list', 'gpt-oss', 'efa-on-mars']);
    expect(nothing.code).toBe(1);
    expect(nothing.err).toContain("no blueprint has 'gpt-oss' and 'efa-on-mars'");
  });

  test('show has parameters, the graph and the differences from the recipe', () => {
    const { code, out } = stator(['show', R1]);
    expect(code).toBe(0);
    expect(out).toMatch(/decodeGpus +32 +a whole number from 4 to 64, a multiple of 4 +GPUs of one decode worker/);
    expect(out).toContain('36 GPUs');
    expect(out).toContain('recipes/deepseek-r1/trtllm/disagg/wide_ep/gb200/deploy.yaml');
    const json = JSON.parse(stator(['show', R1, '--json']).out);
    expect(json.schema.properties.decodeGpus).toMatchObject({ type: 'integer', default: 32, multipleOf: 4 });
  });

  test('nothing is coloured when nobody looks', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one
    expect(stator(['show', R1]).out).not.toMatch(/\u001b\[/);
  });
});
