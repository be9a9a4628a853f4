import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, stator } from './support';

const GRAPH = `
apiVersion: nvidia.com/v1alpha1
kind: DynamoGraphDeployment
metadata: { name: qwen }
spec:
  services:
    Frontend:
      componentType: frontend
      extraPodSpec: { mainContainer: { image: "nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.1" } }
    Worker:
      componentType: worker
      replicas: 2
      resources: { limits: { gpu: "1" } }
      extraPodSpec:
        mainContainer:
          image: "nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.1"
          command: [/bin/sh, -c]
          args: ["python3 -m dynamo.vllm --model Qwen/Qwen3-32B-FP8 --max-model-len 8192"]
`;

/** Runs stator in a folder that holds the graph. */
function withGraph<T>(test: (folder: string, run: (...args: string[]) => ReturnType<typeof stator>) => T): T {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'graph.yaml'), GRAPH);
    return test(folder, (...args) => stator(args, { cwd: folder, input: GRAPH }));
  });
}

describe('stator import', () => {
  test('writes a program that stator synth runs, and tells what differs', () => {
    withGraph((folder, run) => {
      const { code, out } = run('import', 'graph.yaml', '--out', 'qwen.ts');
      expect(code).toBe(0);
      expect(out).toContain('Worker: command.shell: the same words without a shell');
      expect(out).toContain("wrote qwen.ts: 'stator synth qwen.ts' makes the manifests");
      expect(readFileSync(join(folder, 'qwen.ts'), 'utf8')).toContain("new AggregatedPool(graph, 'Worker', {");
      expect(run('check', 'qwen.ts').code).toBe(0);
      expect(run('synth', 'qwen.ts', '--out', 'made').code).toBe(0);
      expect(existsSync(join(folder, 'made', 'qwen.k8s.yaml'))).toBe(true);
      const differences = JSON.parse(run('diff', 'graph.yaml', 'qwen.ts', '--json').out);
      const changes = differences.graphs[0].components.flatMap(
        (component: { readonly changes: readonly { readonly place: string }[] }) =>
          component.changes.map(({ place }) => place),
      );
      expect(changes).toEqual(['command.shell']);
    });
  });

  test('prints the program, and what else there is to say beside it', () => {
    withGraph((_, run) => {
      const { code, out, err } = run('import', '-');
      expect([code, out.startsWith('/**\n * Imported by `stator import` from standard input.')]).toEqual([0, true]);
      expect(err).toContain('differences in form or for a rule, 0 errors to mend');
    });
  });

  test('prints JSON', () => {
    withGraph((_, run) => {
      const result = JSON.parse(run('import', 'graph.yaml', '--json').out);
      expect(Object.keys(result)).toEqual(['name', 'source', 'differences', 'findings', 'notes']);
      expect(result.name).toBe('qwen');
    });
  });

  test('writes over nothing unless it is told to', () => {
    withGraph((_, run) => {
      expect(run('import', 'graph.yaml', '--out', 'qwen.ts').code).toBe(0);
      const again = run('import', 'graph.yaml', '--out', 'qwen.ts');
      expect([again.code, again.err]).toEqual([
        1,
        "error: 'qwen.ts' is there already\n  fix: give another --out, or --force to write over it\n",
      ]);
      expect(run('import', 'graph.yaml', '--out', 'qwen.ts', '--force').code).toBe(0);
    });
  });

  test('takes the machine and the release that it is told', () => {
    withGraph((_, run) => {
      expect(run('import', 'graph.yaml', '--gpu', 'h200').out).toContain('NodeGroup.h200Sxm(');
      expect(run('import', 'graph.yaml', '--machine', 'p5.48xlarge').out).toContain('AwsMachine.P5_48XLARGE');
      expect(run('import', 'graph.yaml', '--release', '1.6').out).toContain('release: Release.V1_6');
      expect(run('import', 'graph.yaml', '--gpu', 'h20').err).toContain("did you mean 'h200'?");
      expect(run('import', 'graph.yaml', '--gpu', 'h200', '--machine', 'p5.48xlarge').code).toBe(2);
    });
  });

  test('says what cannot be imported', () => {
    withGraph((folder, run) => {
      writeFileSync(join(folder, 'other.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
      expect(run('import', 'other.yaml').err).toContain('error: there is no DynamoGraphDeployment');
      writeFileSync(join(folder, 'bad.yaml'), 'a: [1\n');
      const { code, out } = run('import', 'bad.yaml', 'graph.yaml');
      expect([code, out.includes('nothing was imported')]).toEqual([1, true]);
    });
  });
});
