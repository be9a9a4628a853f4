import { Release } from '../../constructs/releases';
import { disaggregatedPools } from '../../constructs/rules/disaggregated-pools';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, sglang, trtllm, vllm } from './parts';

const NIXL = ['--kv-transfer-config', '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'];
const mode = (value: string) => ['--disaggregation-mode', value];
const transfer = (config: object) => ['--kv-transfer-config', JSON.stringify(config)];
const vllmPrefill = (...args: string[]) => vllm('prefill', 'prefill', ['--model', 'm', ...mode('prefill'), ...args]);
const vllmDecode = (...args: string[]) => vllm('decode', 'decode', ['--model', 'm', ...mode('decode'), ...args]);
const messages = (parts: readonly Part[], release = Release.latest) =>
  findings(disaggregatedPools, manifest(parts), { release }).map(({ message }) => message);

describe('DYN026 prefill and decode pools', () => {
  test.each(API_VERSIONS)('%s: a whole pair passes', (apiVersion) => {
    const parts = [vllmPrefill(...NIXL), vllmDecode(...NIXL)];
    expect(findings(disaggregatedPools, manifest(parts, { apiVersion }))).toEqual([]);
  });

  test.each(API_VERSIONS)('%s: prefill without decode is an error', (apiVersion) => {
    expect(findings(disaggregatedPools, manifest([vllmPrefill(...NIXL)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN026',
        severity: 'error',
        path: expect.stringContaining('prefill'),
        message: "'prefill' computes prompts for decode workers, but the graph has none",
      }),
    ]);
  });

  test('decode without prefill is an error, except where vLLM can do without', () => {
    const decode = [trtllm('decode', 'decode')];
    expect(findings(disaggregatedPools, manifest(decode), { release: Release.V1_2 })[0]).toMatchObject({
      severity: 'error',
      message: "'decode' runs in mode decode, but the graph has no prefill pool",
    });
    const yaml = manifest([vllmDecode(...NIXL)]);
    expect(findings(disaggregatedPools, yaml, { release: Release.V1_5 })[0]?.severity).toBe('warning');
    expect(findings(disaggregatedPools, yaml, { release: Release.V1_6 })[0]?.severity).toBe('error');
    expect(messages([vllm('worker', 'worker', ['--is-decode-worker'])])).toEqual([]);
    expect(messages([vllm('worker', 'decode', ['--model', 'm'])])).toEqual([]);
  });

  test('in the shared namespace the other pool may be elsewhere', () => {
    expect(messages([frontend(), { ...vllmPrefill(...NIXL), own: { globalDynamoNamespace: true } }])).toEqual([]);
  });

  test('a worker without a mode decodes for prefill up to release 1.5 only', () => {
    const parts = [vllmPrefill(...NIXL), vllm('decode', 'decode', ['--model', 'm', ...NIXL])];
    expect(messages(parts, Release.V1_5)).toEqual([]);
    expect(findings(disaggregatedPools, manifest(parts), { release: Release.V1_6 })).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: expect.stringContaining('decode'),
        message: expect.stringContaining("'decode' runs in mode agg beside the prefill pool 'prefill'"),
        fix: "add --disaggregation-mode decode to the args of 'decode'",
      }),
    ]);
  });

  test('the mode may stand in a variable', () => {
    const decode = vllm('decode', 'decode', ['--model', 'm', ...NIXL], {
      env: { DYN_VLLM_DISAGGREGATION_MODE: 'decode' },
    });
    expect(messages([vllmPrefill(...NIXL), decode])).toEqual([]);
    expect(
      messages([vllmPrefill(...NIXL), vllm('decode', 'decode', ['--model', 'm', ...mode('$(MODE)'), ...NIXL])]),
    ).toEqual([]);
  });

  test.each(['prefill', 'decode'] as const)('TensorRT-LLM has a variable for mode %s, too', (role) => {
    const { args: _, ...silent } = trtllm(role, role, {}, [], { env: { DYN_TRTLLM_DISAGGREGATION_MODE: role } });
    const other = role === 'prefill' ? 'decode' : 'prefill';
    expect(messages([silent, trtllm(other, other)])).toEqual([]);
  });

  test('a component type that the worker contradicts is an error', () => {
    const parts = [vllm('prefill', 'prefill', ['--model', 'm']), vllmPrefill(...NIXL), vllmDecode(...NIXL)];
    expect(messages(parts)).toEqual(["'prefill' is a prefill component, but its worker runs in mode agg"]);
    const swapped = [vllmPrefill(...NIXL), { ...vllmPrefill(...NIXL), name: 'other', role: 'decode' } as const];
    expect(messages(swapped)).toContain("'other' is a decode component, but its worker runs in mode prefill");
  });

  test('pools that serve different names do not meet', () => {
    const name = (value: string) => ['--served-model-name', value];
    expect(messages([vllmPrefill(...NIXL, ...name('a')), vllmDecode(...NIXL, ...name('b'))])).toEqual([
      "'prefill' serves 'a', but no decode worker does ('decode' serves 'b'); the router pairs workers by this name",
    ]);
    expect(messages([vllmPrefill(...NIXL, ...name('$(NAME)')), vllmDecode(...NIXL, ...name('b'))])).toEqual([]);
  });

  test('vLLM needs a connector on both sides', () => {
    expect(messages([vllmPrefill(), vllmDecode(...NIXL)])).toEqual([
      "'prefill' has no --kv-transfer-config, so no KV cache can move between prefill and decode",
    ]);
    expect(messages([vllmPrefill(...NIXL), vllmDecode()])).toEqual([
      "'decode' has no --kv-transfer-config, so no KV cache can move between prefill and decode",
    ]);
    expect(messages([vllmPrefill('--config', '/vllm.yaml'), vllmDecode(...NIXL)])).toEqual([]);
    expect(messages([vllm('worker', 'worker', ['--model', 'm'])])).toEqual([]);
    const combined = [vllmPrefill(...NIXL), vllm('decode', 'decode', ['--model', 'm'])];
    expect(messages(combined, Release.V1_2)).toEqual([
      "'decode' has no --kv-transfer-config, so no KV cache can move between prefill and decode",
    ]);
    const beside = vllm('extra', 'worker', ['--model', 'm']);
    expect(messages([vllmPrefill(...NIXL), vllmDecode(...NIXL), beside])).toEqual([]);
  });

  test('connectors and NIXL plug-ins need something in common', () => {
    const lmcache = transfer({ kv_connector: 'LMCacheConnectorV1', kv_role: 'kv_both' });
    expect(messages([vllmPrefill(...NIXL), vllmDecode(...lmcache)])).toEqual([
      "'decode' takes KV cache over LMCacheConnectorV1, but 'prefill' hands it over by NixlConnector; both must be equal",
    ]);
    const libfabric = transfer({
      kv_connector: 'NixlConnector',
      kv_connector_extra_config: { backends: ['LIBFABRIC'] },
    });
    expect(messages([vllmPrefill(...libfabric), vllmDecode(...NIXL)])).toEqual([
      "NIXL of 'decode' uses UCX, but that of 'prefill' LIBFABRIC; both need one in common",
    ]);
    const several = transfer({
      kv_connector: 'PdConnector',
      kv_connector_extra_config: {
        connectors: [{ kv_connector: 'DynamoConnector' }, { kv_connector: 'NixlConnector' }],
      },
    });
    expect(messages([vllmPrefill(...several), vllmDecode(...NIXL)])).toEqual([]);
    expect(messages([vllmPrefill(...NIXL), vllmDecode(...several)])).toEqual([]);
    const inner = transfer({
      kv_connector: 'MultiConnector',
      kv_connector_extra_config: {
        connectors: [
          { kv_connector: 'LMCacheConnectorV1' },
          { kv_connector: 'NixlConnector', kv_connector_extra_config: { backends: ['LIBFABRIC'] } },
        ],
      },
    });
    expect(messages([vllmPrefill(...inner), vllmDecode(...NIXL)])).toEqual([
      "NIXL of 'decode' uses UCX, but that of 'prefill' LIBFABRIC; both need one in common",
    ]);
  });

  test('KV precision must be the same where both state it', () => {
    const dtype = (value: string) => ['--kv-cache-dtype', value];
    expect(messages([vllmPrefill(...NIXL, ...dtype('fp8')), vllmDecode(...NIXL, ...dtype('bfloat16'))])).toEqual([
      "the KV cache of 'decode' holds bfloat16, but that of 'prefill' fp8_e4m3; blocks move between them, so both must be equal",
    ]);
    expect(messages([vllmPrefill(...NIXL, ...dtype('fp8')), vllmDecode(...NIXL, ...dtype('fp8_e4m3'))])).toEqual([]);
    expect(messages([vllmPrefill(...NIXL, ...dtype('fp8')), vllmDecode(...NIXL, ...dtype('auto'))])).toEqual([]);
    expect(messages([vllmPrefill(...NIXL, ...dtype('fp8')), vllmDecode(...NIXL)])).toEqual([]);
  });

  test('SGLang: bootstrap port and transfer backend', () => {
    const worker = (name: 'prefill' | 'decode', ...args: string[]) =>
      sglang(name, name, ['--model-path', 'm', ...mode(name), ...args]);
    const port = (value: string) => ['--disaggregation-bootstrap-port', value];
    const backend = (value: string) => ['--disaggregation-transfer-backend', value];
    expect(messages([worker('prefill', ...port('30001')), worker('decode', ...port('12345'))])).toEqual([
      "'decode' has --disaggregation-bootstrap-port 12345, but 'prefill' 30001; both must be equal",
    ]);
    expect(messages([worker('prefill', ...port('30001')), worker('decode')])).toEqual([]);
    expect(messages([worker('prefill', ...backend('nixl')), worker('decode')])).toEqual([
      "'decode' takes KV cache over mooncake, but 'prefill' hands it over by nixl; both must be equal",
    ]);
    expect(messages([worker('prefill', ...backend('mooncake')), worker('decode')])).toEqual([]);
  });

  test('TensorRT-LLM: backend of the cache transceiver and KV dtype', () => {
    const pools = (prefill: object, decode: object) => [
      trtllm('prefill', 'prefill', prefill),
      trtllm('decode', 'decode', decode),
    ];
    const backend = (value: string) => ({ cache_transceiver_config: { backend: value } });
    expect(findings(disaggregatedPools, manifest(pools(backend('UCX'), backend('NIXL'))))[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('over NIXL'),
    });
    expect(findings(disaggregatedPools, manifest(pools(backend('UCX'), backend('DEFAULT'))))[0]?.severity).toBe(
      'warning',
    );
    expect(messages(pools(backend('DEFAULT'), backend('DEFAULT')))).toEqual([]);
    const dtype = (value: string) => ({ kv_cache_config: { dtype: value } });
    expect(messages(pools(dtype('fp8'), dtype('nvfp4')))).toHaveLength(1);
  });

  test('two models in one graph each have their pair', () => {
    const pair = (model: string) => [
      trtllm(`${model}p`, 'prefill', {}, ['--served-model-name', model]),
      trtllm(`${model}d`, 'decode', {}, ['--served-model-name', model]),
    ];
    expect(messages([...pair('a'), ...pair('b')])).toEqual([]);
  });
});
