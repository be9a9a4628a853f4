import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { ModelCache, models, Precision } from '../../constructs';
import { asString, GraphDeployment, GraphWait, OutputResolver } from '../../stacks/pulumi';
import { requireSoundValues } from '../../stacks/pulumi/checks';
import { chart as newChart } from '../graph/support';
import { PulumiMocks } from './mocks';

const WITHOUT_WAIT = { wait: GraphWait.none() };
const CONFIG_MAP = 'kubernetes:core/v1:ConfigMap';

/** A chart with a ConfigMap that holds a text made of an output. */
function configMap(value: (chart: Chart) => string): Chart {
  const chart = newChart('outputs', 'llm');
  new ApiObject(chart, 'map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'map' },
    data: { value: value(chart) },
  });
  return chart;
}

async function deployed(chart: () => Chart, preview = false): Promise<PulumiMocks> {
  const mocks = await PulumiMocks.start({ preview });
  new GraphDeployment('d', chart(), WITHOUT_WAIT);
  await mocks.settled();
  return mocks;
}

describe('outputs in an app', () => {
  it('take the place of their text', async () => {
    const mocks = await deployed(() => configMap((chart) => asString(chart, 'a', pulumi.output('fsx'))));
    expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual({ value: 'fsx' });
  });

  it('become part of a text, several of them too, whatever their names', async () => {
    const mocks = await deployed(() =>
      configMap((chart) => {
        const [a, ab] = [asString(chart, 'a', pulumi.output('1$&')), asString(chart, 'ab', pulumi.output('2'))];
        return `${ab}-${a}b/${a}`;
      }),
    );
    expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual({ value: '2-1$&b/1$&' });
  });

  it('stay secret, and only they', async () => {
    const mocks = await deployed(() => {
      const chart = configMap((scope) => `x${asString(scope, 'a', pulumi.secret('hidden'))}`);
      new ApiObject(chart, 'open', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'open' },
        data: { value: asString(chart, 'b', pulumi.output('plain')) },
      });
      return chart;
    });
    const [hidden, open] = ['map', 'open'].map((id) => mocks.only(CONFIG_MAP, `d/${id}`));
    expect(hidden?.inputs['data']).toEqual({ value: 'xhidden' });
    expect([hidden?.secretInputs, open?.secretInputs]).toEqual([['data'], []]);
  });

  it('fit the props of constructs: a storage class from another stack', async () => {
    const mocks = await deployed(() => {
      const chart = newChart('cache', 'llm');
      const model = models.LLAMA_3_3_70B.at(Precision.FP8);
      new ModelCache(chart, 'weights', {
        model,
        storageClassName: asString(chart, 'storage-class', pulumi.output('fsx-lustre')),
      });
      return chart;
    });
    const { inputs } = mocks.only('kubernetes:core/v1:PersistentVolumeClaim');
    expect(inputs['spec']).toMatchObject({ storageClassName: 'fsx-lustre' });
  });

  it('may be unknown in a preview', async () => {
    const unknown = () => {
      class Other extends pulumi.CustomResource {
        declare public readonly name: pulumi.Output<string>;
        public constructor() {
          super('test:index:Other', 'other', { name: undefined });
        }
      }
      return new Other().name;
    };
    const mocks = await deployed(() => configMap((chart) => asString(chart, 'a', unknown())), true);
    expect(mocks.ofType(CONFIG_MAP)).toHaveLength(1);
  });

  describe('are checked by the rules once they are known', () => {
    const complaint = (value: string, secrets: readonly string[] = []) => {
      const chart = newChart('cache', 'llm');
      const storageClassName = asString(chart, 'storage-class', pulumi.output(value));
      new ModelCache(chart, 'weights', { model: models.LLAMA_3_3_70B.at(Precision.FP8), storageClassName });
      return () => requireSoundValues(chart.node.root, new Map([[storageClassName, value]]), secrets);
    };

    it('and a good one passes', () => {
      expect(complaint('fsx-lustre')).not.toThrow();
    });

    it('and a bad one is refused with its place', () => {
      expect(complaint('Not A Class')).toThrow(/refused[\s\S]*DYN118 cache\/weights\/claim.*"Not A Class"/);
    });

    it('and a secret one does not show', () => {
      expect(complaint('Not A Class', ['Not A Class'])).toThrow(/"\[secret\]"/);
      expect(complaint('Not A Class', ['Not A Class'])).not.toThrow(/Not A Class/);
    });
  });

  it('keep an app from being written as YAML', () => {
    const chart = configMap((scope) => asString(scope, 'a', pulumi.output('x')));
    const app = App.of(chart);
    expect(() => (app instanceof App ? app.synthYaml() : '')).toThrow(/outputs of Pulumi \(deferred-a-0\)/);
  });

  it('have one name each', () => {
    const chart = newChart('names');
    const one = pulumi.output('1');
    expect(asString(chart, 'a', one)).toBe(asString(chart, 'a', one));
    expect(() => asString(chart, 'a', pulumi.output('2'))).toThrow('a name that no other output of the app has');
    expect(() => asString(chart, 'A b', one)).toThrow("'name' must be a DNS label");
  });

  it('of two apps may have the same name', () => {
    const make = (value: string) => asString(newChart('one'), 'a', pulumi.output(value));
    expect([make('1'), make('2')]).toEqual(['deferred-a-0', 'deferred-a-0']);
  });

  it('may stand in plain API objects where the app has a resolver', async () => {
    const mocks = await deployed(() => {
      const chart = new Chart(new App({ resolvers: [new OutputResolver()] }), 'plain', { namespace: 'llm' });
      new ApiObject(chart, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map' },
        data: { host: pulumi.output('10.0.0.1') },
      });
      return chart;
    });
    expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual({ host: '10.0.0.1' });
  });
});
