import { isSecret, ProviderResource, secret } from '@pulumi/pulumi';
import { JsonPatch } from 'cdk8s';
import { findBlueprint, instantiate } from '../../blueprints';
import { asString, GraphDeployment, type GraphDeploymentOptions, GraphWait } from '../../stacks/pulumi';
import type { waitForGraph } from '../../stacks/pulumi/readiness';
import { PulumiMocks, settledValue } from './mocks';

const waited: string[] = [];

/** A cluster where every graph is Ready. */
jest.mock('../../stacks/pulumi/readiness', () => ({
  clusterReader: (source: object) => source,
  waitForGraph: async (reader: object, { namespace, name }: Parameters<typeof waitForGraph>[1]) => {
    waited.push(`${JSON.stringify(reader)} ${namespace}/${name}`);
  },
}));

class Provider extends ProviderResource {}

async function deploy(options: () => GraphDeploymentOptions): Promise<GraphDeployment> {
  waited.splice(0);
  await PulumiMocks.start();
  const { app } = instantiate(findBlueprint('llama-3-70b-h100-vllm'), { namespace: 'llm' });
  return new GraphDeployment('d', app, options());
}

describe('waiting for a graph', () => {
  it('asks the cluster of the environment with the default provider, whichever providers there are for other packages', async () => {
    const deployment = await deploy(() => ({ providers: { aws: new Provider('aws', 'aws', {}) } }));
    expect(await settledValue(deployment.frontendUrl)).toContain('llama-3-70b-h100-vllm-frontend.llm.svc');
    expect(waited).toEqual(['{} llm/llama-3-70b-h100-vllm']);
  });

  it.each([
    ['as the provider', () => ({ provider: new Provider('kubernetes', 'own', {}) })],
    ['among the providers', () => ({ providers: [new Provider('kubernetes', 'own', {})] })],
  ])('is left out with a provider of its own, given %s', async (_, options) => {
    const deployment = await deploy(options);
    expect(await settledValue(deployment.frontendUrl)).toContain('-frontend.llm.svc');
    expect(waited).toEqual([]);
  });

  it('takes a kubeconfig that is secret, and makes no secret of the addresses', async () => {
    const deployment = await deploy(() => ({ wait: GraphWait.untilReady({ kubeconfig: secret('{"a": 1}') }) }));
    expect(await settledValue(deployment.frontendUrl)).toContain('-frontend.llm.svc');
    expect(await isSecret(deployment.frontendUrl)).toBe(false);
    expect(waited).toEqual(['{"text":"{\\"a\\": 1}"} llm/llama-3-70b-h100-vllm']);
  });

  it('looks for the name that the graph has in the cluster', async () => {
    await PulumiMocks.start();
    waited.splice(0);
    const { app, graph } = instantiate(findBlueprint('llama-3-70b-h100-vllm'), { namespace: 'llm' });
    const name = asString(app, 'name', secret('live'));
    graph.deployment.addJsonPatch(JsonPatch.replace('/metadata/name', name));
    const deployment = new GraphDeployment('d', app);
    expect(await settledValue(deployment.services)).toMatchObject({ live: { frontend: 'live-frontend' } });
    expect(waited).toEqual(['{} llm/live']);
  });
});
