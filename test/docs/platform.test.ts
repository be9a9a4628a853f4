import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, compiled } from './support';

describe('the page on the platform', () => {
  test('has programs that compile as they stand and write what the page says', () => {
    compiled(blocksOf('docs/platform.md', 'ts'), (folder) => {
      execFileSync(process.execPath, ['0.js'], { cwd: folder, stdio: 'pipe' });
      expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['platform.k8s.yaml', 'qwen.k8s.yaml']);
      const platform = readFileSync(join(folder, 'dist', 'platform.k8s.yaml'), 'utf8');
      expect(platform.match(/^kind: \w+/gm)?.sort()).toEqual(
        [
          ...Array.from({ length: 5 }, () => 'kind: HelmRelease'),
          ...Array.from({ length: 3 }, () => 'kind: HelmRepository'),
          ...Array.from({ length: 2 }, () => 'kind: OCIRepository'),
          'kind: Queue',
        ].sort(),
      );
      const printed = execFileSync(process.execPath, ['1.js'], { cwd: folder, encoding: 'utf8' });
      expect(printed).toMatch(/^helm upgrade --install dynamo-platform /);
    });
  }, 60_000);
});
