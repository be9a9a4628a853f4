import { CATALOG, describeParameters, findBlueprint, instantiate } from '../../blueprints';
import { checkApp } from '../../constructs';

/** The GPUs that each blueprint offers. */
const gpus = CATALOG.flatMap((blueprint) => {
  const parameter = describeParameters(blueprint).find(({ name }) => name === 'gpu');
  return [...(parameter?.allowed.matchAll(/'(\w+)'/g) ?? [])].map(
    ([, gpu]) => [blueprint.name, `${gpu}`, blueprint] as const,
  );
});

/** The ways to route that each blueprint offers. */
const routers = CATALOG.flatMap((blueprint) => {
  const parameter = describeParameters(blueprint).find(({ name }) => name === 'router');
  return [...(parameter?.allowed.matchAll(/'([\w-]+)'/g) ?? [])].map(
    ([, router]) => [blueprint.name, `${router}`, blueprint] as const,
  );
});

/** The rendered graph as text. */
function rendered(name: string, parameters: Readonly<Record<string, string>>): string {
  return JSON.stringify(instantiate(findBlueprint(name), { parameters }).chart.toJson());
}

describe('what blueprints let one choose', () => {
  test('there are GPUs to choose from', () => {
    expect(gpus.length).toBeGreaterThan(20);
  });

  test.each(gpus)('%s holds its workload on %s', (_name, gpu, blueprint) => {
    const { app } = instantiate(blueprint, { parameters: { gpu } });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(routers)('%s routes by %s', (_name, router, blueprint) => {
    const { app } = instantiate(blueprint, { parameters: { router } });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a router that remembers its own choices asks no worker for events', () => {
    const name = 'nemotron-3-super-vllm-aggregated';
    expect(rendered(name, {})).toContain('--no-router-kv-events');
    expect(rendered(name, {})).not.toContain('--kv-events-config');
    expect(rendered(name, { router: 'kv' })).toContain('--kv-events-config');
  });

  test('there is no EFA where no AWS machine has the GPU', () => {
    expect(() => rendered('qwen3-32b-fp8-vllm', { fabric: 'efa' })).toThrow("'fabric' must be");
  });

  test.each(['gpt-oss-120b-vllm-aggregated', 'kimi-k2-6-b200-vllm-aggregated'])(
    '%s downloads the small model only where it guesses',
    (name) => {
      expect(rendered(name, {})).toContain('DRAFT_NAME');
      expect(rendered(name, {})).toContain('--speculative-config');
      expect(rendered(name, { speculation: 'off' })).not.toMatch(/DRAFT_NAME|--speculative-config/);
    },
  );

  test('kernels for NVFP4 have a folder to be written to', () => {
    expect(rendered('qwen3-5-122b-vllm', { gpu: 'b200' })).toContain('"flashinfer-cubins"');
    expect(rendered('qwen3-5-122b-vllm', {})).not.toContain('flashinfer-cubins');
  });

  test('an image of its own runs in every component', () => {
    const image = 'registry.example.com/omni:1';
    const graph = rendered('nemotron-3-nano-omni-vllm-aggregated', { image });
    expect(graph).toContain(image);
    expect(graph).not.toContain('vllm-runtime');
  });
});
