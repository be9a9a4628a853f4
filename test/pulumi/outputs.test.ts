import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
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
    const complaint = (value: string, secret = false) => {
      const chart = newChart('cache', 'llm');
      const storageClassName = asString(chart, 'storage-class', pulumi.output(value));
      new ModelCache(chart, 'weights', { model: models.LLAMA_3_3_70B.at(Precision.FP8), storageClassName });
      const secrets = new Set(secret ? [storageClassName] : []);
      return () => requireSoundValues(chart.node.root, new Map([[storageClassName, value]]), secrets);
    };

    it('and a good one passes', () => {
      expect(complaint('fsx-lustre')).not.toThrow();
    });

    it('and a bad one is refused with its place', () => {
      expect(complaint('Not A Class')).toThrow(/refused[\s\S]*DYN118 cache\/weights\/claim.*"Not A Class"/);
    });

    it.each(['Not A Class', 'with "quotes"\nand lines', 'Long '.repeat(100)])(
      'and a secret one does not show: %j',
      (value) => {
        expect(complaint(value, true)).toThrow(
          /refused:\n- DYN118 cache\/weights\/claim[^\n]*: refused for the value of a secret output, which is not shown$/,
        );
      },
    );

    it('and what is wrong without a secret is told in words, whatever else is secret', () => {
      const chart = newChart('two', 'llm');
      const [open, hidden] = [
        asString(chart, 'open', pulumi.output('Not A Class')),
        asString(chart, 'hidden', pulumi.secret('x')),
      ];
      new ModelCache(chart, 'weights', { model: models.LLAMA_3_3_70B.at(Precision.FP8), storageClassName: open });
      const values = new Map([
        [open, 'Not A Class'],
        [hidden, 'x'],
      ]);
      expect(() => requireSoundValues(chart.node.root, values, new Set([hidden]))).toThrow(/"Not A Class"/);
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

  it('may stand in keys', async () => {
    const mocks = await deployed(() => {
      const chart = newChart('keys', 'llm');
      const key = asString(chart, 'key', pulumi.output('tier'));
      const labels = { [`example.com/${key}`]: asString(chart, 'value', pulumi.output('gold')), plain: 'x' };
      new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', labels } });
      return chart;
    });
    expect(mocks.only(CONFIG_MAP).inputs['metadata']).toMatchObject({
      labels: { 'example.com/tier': 'gold', plain: 'x' },
    });
  });

  it('may be the encoded content of a Secret', async () => {
    const mocks = await deployed(() => {
      const chart = newChart('secrets', 'llm');
      const data = { token: asString(chart, 'token', pulumi.secret('aGVsbG8=')) };
      new ApiObject(chart, 'token', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token' }, data });
      return chart;
    });
    expect(mocks.only('kubernetes:core/v1:Secret').inputs['data']).toEqual({ token: 'aGVsbG8=' });
  });

  it('are refused where they were made a text or a part of a JSON patch, which Pulumi only explains in the value', async () => {
    await PulumiMocks.start();
    const chart = newChart('misused', 'llm');
    const output = pulumi.output('x');
    const map = new ApiObject(chart, 'map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'map' },
      data: { text: `a-${output}`, patched: '' },
    });
    map.addJsonPatch(JsonPatch.replace('/data/patched', output));
    const deploy = () => new GraphDeployment('d', chart, WITHOUT_WAIT);
    expect(deploy).toThrow(/misused\/map: an output was made a text at data\.patched[\s\S]*at data\.text.*asString/);
  });

  describe('in plain API objects, where the app has a resolver', () => {
    const plain = (data: object, kind = 'ConfigMap') => {
      const chart = new Chart(new App({ resolvers: [new OutputResolver()] }), 'plain', { namespace: 'llm' });
      const object = { apiVersion: 'v1', kind, metadata: { name: 'map' } };
      new ApiObject(chart, 'map', kind === 'ConfigMap' ? { ...object, data } : { ...object, spec: data });
      return chart;
    };

    it('take the place of values', async () => {
      const mocks = await deployed(() => plain({ host: pulumi.output('10.0.0.1') }));
      expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual({ host: '10.0.0.1' });
    });

    it('may be made anew by a Lazy each time', async () => {
      const mocks = await deployed(() => plain({ host: Lazy.any({ produce: () => pulumi.output('10.0.0.1') }) }));
      expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual({ host: '10.0.0.1' });
    });

    it('are told apart by the whole of their places', async () => {
      const long = 'a-long-name-of-a-key-that-does-not-fit-into-the-name-of-an-output';
      const data = { HOST: '1', host: '2', 'ho.st': '3', ho_st: '4', [`one-${long}`]: '5', [`two-${long}`]: '6' };
      const outputs = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, pulumi.output(value)]));
      const mocks = await deployed(() => plain(outputs));
      expect(mocks.only(CONFIG_MAP).inputs['data']).toEqual(data);
    });

    it('may be numbers, and values of a closed set', async () => {
      const spec = { type: pulumi.output('NodePort'), ports: [{ port: pulumi.output(8000) }] };
      const mocks = await deployed(() => plain(spec, 'Service'));
      expect(mocks.only('kubernetes:core/v1:Service').inputs['spec']).toEqual({
        type: 'NodePort',
        ports: [{ port: 8000 }],
      });
    });
  });
});
