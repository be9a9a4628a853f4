import fc from 'fast-check';
import { CATALOG, instantiate } from '../../blueprints';
import { Release, synthesizeChart } from '../../constructs';
import { type JsonObject, readManifests } from '../../constructs/manifests';
import { SOUND_DOCUMENTS } from '../corpus';
import { ApiPaths } from './api-paths';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { type Mutation, mutationsOf } from './mutate';
import { MUTATIONS, SEED } from './settings';
import { describeWriting } from './suite';
import { asText, Checker, isAdmission } from './verdict';

/** Where Stator and the API server differ, and why that stays so. */
const KNOWN: readonly { readonly reason: string; readonly is: (mutation: Mutation, api: string) => boolean }[] = [];

describeWriting(`mutated documents, seed ${SEED}`, () => {
  const cluster = Cluster.newest;
  const release = Release.latest;
  const documents: readonly JsonObject[] = [
    ...CATALOG.flatMap((blueprint) => synthesizeChart(instantiate(blueprint, { release }).chart).documents),
    ...SOUND_DOCUMENTS.flatMap(({ id, manifest }) =>
      readManifests({ name: id, content: manifest }).documents.map(({ value }) => value),
    ),
  ];

  test(
    'are refused by `stator check --crds` where the API server refuses them, and the other way round',
    async () => {
      await installCrds(cluster, release);
      const paths = await ApiPaths.of(cluster);
      const checker = new Checker(release);
      expect(documents.flatMap((document) => checker.errors(asText(document)))).toEqual([]);
      const counts = { agreed: 0, refused: 0, known: new Map<string, number>() };
      const unknown: string[] = [];
      for (const mutation of fc.sample(mutationsOf(documents), { numRuns: MUTATIONS, seed: SEED })) {
        const collection = paths.collection(mutation.document);
        if (collection === undefined) {
          continue;
        }
        const api = await cluster.refusal(mutation.document, collection);
        const errors = checker.errors(asText(mutation.document));
        const agreed = api === undefined ? !errors.some(isAdmission) : errors.some(isAdmission);
        counts.refused += api === undefined ? 0 : 1;
        const known = agreed ? undefined : KNOWN.find(({ is }) => is(mutation, api ?? ''));
        if (agreed) {
          counts.agreed++;
        } else if (known !== undefined) {
          counts.known.set(known.reason, (counts.known.get(known.reason) ?? 0) + 1);
        } else {
          const found = errors.filter(isAdmission).map(({ code, path, message }) => `${code} ${path}: ${message}`);
          unknown.push(
            `${mutation.what}\n   API server: ${api ?? 'takes it'}\n   Stator: ${found.join('; ') || 'takes it'}`,
          );
        }
      }
      const total = counts.agreed + unknown.length + [...counts.known.values()].reduce((sum, count) => sum + count, 0);
      figure(
        `seed ${SEED}: ${total} mutated documents, ${counts.refused} refused by the API server; Stator agrees on ${counts.agreed} (${((100 * counts.agreed) / total).toFixed(2)} %)`,
      );
      for (const [reason, count] of counts.known) {
        figure(`  differs ${count} times: ${reason}`);
      }
      expect(unknown).toEqual([]);
    },
    60_000 + 100 * MUTATIONS,
  );
});
