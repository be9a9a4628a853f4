import { Config, output, StackReference, secret } from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { ModelCache, models, Precision } from '../../constructs';
import { asString, GraphDeployment, GraphWait } from '../../stacks/pulumi';
import { Cluster, describeEngine, inlineStack, temporaryFolder } from './harness';

const NAMESPACE = 'outputs';
const TOKEN = 'hf_not_for_the_state_file';

const get = (...args: readonly string[]) => Cluster.newest.run(['get', '--namespace', NAMESPACE, ...args]);

/** A cache whose storage class, and a Secret whose content, come from outputs. */
const program = async () => {
  const platform = new StackReference('organization/platform/test');
  const app = new App();
  const chart = new Chart(app, 'site', { namespace: NAMESPACE });
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  new ModelCache(chart, 'weights', {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    storageClassName: asString(chart, 'storage-class', platform.requireOutput('storageClass').apply(String)),
  });
  new ApiObject(chart, 'token', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'hf-token' },
    stringData: { HF_TOKEN: asString(chart, 'token', new Config().requireSecret('token')) },
  });
  new GraphDeployment('site', app, { wait: GraphWait.none() });
};

describeEngine('outputs of other stacks in a graph', () => {
  it('reach the cluster, stay secret in the state, and are refused when the cluster would refuse them', async () => {
    const backend = temporaryFolder('state');
    let storageClass = 'fsx-lustre';
    const platform = await inlineStack({
      ...{ name: 'platform', backend },
      program: async () => ({ storageClass: output(storageClass), unused: secret('x') }),
    });
    await platform.stack.up();
    const site = await inlineStack({ name: 'site', backend, program });
    await site.stack.setConfig('site:token', { value: TOKEN, secret: true });

    await site.stack.up();
    expect(await get('pvc', 'weights', '--output', 'jsonpath={.spec.storageClassName}')).toBe('fsx-lustre');
    expect(await get('secret', 'hf-token', '--output', 'jsonpath={.data.HF_TOKEN}')).toBe(
      Buffer.from(TOKEN).toString('base64'),
    );
    expect(site.state()).not.toContain(TOKEN);
    expect(site.state()).not.toContain(Buffer.from(TOKEN).toString('base64'));

    storageClass = 'Not A Class';
    await platform.stack.up();
    const refused = site.stack.preview();
    await expect(refused).rejects.toThrow(/the graph is refused[\s\S]*DYN118 site\/weights\/claim[\s\S]*Not A Class/);
    await site.stack.destroy();
    site.changes();
    await expect(site.stack.up()).rejects.toThrow(/DYN118 site\/weights\/claim/);
    // Nor what holds no output, such as the namespace.
    expect(site.changes()).toEqual([]);
  });
});
