import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { type PlatformOptions, platform } from '../../cli/commands/platform';
import { inFolder, stator } from './support';

function run(options: Partial<PlatformOptions>): { readonly code: number; readonly out: string; readonly err: string } {
  const [out, err]: string[][] = [[], []];
  const to = (lines: string[] = []) => ({ line: (text = '') => void lines.push(text), colors: createColors(false) });
  const code = platform({ set: [], ...options }, to(out), to(err));
  return { code, out: (out ?? []).join('\n'), err: (err ?? []).join('\n') };
}

describe('stator platform', () => {
  test('writes values for Helm and says what to run', () => {
    inFolder((folder) => {
      const out = join(folder, 'platform');
      const result = run({ set: ['grove=install', 'kai=0.17.0', 'kubernetes=1.34'], out });
      expect(result.code).toBe(0);
      expect(readdirSync(out).sort()).toEqual(['dynamo-platform.values.yaml', 'grove-charts.values.yaml']);
      expect(readFileSync(join(out, 'dynamo-platform.values.yaml'), 'utf8')).toMatch(
        /grove:\n +install: false\n +enabled: true/,
      );
      expect(result.out).toMatch(/grove-charts v0\.1\.0-alpha\.14 in dynamo-system\ndynamo-platform 1\.6\.1/);
      expect(result.out).toMatch(
        / {2}helm upgrade --install grove-charts .*\n {2}helm upgrade --install dynamo-platform/,
      );
    });
  });

  test('prints objects for Flux and Argo CD', () => {
    const flux = run({ deliver: 'flux', stdout: true, release: '1.5', set: ['nats=bundled'] });
    expect(flux.out).toMatch(/kind: HelmRelease/);
    expect(flux.out).toMatch(/version: 1\.5\.1/);
    expect(flux.err).toBe('dynamo-platform 1.5.1 in dynamo-system');
    expect(run({ deliver: 'argo', stdout: true }).out).toMatch(/kind: Application/);
  });

  test('refuses what does not fit, and writes nothing', () => {
    inFolder((folder) => {
      const out = join(folder, 'platform');
      const { code, out: said } = run({ set: ['grove=0.1.0-alpha.8', 'dynamo-operator.discoveryBackend=etcd'], out });
      expect(code).toBe(1);
      expect(said).toMatch(/DYN063 .*discoveryBackend/);
      expect(said).toMatch(/DYN190 .*\n.*Grove 0\.1\.0-alpha\.8 does not fit Dynamo 1\.6/);
      expect(said).toMatch(/2 findings: nothing was written/);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('values of the chart have dots', () => {
    const { out } = run({ stdout: true, set: ['dynamo-operator.webhook.timeoutSeconds=15', 'a.b=true', 'a.c=x'] });
    expect(out).toMatch(/timeoutSeconds: 15/);
    expect(out).toMatch(/a:\n +b: true\n +c: x/);
  });

  test('--json', () => {
    const { out } = run({ json: true, set: ['kai=bundled'] });
    const { charts, commands, findings, written } = JSON.parse(out);
    expect(charts).toEqual([expect.objectContaining({ name: 'dynamo-platform', version: '1.6.1' })]);
    expect(commands).toHaveLength(1);
    expect([findings, written]).toEqual([[], []]);
  });

  test.each<[Partial<PlatformOptions>, RegExp]>([
    [{ deliver: 'kustomize' }, /'kustomize' is no way to deliver/],
    [{ set: ['groove=install'] }, /'groove' is no part of the platform/],
    [{ set: ['gatewayApi=install'] }, /'gatewayApi' cannot be 'install'/],
    [{ set: ['prometheus=bundled'] }, /'prometheus' cannot be 'bundled'/],
  ])('%j is refused in words', (options, message) => {
    expect(() => run(options)).toThrow(message);
  });

  test('the command is there', () => {
    const { code, out } = stator(['platform', '--deliver', 'flux', '--stdout', '--set', 'grove=present']);
    expect(code).toBe(0);
    expect(out).toMatch(/kind: HelmRelease/);
  });
});
