import { App } from 'cdk8s';
import {
  addToApp,
  CATALOG,
  describeParameters,
  findBlueprint,
  instantiate,
  releasesOf,
  settleParameters,
} from '../../blueprints';
import { checkApp } from '../../constructs';

const blueprints = CATALOG.map((blueprint) => [blueprint.name, blueprint] as const);

/** `<model>[-<what is special>][-<gpu>]-<engine>[-aggregated]` */
const NAME = /^[a-z][-a-z0-9.]*-(?:trtllm|vllm|sglang|mocker)(?:-aggregated)?$/;

describe('the catalog', () => {
  test('names are unique and name model and engine, and the GPU where there is no choice', () => {
    const names = CATALOG.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !NAME.test(name))).toEqual([]);
  });

  test.each(blueprints)(
    '%s: every parameter has a default that its own schema accepts, and a description',
    (_name, blueprint) => {
      expect(() => settleParameters(blueprint.parameters, {})).not.toThrow();
      expect(describeParameters(blueprint).filter(({ description }) => description === '')).toEqual([]);
    },
  );

  test.each(
    blueprints.flatMap(([name, blueprint]) =>
      releasesOf(blueprint).map((release) => [name, release.version, blueprint, release] as const),
    ),
  )('%s on release %s has no finding of severity error', (_name, _version, blueprint, release) => {
    const { app } = instantiate(blueprint, { release });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(blueprints)('%s: the same input gives the same output', (_name, blueprint) => {
    expect(instantiate(blueprint).chart.toJson()).toEqual(instantiate(blueprint).chart.toJson());
  });

  test('a namespace stands on every object', () => {
    const { chart } = instantiate(findBlueprint('deepseek-r1-gb200-trtllm'), { namespace: 'inference' });
    expect(chart.toJson().map(({ metadata }) => metadata.namespace)).toEqual(chart.toJson().map(() => 'inference'));
  });

  test.each(blueprints)(
    '%s: a namespace that is made comes first and takes the pods of the graph',
    (_name, blueprint) => {
      const { app, chart, graph } = instantiate(blueprint, { namespace: 'inference', createNamespace: true });
      const [first, ...others] = chart.toJson();
      expect(first).toMatchObject({
        kind: 'Namespace',
        metadata: {
          name: 'inference',
          labels: { 'pod-security.kubernetes.io/enforce': graph.describe().podSecurity },
        },
      });
      expect(others).toEqual(instantiate(blueprint, { namespace: 'inference' }).chart.toJson());
      expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );

  test('all blueprints together make one app without an error, each with objects of its own', () => {
    const app = new App();
    for (const blueprint of CATALOG) {
      addToApp(app, blueprint);
    }
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('only a namespace with a name is made', () => {
    const blueprint = findBlueprint('deepseek-r1-gb200-trtllm');
    expect(() => instantiate(blueprint, { createNamespace: true })).toThrow(
      "'createNamespace' must be given together with 'namespace'",
    );
  });

  test('an existing claim replaces claim and download', () => {
    const { chart } = instantiate(findBlueprint('deepseek-r1-gb200-trtllm'), { parameters: { cacheClaim: 'shared' } });
    const kinds = chart.toJson().map(({ kind }) => kind);
    expect(kinds).not.toContain('PersistentVolumeClaim');
    expect(kinds).not.toContain('Job');
  });
});

describe('parameters', () => {
  const { parameters } = findBlueprint('deepseek-r1-gb200-trtllm');

  test('texts are read as the type of the parameter', () => {
    expect(settleParameters(parameters, { decodeGpus: '16', router: 'kv' })).toMatchObject({
      decodeGpus: 16,
      router: 'kv',
    });
  });

  test.each([
    [{ decodeGpu: '16' }, "'decodeGpu' must be a parameter of the blueprint, got '16'; did you mean 'decodeGpus'?"],
    [
      { nonsense: '1' },
      /'nonsense' must be a parameter of the blueprint, got '1'; the parameters are name, inputTokens/,
    ],
    [{ decodeGpus: 'many' }, "'decodeGpus' must be a whole number from 4 to 64, a multiple of 4, got 'many'"],
    [{ decodeGpus: '6' }, "'decodeGpus' must be a whole number from 4 to 64, a multiple of 4, got '6'"],
    [{ decodeGpus: '1e400' }, 'a whole number'],
    [{ decodeGpus: '' }, 'a whole number'],
    [{ decodeGpus: null }, 'a whole number'],
    [
      { router: 'kvv' },
      "'router' must be one of 'round-robin', 'kv', 'kv-approximate', 'least-loaded', 'power-of-two', got 'kvv'",
    ],
    [{ name: 'Bad Name' }, "'name' must be a text of at most 37 characters"],
    [{ ['__proto__x']: '1' }, 'a parameter of the blueprint'],
  ])('refuses %j', (given, message) => {
    expect(() => settleParameters(parameters, given)).toThrow(message);
  });

  test('numbers need not be whole where the parameter says so', () => {
    const mocker = findBlueprint('qwen3-0-6b-mocker').parameters;
    expect(settleParameters(mocker, { speedup: '2.5' })).toMatchObject({ speedup: 2.5 });
    expect(() => settleParameters(mocker, { speedup: '-1' })).toThrow(
      "'speedup' must be a number from 0 to 1000, got '-1'",
    );
  });

  test('all problems are reported at once', () => {
    expect(() => settleParameters(parameters, { decodeGpus: 6, router: 'x', nonsense: 1 })).toThrow(
      /nonsense.*\n.*decodeGpus.*\n.*router/,
    );
  });

  test('a blueprint that is like none gets no suggestion', () => {
    expect(() => findBlueprint('nope')).toThrow("got 'nope'; 'stator list' shows all");
  });

  test('an unknown blueprint is named with the nearest one', () => {
    expect(() => findBlueprint('deepseek-r1-gb200-trtlm')).toThrow(/did you mean 'deepseek-r1-gb200-trtllm'\?/);
  });
});
