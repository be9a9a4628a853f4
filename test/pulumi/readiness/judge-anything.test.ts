import fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../../constructs/manifests';
import { judgeGraph, ProblemReason } from '../../../stacks/pulumi/readiness';
import { downloadJob, event, graph, pod, READY_PODS, stateWith, status, TARGET, waitsForWeights } from './support';

const anything: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): Json => JSON.parse(JSON.stringify(value)));
const object = fc.dictionary(fc.string(), anything);

/** A valid object in which some values, at any depth, became something else. */
function broken(whole: JsonObject): fc.Arbitrary<JsonObject> {
  return fc
    .array(fc.record({ step: fc.nat(), value: anything }), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce<JsonObject>((current, { step, value }) => replaced(current, step, value), whole));
}

function replaced(whole: JsonObject, step: number, value: Json): JsonObject {
  let count = step % Math.max(1, size(whole));
  const visit = (current: Json): Json => {
    count -= 1;
    if (count === -1) return value;
    if (Array.isArray(current)) return current.map(visit);
    if (!isJsonObject(current)) return current;
    return Object.fromEntries(Object.entries(current).map(([key, each]) => [key, visit(each)]));
  };
  const result = visit(whole);
  return isJsonObject(result) ? result : {};
}

function size(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + size(each), 1);
  return isJsonObject(value) ? Object.values(value).reduce((sum: number, each) => sum + size(each), 1) : 1;
}

function sound(verdict: ReturnType<typeof judgeGraph>): void {
  expect(['ready', 'waiting', 'failed']).toContain(verdict.phase);
  expect(verdict.summary).toMatch(/^[^\n\r\t]+$/);
  for (const { reason, detail, fix, pods } of verdict.problems) {
    expect(Object.values(ProblemReason)).toContain(reason);
    expect(detail).not.toBe('');
    expect(fix).not.toBe('');
    expect(pods.count).toBeGreaterThanOrEqual(pods.names.length);
  }
}

describe('a verdict', () => {
  it('is reached over objects of any shape', () => {
    fc.assert(
      fc.property(object, fc.array(object), fc.array(object), fc.array(object), fc.array(object), (live, ...lists) => {
        const [pods = [], claims = [], jobs = [], events = []] = lists;
        sound(judgeGraph({ target: TARGET, graph: live, pods, claims, jobs, events }));
        sound(judgeGraph(stateWith([], { graph: { ...graph(live), spec: live } })));
      }),
      { numRuns: 100 },
    );
  });

  it('is reached over objects that are almost right', () => {
    const pods = [...READY_PODS, pod('prefill', 'x'), waitsForWeights('decode', 'y')];
    fc.assert(
      fc.property(
        broken(graph(status('False'))),
        fc.tuple(...pods.map(broken)),
        broken(downloadJob({ active: 1, conditions: [{ type: 'Failed', status: 'True' }] })),
        broken(event('PodClique', 'r1-0-prefill', 'FailedCreate', 'exceeded quota')),
        broken({ metadata: { name: 'weights' }, status: { phase: 'Pending' } }),
        (live, some, job, happened, claim) => {
          sound(
            judgeGraph({ target: TARGET, graph: live, pods: some, claims: [claim], jobs: [job], events: [happened] }),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
