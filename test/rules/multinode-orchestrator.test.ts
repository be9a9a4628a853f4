import { multinodeOrchestrator } from '../../constructs/rules/multinode-orchestrator';
import { alpha, beta, FRONTEND, worker } from './graph-text';
import { violations } from './support';

const spanning = worker('dynamo.sglang', ['--tp', '16'], { gpus: 8, nodes: 2 });
const annotations = { 'nvidia.com/enable-grove': 'false' };

describe('DYN010 multi-node orchestrator', () => {
  test.each([beta, alpha])('without Grove a worker over nodes is a warning', (text) => {
    expect(violations(multinodeOrchestrator, text([FRONTEND, spanning], { annotations }))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1',
        message: "'decode' (2 nodes) cannot start without LeaderWorkerSet and Volcano, as the graph turns Grove off",
      },
    ]);
    expect(multinodeOrchestrator.severity).toBe('warning');
  });

  test('with Grove, or on one node, there is nothing to say', () => {
    expect(violations(multinodeOrchestrator, beta([spanning]))).toEqual([]);
    expect(
      violations(multinodeOrchestrator, beta([spanning], { annotations: { 'nvidia.com/enable-grove': 'true' } })),
    ).toEqual([]);
    expect(violations(multinodeOrchestrator, beta([FRONTEND], { annotations }))).toEqual([]);
  });
});
