import * as pulumi from '@pulumi/pulumi';
import { PulumiMocks, settledValue } from './mocks';

class Thing extends pulumi.CustomResource {
  declare public readonly size: pulumi.Output<string>;
  public constructor(name: string, props: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    super('test:index:Thing', name, { size: undefined, ...props }, options);
  }
}

describe('PulumiMocks', () => {
  it('writes down type, inputs, parent and dependencies, said or implied', async () => {
    const mocks = await PulumiMocks.start({ outputs: ({ name }) => ({ size: `size of ${name}` }) });
    const group = new pulumi.ComponentResource('test:index:Group', 'group');
    const first = new Thing('first', { colour: pulumi.secret('red') }, { parent: group });
    const second = new Thing('second', { like: first.size }, { parent: group, ignoreChanges: ['like'], protect: true });
    const third = new Thing('third', {}, { dependsOn: [second] });
    expect(await settledValue(third.size)).toBe('size of third');
    await mocks.settled();

    const one = mocks.only('test:index:Thing', 'first');
    const two = mocks.only('test:index:Thing', 'second');
    const three = mocks.only('test:index:Thing', 'third');
    expect(one).toMatchObject({ inputs: { colour: 'red' }, secretInputs: ['colour'], custom: true, dependsOn: [] });
    expect(two).toMatchObject({ inputs: { like: 'size of first' }, ignoreChanges: ['like'], protect: true });
    expect(two.dependsOn).toEqual([one.urn]);
    expect(one.parent).toBe(mocks.only('test:index:Group').urn);
    expect(await settledValue(first.urn)).toBe(one.urn);
    expect(mocks.comesBefore(one, three)).toBe(true);
    expect(mocks.comesBefore(three, one)).toBe(false);
  });

  it('starts anew, with a configuration and a project of its own', async () => {
    const mocks = await PulumiMocks.start({ project: 'stator', config: { 'stator:blueprint': 'one' } });
    expect(mocks.resources).toEqual([]);
    expect(new pulumi.Config().require('blueprint')).toBe('one');
    expect(() => mocks.only('test:index:Thing')).toThrow('0 resources of type test:index:Thing');
  });
});
