import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Release } from '../../constructs';
import { BAD_DOCUMENTS, SOUND_DOCUMENTS } from '../corpus';
import { HAS_CRDS } from '../manifests/shared';
import { Cluster, forEachOf } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { describeDryRun } from './suite';
import { Checker } from './verdict';
import { whatStatorCatches } from './what-stator-catches';

const PAGE = join(__dirname, '..', '..', 'docs', 'what-stator-catches.md');
const APPLY = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename', '-'];

describeDryRun('bad documents', () => {
  const cluster = Cluster.newest;
  const checker = HAS_CRDS ? new Checker(Release.latest) : undefined;
  const verdicts = new Map<string, string | undefined>();

  /** What kubectl says; `undefined` when the API server takes everything. */
  async function refusal(manifest: string): Promise<string | undefined> {
    const { status, stderr } = await cluster.kubectl(APPLY, manifest);
    return status === 0 ? undefined : stderr.trim();
  }

  beforeAll(async () => {
    if (!cluster.dryRunOnly) {
      await installCrds(cluster, Release.latest);
    }
    await forEachOf([...SOUND_DOCUMENTS, ...BAD_DOCUMENTS], async ({ id, manifest }) => {
      verdicts.set(id, await refusal(manifest));
    });
  });

  test.each(SOUND_DOCUMENTS.map(({ id }) => [id]))('%s, the sound one, is taken', (id) => {
    expect(verdicts.get(id)).toBeUndefined();
  });

  test.each(BAD_DOCUMENTS.map((bad) => [bad.id, bad] as const))(
    '%s is caught by Stator',
    (_, { manifest, finding }) => {
      expect(checker?.findings(manifest).map(({ code }) => code)).toContain(finding);
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
