import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { appDocuments, type InferenceGraph, Severity } from '../../constructs';
import { readManifests } from '../../constructs/manifests';
import { importManifests } from '../../importer';
import { accepts, build, randomGraph } from '../graph/random-graphs';
import { compileErrors, formatted, runProgram } from './support';

function manifestsOf(graph: InferenceGraph): string {
  return Yaml.stringify(...appDocuments(graph.node.root).map(({ value }) => value));
}

/** Differences that are none of effect: how a ConfigMap is called, and the order of flags. */
const FORM = /^(?:the same |made from engineConfig|its files are engineConfig)/;

describe('any graph that Stator makes', () => {
  test('is imported as an equal one', async () => {
    let compared = 0;
    const programs: string[] = [];
    await fc.assert(
      fc.asyncProperty(randomGraph, async (spec) => {
        const graph = build(spec);
        if (graph === undefined || !accepts(graph)) {
          return;
        }
        compared++;
        const { documents } = readManifests({ name: 'graph.yaml', content: manifestsOf(graph) });
        const result = await importManifests(documents, { sources: ['graph.yaml'], run: runProgram });
        expect(result.differences.filter(({ reason }) => !FORM.test(reason))).toEqual([]);
        expect(result.findings.filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
        programs.push(result.source);
      }),
      { numRuns: 400, seed: 17 },
    );
    expect(compared).toBeGreaterThan(50);
    const some = programs.slice(0, 12);
    expect(some.map(formatted)).toEqual(some);
    expect(compileErrors(programs)).toEqual([]);
  }, 120_000);
});
