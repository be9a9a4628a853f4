import { gatewayRoutes } from '../../constructs/rules/gateway-routes';
import { findings } from './findings';

interface RouteOptions {
  readonly gateway?: string;
  readonly hostnames?: readonly string[];
  readonly model?: string;
  readonly kind?: string;
  readonly pool?: string;
}

const route = (
  name: string,
  { gateway = 'public', hostnames, model, kind = 'InferencePool', pool = name }: RouteOptions = {},
) =>
  JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'inference' },
    spec: {
      parentRefs: [{ name: gateway }],
      ...(hostnames === undefined ? {} : { hostnames }),
      rules: [
        {
          matches: [
            {
              path: { type: 'PathPrefix', value: '/' },
              ...(model === undefined ? {} : { headers: [{ name: 'X-Gateway-Model-Name', value: model }] }),
            },
          ],
          backendRefs: [{ group: 'inference.networking.k8s.io', kind, name: pool, port: 8000 }],
        },
      ],
    },
  });

const found = (...routes: readonly string[]) => findings(gatewayRoutes, routes.join('\n---\n'));

describe('DYN170 routes of a Gateway', () => {
  test('the same requests for two pools are an error', () => {
    expect(found(route('llama'), route('qwen'))).toEqual([
      expect.objectContaining({
        code: 'DYN170',
        severity: 'error',
        path: expect.stringContaining('HTTPRoute/qwen'),
        message:
          "the routes 'llama' and 'qwen' claim the same requests of a Gateway, one for the pool 'llama' and one for the pool 'qwen'",
      }),
    ]);
    const hostnames = ['llm.example.com'];
    expect(found(route('llama', { hostnames }), route('qwen', { hostnames: ['other', ...hostnames] }))).toHaveLength(1);
  });

  test('models told apart by host, header or Gateway pass', () => {
    expect(found(route('llama', { hostnames: ['a'] }), route('qwen', { hostnames: ['b'] }))).toEqual([]);
    expect(found(route('llama', { model: 'llama' }), route('qwen', { model: 'qwen' }))).toEqual([]);
    expect(found(route('llama', { gateway: 'one' }), route('qwen', { gateway: 'two' }))).toEqual([]);
  });

  test('two routes to one pool pass, and routes to Services are not looked at', () => {
    expect(found(route('llama'), route('again', { pool: 'llama' }))).toEqual([]);
    expect(found(route('llama', { kind: 'Service' }), route('qwen', { kind: 'Service' }))).toEqual([]);
  });
});
