import { topologyConstraint } from '../../constructs/rules/topology-constraint';
import { findings } from './findings';
import { API_VERSIONS, manifest, vllm } from './parts';

const FIELD = { v1beta1: 'clusterTopologyName', v1alpha1: 'topologyProfile' } as const;

describe('DYN016 topology constraints', () => {
  /** What is said about a graph and its worker that are packed so; without a domain the worker has no constraint. */
  const messages = (own: object | undefined, domain?: string, apiVersion: keyof typeof FIELD = 'v1beta1') =>
    findings(
      topologyConstraint,
      manifest(
        [
          vllm('worker', 'worker', [], {
            own: domain === undefined ? {} : { topologyConstraint: { packDomain: domain } },
          }),
        ],
        { apiVersion, spec: own === undefined ? {} : { topologyConstraint: own } },
      ),
    ).map(({ message }) => message);

  test.each(API_VERSIONS)('%s: a component alone is an error', (apiVersion) => {
    const yaml = manifest([vllm('worker', 'worker', [], { own: { topologyConstraint: { packDomain: 'rack' } } })], {
      apiVersion,
    });
    expect(findings(topologyConstraint, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN016',
        severity: 'error',
        path: expect.stringMatching(/worker\]?\.topologyConstraint$/),
        message: "'worker' has a topologyConstraint, but the graph names no cluster topology for it",
        fix: `set spec.topologyConstraint.${FIELD[apiVersion]}`,
      }),
    ]);
  });

  test.each(API_VERSIONS)('%s: a constraint of the graph needs a topology and a domain', (apiVersion) => {
    expect(messages({}, undefined, apiVersion)).toEqual([
      `spec.topologyConstraint has no ${FIELD[apiVersion]}`,
      'spec.topologyConstraint has no packDomain, and no component has one either',
    ]);
  });

  test.each(API_VERSIONS)('%s: a component may not be packed wider than the graph', (apiVersion) => {
    expect(messages({ [FIELD[apiVersion]]: 'gpus', packDomain: 'rack' }, 'block', apiVersion)).toEqual([
      "'worker' is packed by block, which is wider than the rack of the graph",
    ]);
  });

  test.each<readonly [string, object | undefined, string | undefined]>([
    ['no constraint', undefined, undefined],
    ['the same domain', { clusterTopologyName: 'gpus', packDomain: 'rack' }, 'rack'],
    ['a narrower domain', { clusterTopologyName: 'gpus', packDomain: 'zone' }, 'rack'],
    ['a domain of the component alone', { clusterTopologyName: 'gpus' }, 'rack'],
    ['domains of the user', { clusterTopologyName: 'gpus', packDomain: 'pod' }, 'hall'],
  ])('%s passes', (_, own, domain) => {
    expect(messages(own, domain)).toEqual([]);
  });
});
