import { graphRequestJobs } from '../../constructs/rules/graph-request-jobs';
import { graphRequests } from '../../constructs/rules/graph-requests';
import { findings } from './findings';

const request = (spec: object, version = 'v1beta1') =>
  JSON.stringify({
    apiVersion: `nvidia.com/${version}`,
    kind: 'DynamoGraphDeploymentRequest',
    metadata: { name: 'llama' },
    spec: { model: 'm', ...spec },
  });

describe('DYN055 graph requests', () => {
  test.each([
    [{ workload: { concurrency: 8, requestRate: 2 } }, 'has a concurrency and a requestRate'],
    [{ sla: { e2eLatency: 900, ttft: 300, itl: 20 } }, 'the sla has e2eLatency and ttft and itl'],
    [{ sla: { itl: 20 } }, 'the sla has itl alone, ttft and itl belong together'],
    [{ searchStrategy: 'thorough' }, 'the search is thorough, but the backend is left to the profiler'],
    [
      { features: { mocker: { enabled: true }, planner: { pre_deployment_sweeping_mode: 'none' } } },
      'simulated workers need the profile of a sweep',
    ],
    [{ overrides: { dgd: { spec: {} } } }, 'the override of the graph has no apiVersion and no kind'],
    [
      {
        overrides: {
          dgd: {
            apiVersion: 'nvidia.com/v1beta1',
            kind: 'DynamoGraphDeployment',
            spec: { components: [{ replicas: 2 }] },
          },
        },
      },
      'an override cannot add components',
    ],
    [{ image: 'registry/planner:my-tag' }, 'has no version in its tag'],
  ])('%j is an error', (spec, message) => {
    expect(findings(graphRequests, request(spec))).toEqual([
      expect.objectContaining({ code: 'DYN055', severity: 'error', message: expect.stringContaining(message) }),
    ]);
  });

  test.each([
    [{}],
    [{ workload: { concurrency: 8 }, sla: { ttft: 300, itl: 20 } }],
    [{ sla: { e2eLatency: 900 }, searchStrategy: 'thorough', backend: 'vllm' }],
    [{ image: 'registry/planner:1.6.1' }],
    [{ image: 'registry/planner:my-tag', runtimeVersionOverride: '1.6.1' }],
    [{ overrides: { dgd: { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', spec: {} } } }],
  ])('%j passes', (spec) => {
    expect(findings(graphRequests, request(spec))).toEqual([]);
  });

  test('v1alpha1, which has other fields, is left alone', () => {
    expect(findings(graphRequests, request({ sla: { itl: 20 } }, 'v1alpha1'))).toEqual([]);
  });
});

describe('DYN056 override of the profiling Job', () => {
  const job = (pod: object) => request({ overrides: { profilingJob: { template: { spec: pod } } } });

  test('tolerations alone are an error', () => {
    expect(findings(graphRequestJobs, job({ tolerations: [] }))).toEqual([
      expect.objectContaining({ code: 'DYN056', fix: 'add containers: [] to template.spec' }),
    ]);
  });

  test('an empty list of containers passes, and so does no override', () => {
    expect(findings(graphRequestJobs, job({ tolerations: [], containers: [] }))).toEqual([]);
    expect(findings(graphRequestJobs, request({}))).toEqual([]);
  });
});
