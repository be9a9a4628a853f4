import { benchmarkJob } from '../../constructs/rules/benchmark-job';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const GRAPH = [
  frontend(),
  vllm('prefill', 'prefill', ['--model', 'openai/gpt-oss-120b'], { gpus: 1 }),
  vllm('decode', 'decode', ['--model', 'openai/gpt-oss-120b'], { gpus: 4 }),
];
const SOUND = { ENDPOINT: 'r1-frontend:8000', TARGET_MODEL: 'openai/gpt-oss-120b', DEPLOYMENT_GPU_COUNT: '5' };
const job = (env: Readonly<Record<string, string>>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'bench' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'perf',
            image: 'python:3.12-slim',
            env: Object.entries({ ...SOUND, ...env }).map(([name, value]) => ({ name, value })),
          },
        ],
      },
    },
  },
});
const said = (env: Readonly<Record<string, string>>) =>
  findings(benchmarkJob, manifest(GRAPH, { documents: [job(env)] }));

describe('DYN068 benchmarks', () => {
  test.each(API_VERSIONS)('%s: a count of GPUs that is not that of the graph is an error', (apiVersion) => {
    const documents = [job({ DEPLOYMENT_GPU_COUNT: '6' })];
    expect(findings(benchmarkJob, manifest(GRAPH, { apiVersion, documents }))).toEqual([
      expect.objectContaining({
        code: 'DYN068',
        severity: 'error',
        path: expect.stringMatching(
          /Job\/bench: spec\.template\.spec\.containers\[perf\]\.env\[DEPLOYMENT_GPU_COUNT\]/,
        ),
        message: "Job 'bench' counts 6 GPUs (DEPLOYMENT_GPU_COUNT), but 'r1' has 5: load and figures per GPU are wrong",
        fix: 'set DEPLOYMENT_GPU_COUNT to 5',
      }),
    ]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    [
      'the address of another graph',
      { ENDPOINT: 'r2-frontend:8000' },
      "Job 'bench' measures 'r2-frontend', which is the Service of no frontend here (r1-frontend)",
      "did you mean 'r1-frontend'?",
    ],
    [
      'a port that nothing listens on',
      { ENDPOINT: 'r1-frontend.inference.svc:8080' },
      "Job 'bench' asks 'r1-frontend.inference.svc' on port 8080, but the frontend answers on 8000",
      'write r1-frontend.inference.svc:8000',
    ],
    [
      'a model under another name',
      { TARGET_MODEL: 'gpt-oss-120b' },
      "Job 'bench' waits for the model 'gpt-oss-120b', but 'r1' serves 'openai/gpt-oss-120b'",
      'take address, GPUs and pods from the graph as it is now',
    ],
    [
      'metrics of a component that does not exist',
      { AIPERF_SERVER_METRICS_URLS: 'http://r1-decode:9090/metrics,http://r1-0-worker-abcde:9090/metrics' },
      "Job 'bench' reads metrics from 'r1-0-worker-abcde', but 'r1' has only 'frontend', 'prefill', 'decode'",
      'name Services or pods of the components that the graph has',
    ],
  ])('%s is found', (_, env, message, fix) => {
    expect(said(env)).toEqual([expect.objectContaining({ message, fix })]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['a benchmark that agrees', {}],
    ['pods of its components', { AIPERF_SERVER_METRICS_URLS: 'http://r1-0-prefill-x7k2p:9090/metrics' }],
    ['a frontend outside of the cluster', { ENDPOINT: 'chat.example.com:443' }],
    ['an address that only the cluster knows', { ENDPOINT: '$(FRONTEND):8000' }],
  ])('%s passes', (_, env) => {
    expect(said(env)).toEqual([]);
  });

  test('a Job that is no benchmark passes, and so does one without its graph', () => {
    const other = {
      ...job({}),
      spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'ENDPOINT', value: 'x' }] }] } } },
    };
    expect(findings(benchmarkJob, manifest(GRAPH, { documents: [other] }))).toEqual([]);
    expect(findings(benchmarkJob, JSON.stringify(job({})))).toEqual([]);
  });
});
