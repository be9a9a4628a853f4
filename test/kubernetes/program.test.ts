import { PulumiMocks } from '../pulumi/mocks';

describe('the program of stacks/kubernetes', () => {
  it('deploys the blueprint of the configuration and gives back where its frontend is', async () => {
    const mocks = await PulumiMocks.start({
      config: {
        'stator:blueprint': 'llama-3-70b-h100-vllm',
        'stator:parameters': '{"name":"llama","decodeWorkers":3}',
        'stator:namespace': 'llm',
        'stator:createNamespace': 'true',
        'stator:wait': 'false',
      },
    });
    const { frontendUrl } = await import('../../stacks/kubernetes/program');
    await mocks.settled();
    const graph = mocks.only('kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment');
    expect(graph.inputs['metadata']).toMatchObject({ name: 'llama', namespace: 'llm' });
    expect(JSON.stringify(graph.inputs['spec'])).toContain('"name":"decode"');
    expect(mocks.ofType('kubernetes:core/v1:Namespace')).toHaveLength(1);
    expect(await new Promise((resolve) => void frontendUrl.apply(resolve))).toBe(
      'http://llama-frontend.llm.svc.cluster.local:8000',
    );
  });
});
