import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../cli/support';

/** Modules of Pulumi that are loaded after a script, by the built package. */
function loadedFromPulumi(script: string): readonly string[] {
  const print =
    'console.log(JSON.stringify(Object.keys(require.cache).filter((path) => /@pulumi|@kubernetes/.test(path))))';
  return JSON.parse(execFileSync(process.execPath, ['-e', `${script};${print}`], { cwd: ROOT, encoding: 'utf8' }));
}

describe('Pulumi is optional', () => {
  it.each(['stator', 'stator/blueprints', 'stator/check'])("require('%s') loads nothing of it", (entry) => {
    expect(loadedFromPulumi(`require('${entry}')`)).toEqual([]);
  });

  it("require('stator/pulumi') does, but no client of the cluster as long as nothing is waited for", () => {
    const loaded = loadedFromPulumi("require('stator/pulumi')");
    expect(loaded.some((path) => path.includes('@pulumi/pulumi'))).toBe(true);
    const code = loaded.filter((path) => path.endsWith('.js'));
    expect(code.filter((path) => /@kubernetes|@pulumi\/(?:aws|kubernetes)/.test(path))).toEqual([]);
  });

  describe('where it is not installed', () => {
    let folder = '';
    const stator = (...args: string[]) =>
      spawnSync(process.execPath, [join(folder, 'cli', 'stator.js'), ...args], { cwd: folder, encoding: 'utf8' });

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'stator-without-pulumi-'));
      cpSync(join(ROOT, 'dist', 'cli'), join(folder, 'cli'), { recursive: true });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each([
      ['deploy', 'llama-3-70b-h100-vllm', '--yes'],
      ['destroy', '--yes'],
    ])('stator %s says what to install', (...args) => {
      const { status, stderr } = stator(...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^error: this needs the package @pulumi\/pulumi, which is not installed\n {2}fix: npm install @pulumi\/pulumi/,
      );
      expect(stderr).not.toContain('    at ');
    });

    it('everything else works', () => {
      const { status, stdout } = stator('synth', 'llama-3-70b-h100-vllm');
      expect(status).toBe(0);
      expect(stdout).toContain('wrote 4 objects');
    });
  });
});
