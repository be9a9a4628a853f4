import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Release } from '../../constructs';
import { BAD_DOCUMENTS, SOUND_DOCUMENTS } from '../corpus';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { describeDryRun } from './suite';
import { Checker } from './verdict';
import { whatStatorCatches } from './what-stator-catches';

const PAGE = join(__dirname, '..', '..', 'docs', 'what-stator-catches.md');
const APPLY = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename', '-'];

describeDryRun('bad documents', () => {
  const cluster = Cluster.newest;
  const verdicts = new Map<string, string | undefined>();

  /** What kubectl says; `undefined` when the API server takes everything. */
  function refusal(manifest: string): string | undefined {
    const { status, stderr } = cluster.kubectl(APPLY, manifest);
    return status === 0 ? undefined : stderr.trim();
  }

  beforeAll(async () => {
    if (!cluster.dryRunOnly) {
      await installCrds(cluster, Release.latest);
    }
  });

  test.each(SOUND_DOCUMENTS.map(({ id, manifest }) => [id, manifest] as const))(
    '%s, the sound one, is taken',
    (_, manifest) => {
      expect(refusal(manifest)).toBeUndefined();
    },
  );

  test.each(BAD_DOCUMENTS.map((bad) => [bad.id, bad] as const))(
    '%s is caught by Stator',
    (id, { manifest, finding }) => {
      verdicts.set(id, refusal(manifest));
      const found = new Checker(Release.latest).findings(manifest);
      expect(found.map(({ code }) => code)).toContain(finding);
    },
  );

  test('the page says what each of them does', () => {
    const page = whatStatorCatches(BAD_DOCUMENTS, verdicts);
    const letThrough = BAD_DOCUMENTS.filter(({ id }) => verdicts.get(id) === undefined).length;
    figure(
      `${BAD_DOCUMENTS.length} bad documents: Stator catches all, the API server alone lets ${letThrough} through`,
    );
    if (process.env['STATOR_WRITE_DOCS'] !== undefined) {
      writeFileSync(PAGE, page);
    }
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
