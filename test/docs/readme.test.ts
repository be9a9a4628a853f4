import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { blocksOf, compiled } from './support';

describe('the README', () => {
  test('its program compiles as it stands and writes its manifests', () => {
    compiled(blocksOf('README.md', 'ts').slice(0, 1), (folder) => {
      execFileSync(process.execPath, ['0.js'], { cwd: folder, stdio: 'pipe' });
      expect(readdirSync(join(folder, 'dist'))).toEqual(['deepseek-r1.k8s.yaml']);
      const documents = parseAllDocuments(readFileSync(join(folder, 'dist', 'deepseek-r1.k8s.yaml'), 'utf8'));
      expect(documents.map((document) => document.toJS().kind).sort()).toEqual([
        'ComputeDomain',
        'ConfigMap',
        'ConfigMap',
        'DynamoGraphDeployment',
        'Job',
        'NetworkPolicy',
        'PersistentVolumeClaim',
      ]);
    });
  }, 60_000);

  test('its two commands do all the set-up in one line each', () => {
    expect(
      blocksOf('README.md', 'sh')
        .slice(0, 2)
        .map((block) => block.trim()),
    ).toEqual(['npm ci && npx stator synth deepseek-r1-gb200-trtllm', 'npm ci && npm test']);
  });
});
