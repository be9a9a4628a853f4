import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, stator } from './support';

const PROGRAM = `
import { AggregatedPool, Engine, Frontend, InferenceGraph, models, NodeGroup, Parallelism, Precision } from 'stator';
import { defineBlueprint } from 'stator/blueprints';
import { Integer } from '@sinclair/typebox';

interface Unused {
  readonly types: 'are taken out';
}

export const small = defineBlueprint({
  name: 'small',
  summary: 'Qwen3-32B on H100',
  description: 'A graph of a user',
  parameters: { workers: Integer({ minimum: 1, maximum: 8, default: 2 }) },
  build(chart, { workers }, release) {
    const graph = new InferenceGraph(chart, 'small', { model: models.QWEN3_32B.at(Precision.FP8), engine: Engine.vllm(), release });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'workers', { nodes: NodeGroup.h100Sxm(), parallelism: Parallelism.tensor(PARALLEL), workers });
    return graph;
  },
});
`;
const program = (parallel = '1') => PROGRAM.replace('PARALLEL', parallel);

/** Runs stator in a folder outside of any project, with a program in it. */
function withProgram<T>(
  files: Readonly<Record<string, string>>,
  test: (run: (...args: string[]) => ReturnType<typeof stator>) => T,
): T {
  return inFolder((folder) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return test((...args) => stator(args, { cwd: folder }));
  });
}

describe("a user's program", () => {
  test('is synthesised like a blueprint of the catalog', () => {
    withProgram({ 'graph.ts': program() }, (run) => {
      const { code, out, err } = run('synth', 'graph.ts', '--set', 'workers=3', '--stdout');
      expect([code, out.match(/^kind: .*$/gm)]).toEqual([0, ['kind: DynamoGraphDeployment', 'kind: NetworkPolicy']]);
      expect(out).toContain('replicas: 3');
      expect(err).toContain('total: 3 workers');
    });
  });

  test('passes every rule, those over the description included', () => {
    withProgram(
      { 'graph.ts': program().replace('Precision.FP8', 'Precision.BF16').replace('tensor(1)', 'tensor(5)') },
      (run) => {
        const { code, out } = run('check', 'graph.ts');
        expect(code).toBe(1);
        expect(out).toMatch(/error DYN\d+ small\/small/);
        expect(run('synth', 'graph.ts', '--out', 'made').code).toBe(1);
      },
    );
  });

  test('is shown, and compared with manifests', () => {
    withProgram({ 'graph.ts': program() }, (run) => {
      expect(run('show', 'graph.ts').out).toContain('a whole number from 1 to 8');
      expect(run('synth', 'graph.ts', '--out', 'made').code).toBe(0);
      expect(run('diff', 'made', 'graph.ts', '--exit-code').code).toBe(0);
      expect(run('diff', 'made', 'graph.ts', '--set-new', 'workers=4').out).toContain('replicas');
      expect(run('upgrade', 'graph.ts', '--from', '1.5').out).toContain('1.6');
    });
  });

  test('may import other files of its own', () => {
    const files = {
      'parts/nodes.ts': 'export const parallel = 1 as const;\n',
      'graph.ts': `import { parallel } from './parts/nodes';\n${program('parallel')}`,
    };
    withProgram(files, (run) => expect(run('check', 'graph.ts').code).toBe(0));
  });

  test('with several blueprints is asked which', () => {
    const second = program()
      .replace('export const small', 'export const other')
      .replace("name: 'small'", "name: 'other'")
      .replace(/^import.*$/gm, '')
      .replace(/interface Unused \{[^}]*\}/, '');
    withProgram({ 'graphs.ts': `${program()}${second}` }, (run) => {
      const { code, err } = run('synth', 'graphs.ts');
      expect([code, err]).toEqual([
        1,
        "error: 'graphs.ts' exports 2 blueprints: other, small\n  fix: name one: graphs.ts#other\n",
      ]);
      expect(run('synth', 'graphs.ts#other', '--stdout').code).toBe(0);
      expect(run('synth', 'graphs.ts#third').err).toContain("exports no blueprint 'third'");
    });
  });

  test('is deployed from elsewhere', () => {
    withProgram({ 'graph.ts': program() }, (run) => {
      const { code, err } = run('deploy', 'graph.ts', '--yes');
      expect([code, err]).toEqual([
        1,
        expect.stringContaining('only blueprints of the catalog are deployed from here'),
      ]);
    });
  });

  test.each([
    ['that is not there', {}, "error: 'graph.ts' cannot be read: there is no such file"],
    ['that is no TypeScript', { 'graph.ts': 'const a: = 1;\n' }, 'error: graph.ts:1:'],
    ['without a blueprint', { 'graph.ts': 'export const a = 1;\n' }, "error: 'graph.ts' exports no blueprint"],
    [
      'that imports what is not there',
      { 'graph.ts': "import { a } from 'nowhere';\nexport default a;\n" },
      "there is no module 'nowhere'",
    ],
    ['that throws', { 'graph.ts': "\nthrow new Error('on purpose');\n" }, 'error: graph.ts:2:7: on purpose'],
    ['whose graph cannot be', { 'graph.ts': program('0') }, "error: graph.ts:18:121: 'parallelism.tensor' must be"],
  ])('%s ends with a message and no stack trace', (_, files, message) => {
    withProgram(files, (run) => {
      const { code, err, out } = run('synth', 'graph.ts', '--stdout');
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(message);
      expect(err).not.toMatch(/^ {4}at /m);
    });
  });
});
