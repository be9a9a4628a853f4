import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The first block of code in the README with this language. */
function block(language: string, index = 0): string {
  const blocks = [...README.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))];
  return blocks[index]?.[1] ?? '';
}

describe('the README', () => {
  test('its program compiles as it stands and writes its manifests', () => {
    const folder = mkdtempSync(join(ROOT, 'test', 'docs', 'readme-'));
    try {
      writeFileSync(join(folder, 'main.ts'), block('ts'));
      const tsc = require.resolve('typescript/bin/tsc');
      const options = ['--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'node16', '--types', 'node'];
      execFileSync(process.execPath, [tsc, ...options, join(folder, 'main.ts')], { cwd: ROOT, stdio: 'pipe' });
      execFileSync(process.execPath, ['main.js'], { cwd: folder, stdio: 'pipe' });
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
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('its two commands do all the set-up in one line each', () => {
    expect([block('sh', 0).trim(), block('sh', 1).trim()]).toEqual([
      'npm ci && npx stator synth deepseek-r1-gb200-trtllm',
      'npm ci && npm test',
    ]);
  });
});
