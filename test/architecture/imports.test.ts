import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

interface Verdict {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

function cruise(...paths: readonly string[]): Verdict['summary']['violations'] {
  const script = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const verdict: Verdict = JSON.parse(
    execFileSync(
      process.execPath,
      [script, '--config', '.dependency-cruiser.js', '--output-type', 'json', ...paths],
      options,
    ),
  );
  return verdict.summary.violations;
}

describe('imports', () => {
  test('point one way and make no circle', () => {
    expect(
      cruise('constructs', 'blueprints', 'importer', 'stacks', 'cli').map(({ rule, from }) => `${from}: ${rule.name}`),
    ).toEqual([]);
  }, 60_000);

  test('an import that points the other way is found', () => {
    const folder = mkdtempSync(join(ROOT, 'constructs', 'hardware', 'probe-'));
    try {
      writeFileSync(join(folder, 'probe.ts'), "export { CATALOG } from '../../../blueprints';\n");
      expect(cruise(folder.slice(ROOT.length + 1)).map(({ rule }) => rule.name)).toContain(
        'constructs/hardware only imports from rooms before it',
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
