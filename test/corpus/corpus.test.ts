import { BAD_DOCUMENTS, type BadDocument, SOUND_DOCUMENTS } from '.';
import { CRDS, check } from './check';

const titled = (documents: readonly BadDocument[]) => documents.map((each) => [each.id, each] as const);
const needsCrds = ({ finding }: BadDocument) => finding.startsWith('K8S');

/** Codes and severities, for messages of failing tests. */
const said = (manifest: string) =>
  check(manifest).map(({ code, severity, path, message }) => `${code} ${severity} ${path} ${message}`);

describe('bad documents', () => {
  test('there are many, with ids and titles of their own', () => {
    expect(BAD_DOCUMENTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(BAD_DOCUMENTS.map(({ id }) => id)).size).toBe(BAD_DOCUMENTS.length);
    expect(new Set(BAD_DOCUMENTS.map(({ title }) => title)).size).toBe(BAD_DOCUMENTS.length);
    for (const { id, title } of BAD_DOCUMENTS) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title).toMatch(/^[^|\n]{10,110}[^.]$/);
    }
  });

  test.each(titled(BAD_DOCUMENTS.filter((each) => !needsCrds(each))))('%s', (_, { manifest, finding, severity }) => {
    expect(said(manifest)).toContainEqual(expect.stringMatching(`^${finding} ${severity} `));
  });
});

(CRDS === undefined ? describe.skip : describe)('bad documents (needs the CRDs beside the repository)', () => {
  test.each(titled(BAD_DOCUMENTS.filter(needsCrds)))('%s', (_, { manifest, finding, severity }) => {
    expect(said(manifest)).toContainEqual(expect.stringMatching(`^${finding} ${severity} `));
  });
});

describe('sound documents', () => {
  test.each(SOUND_DOCUMENTS.map((each) => [each.id, each] as const))('%s', (_, { manifest }) => {
    expect(check(manifest).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
