import { restartOrder } from '../../constructs/rules/restart-order';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const PARTS = [frontend(), vllm('prefill', 'prefill'), vllm('decode', 'decode')];
const restarted = (strategy: object | undefined, apiVersion: (typeof API_VERSIONS)[number] = 'v1beta1') =>
  manifest(PARTS, { apiVersion, spec: { restart: { id: '1', ...(strategy === undefined ? {} : { strategy }) } } });
const errors = (yaml: string) =>
  findings(restartOrder, yaml)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

describe('DYN011 restart order', () => {
  test.each(API_VERSIONS)('%s: an order that is no list of the components is an error', (apiVersion) => {
    const yaml = restarted({ type: 'Sequential', order: ['decode', 'decode', 'prefil'] }, apiVersion);
    expect(errors(yaml)).toEqual([
      "restart.strategy.order names a component twice: 'decode'",
      "restart.strategy.order names what is no component: 'prefil'",
      "restart.strategy.order leaves a component out: 'frontend', 'prefill'",
    ]);
    expect(findings(restartOrder, yaml)[0]).toMatchObject({
      code: 'DYN011',
      path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.restart.strategy.order',
    });
  });

  test('an order beside Parallel is an error, and the only one', () => {
    expect(errors(restarted({ type: 'Parallel', order: ['decode'] }))).toEqual([
      'restart.strategy.order is given with the strategy Parallel, which has no order',
    ]);
  });

  test.each(API_VERSIONS)('%s: a restart in a manifest is a warning in itself', (apiVersion) => {
    expect(findings(restartOrder, restarted(undefined, apiVersion))).toEqual([
      expect.objectContaining({
        code: 'DYN011',
        severity: 'warning',
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.restart',
        fix: expect.stringContaining('take spec.restart out'),
      }),
    ]);
  });

  test.each([
    ['every component once', { type: 'Sequential', order: ['decode', 'prefill', 'frontend'] }],
    ['no order', { type: 'Sequential' }],
    ['an empty order beside Parallel', { type: 'Parallel', order: [] }],
  ])('%s gives no error', (_, strategy) => {
    expect(errors(restarted(strategy))).toEqual([]);
  });

  test('a graph without a restart passes', () => {
    expect(findings(restartOrder, manifest(PARTS))).toEqual([]);
  });
});
