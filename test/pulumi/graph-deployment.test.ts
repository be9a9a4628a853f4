import { ProviderResource, secret } from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { CATALOG, findBlueprint, instantiate } from '../../blueprints';
import { synthesizeChart } from '../../constructs';
import { asString, GraphDeployment, GraphRefusedError, GraphWait } from '../../stacks/pulumi';
import { chart as newChart } from '../graph/support';
import { PulumiMocks, settledValue } from './mocks';

const WITHOUT_WAIT = { wait: GraphWait.none() };

async function deploy(run: () => GraphDeployment, preview = false) {
  const mocks = await PulumiMocks.start({ preview });
  const deployment = run();
  const values = {
    url: await settledValue(deployment.frontendUrl),
    services: await settledValue(deployment.services),
  };
  await mocks.settled();
  return { mocks, deployment, ...values, objects: mocks.resources.filter(({ custom }) => custom) };
}

const canonical = (document: object) => stringify(document, { sortMapEntries: true });

describe('GraphDeployment', () => {
  it.each(CATALOG.map(({ name }) => name))('%s: sends what cdk8s synth writes, byte for byte', async (name) => {
    const { app, chart } = instantiate(findBlueprint(name), { namespace: 'inference', createNamespace: true });
    const { objects } = await deploy(() => new GraphDeployment('d', app, WITHOUT_WAIT));
    const written = synthesizeChart(chart).documents;
    // Neither Pulumi's protocol nor JSON has an order of keys, so both are written in one.
    expect(objects.map(({ inputs }) => canonical(inputs)).sort()).toEqual(written.map(canonical).sort());
    expect(written.length).toBeGreaterThan(2);
  });

  it('puts the claim, the configuration and the namespace before the graph', async () => {
    const { app } = instantiate(findBlueprint('deepseek-r1-gb200-trtllm'), { namespace: 'llm', createNamespace: true });
    const { mocks } = await deploy(() => new GraphDeployment('d', app, WITHOUT_WAIT));
    const graph = mocks.only('kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment');
    const before = [
      'kubernetes:core/v1:Namespace',
      'kubernetes:core/v1:PersistentVolumeClaim',
      'kubernetes:core/v1:ConfigMap',
      'kubernetes:resource.nvidia.com/v1beta1:ComputeDomain',
      'kubernetes:batch/v1:Job',
    ];
    for (const resource of before.flatMap((type) => mocks.ofType(type))) {
      expect([resource.name, mocks.comesBefore(resource, graph)]).toEqual([resource.name, true]);
    }
    const [namespace] = mocks.ofType('kubernetes:core/v1:Namespace');
    const others = mocks.resources.filter(({ custom, urn }) => custom && urn !== namespace?.urn);
    expect(namespace !== undefined && others.every((other) => mocks.comesBefore(namespace, other))).toBe(true);
  });

  it('gives the download hours, where the provider would give it ten minutes', async () => {
    const { app } = instantiate(findBlueprint('llama-3-70b-h100-vllm'));
    const { mocks } = await deploy(() => new GraphDeployment('d', app, WITHOUT_WAIT));
    expect(mocks.only('kubernetes:batch/v1:Job').createTimeout).toBe('12h');
    expect(mocks.only('kubernetes:core/v1:PersistentVolumeClaim').createTimeout).toBe('');
  });

  it('names resources after the deployment and the construct path', async () => {
    const { app } = instantiate(findBlueprint('llama-3-70b-h100-vllm'));
    const { mocks } = await deploy(() => new GraphDeployment('prod', app, WITHOUT_WAIT));
    const { name } = mocks.only('kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment');
    expect(name).toBe('prod/llama-3-70b-h100-vllm/graph/deployment');
  });

  it('deploys one chart of an app, with paths that start below the chart', async () => {
    const app = new App();
    new ApiObject(new Chart(app, 'first'), 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });
    const second = new Chart(app, 'second');
    new ApiObject(second, 'two', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' } });
    const { objects } = await deploy(() => new GraphDeployment('d', second, WITHOUT_WAIT));
    expect(objects.map(({ name }) => name)).toEqual(['d/two']);
  });

  it('gives back where the frontend and the Services are', async () => {
    const { app } = instantiate(findBlueprint('llama-3-70b-h100-vllm'), { namespace: 'llm' });
    const { url, services } = await deploy(() => new GraphDeployment('d', app, WITHOUT_WAIT));
    expect(url).toBe('http://llama-3-70b-h100-vllm-frontend.llm.svc.cluster.local:8000');
    expect(services['llama-3-70b-h100-vllm']).toMatchObject({
      frontend: 'llama-3-70b-h100-vllm-frontend',
      decode: 'llama-3-70b-h100-vllm-decode',
    });
  });

  it('refuses an app with errors, all at once, before anything is registered', async () => {
    const mocks = await PulumiMocks.start();
    const { app } = instantiate(findBlueprint('deepseek-r1-gb200-trtllm'), { parameters: { nodes: 1 } });
    new ApiObject(new Chart(app, 'more'), 'bad', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'NO' } });
    app.node.addValidation({ validate: () => ['a check of my own'] });
    const deployIt = () => new GraphDeployment('d', app, WITHOUT_WAIT);
    expect(deployIt).toThrow(GraphRefusedError);
    expect(deployIt).toThrow(/DYN105[\s\S]*more\/bad[\s\S]*a check of my own/);
    await mocks.settled();
    expect(mocks.resources.filter(({ custom }) => custom)).toEqual([]);
  });

  it('checks an app without anything of Stator in it, too', async () => {
    await PulumiMocks.start();
    const chart = newChart('plain');
    new ApiObject(chart, 'bad', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: { prots: [] } });
    expect(() => new GraphDeployment('d', chart, WITHOUT_WAIT)).toThrow(/DYN116 plain\/bad/);
  });

  it('refuses a source without objects', async () => {
    await PulumiMocks.start();
    expect(() => new GraphDeployment('d', newChart('empty'))).toThrow("'source' must be an app or chart with objects");
  });

  it('does not wait with a provider of its own, as it does not know its cluster', async () => {
    const { app } = instantiate(findBlueprint('llama-3-70b-h100-vllm'));
    // It would fail for want of a cluster otherwise.
    const { url } = await deploy(() => {
      class Provider extends ProviderResource {}
      return new GraphDeployment('d', app, { provider: new Provider('kubernetes', 'elsewhere', {}) });
    });
    expect(url).toContain('-frontend.default.svc');
  });

  it('keeps the content of a Secret secret, wherever it came from', async () => {
    const { mocks } = await deploy(() => {
      const chart = newChart('tokens', 'llm');
      const token = asString(chart, 'hf-token', secret('hf_abc'));
      new ApiObject(chart, 'hf', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'hf' },
        stringData: { HF_TOKEN: token },
      });
      return new GraphDeployment('d', chart, WITHOUT_WAIT);
    });
    const resource = mocks.only('kubernetes:core/v1:Secret');
    expect(resource.inputs['stringData']).toEqual({ HF_TOKEN: 'hf_abc' });
    expect(resource.secretInputs).toEqual(['stringData']);
    expect(resource.additionalSecretOutputs).toEqual(expect.arrayContaining(['data', 'stringData']));
  });

  it('refuses a Secret whose content stands in the code', async () => {
    await PulumiMocks.start();
    const chart = newChart('tokens', 'llm');
    new ApiObject(chart, 'hf', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hf' },
      stringData: { HF_TOKEN: 'hf_abc' },
    });
    expect(() => new GraphDeployment('d', chart, WITHOUT_WAIT)).toThrow(/DYN102/);
  });

  it('knows an object by its previous path', async () => {
    const { mocks } = await deploy(() => {
      const chart = newChart('moved');
      new ApiObject(chart, 'new', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
      return new GraphDeployment('d', chart, { ...WITHOUT_WAIT, previousPaths: { new: 'old' } });
    });
    expect(mocks.only('kubernetes:core/v1:ConfigMap').aliases.join()).toContain('d/old');
  });

  it('refuses a previous path of an object that is not there, and says which one may be meant', async () => {
    await PulumiMocks.start();
    const chart = newChart('moved');
    new ApiObject(chart, 'claim', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
    expect(() => new GraphDeployment('d', chart, { previousPaths: { claims: 'old' } })).toThrow(
      "did you mean 'claim'?",
    );
  });
});
