import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The blocks of code of a page in this language. */
export function blocksOf(page: string, language: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code ?? '');
}

/** Compiles programs as their users would, and does something with the folder that they are in as `<index>.ts` and `<index>.js`. */
export function compiled<T>(programs: readonly string[], use: (folder: string) => T): T {
  const folder = mkdtempSync(join(ROOT, 'test', 'docs', 'compiled-'));
  try {
    const files = programs.map((program, index) => {
      const file = join(folder, `${index}.ts`);
      writeFileSync(file, program);
      return file;
    });
    const tsc = require.resolve('typescript/bin/tsc');
    const options = ['--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'node16', '--types', 'node'];
    execFileSync(process.execPath, [tsc, ...options, ...files], { cwd: ROOT, stdio: 'pipe', encoding: 'utf8' });
    return use(folder);
  } catch (error) {
    throw error instanceof Error && 'stdout' in error ? new Error(`${error.message}\n${error.stdout}`) : error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
