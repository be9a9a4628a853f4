import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  Planner,
  PlannerPlugin,
  type PlannerProps,
  PreDeploymentSweep,
  Predictor,
  PrometheusSource,
  Release,
  ScalingTarget,
  Slo,
  SloScaling,
} from '../../constructs';
import { at, isMapping } from '../../constructs/observed';
import { PLANNER_FIELDS, plannerConflicts, unreadableFields } from '../../constructs/planner';
import { llama } from '../graph/support';

/** What the configuration model of Dynamo itself needs, next to its own package. */
const NEEDS = ['pydantic>=2.10.6,<=2.13.5', 'pyyaml'];
const SCRIPT = join(__dirname, 'planner-config', 'check.py');

/** A Python with `dynamo.planner` of a release, or why there is none. */
function pythonFor(release: Release): { readonly python: string } | { readonly missing: string } {
  const folder = join(homedir(), '.cache', 'stator', `dynamo-planner-${release.patch}-model`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) {
    return { python };
  }
  mkdirSync(join(folder, '..'), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const run = (file: string, ...args: readonly string[]) =>
    execFileSync(file, args, { stdio: 'pipe', timeout: 300_000 });
  try {
    run('python3', '-m', 'venv', fresh);
    run(join(fresh, 'bin', 'python'), '-m', 'pip', 'install', '-q', '--no-deps', `ai-dynamo==${release.patch}`);
    run(join(fresh, 'bin', 'python'), '-m', 'pip', 'install', '-q', ...NEEDS);
    renameSync(fresh, folder);
    return { python };
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

interface Verdict {
  readonly error?: string;
  readonly warnings: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
}

function isVerdict(value: unknown): value is Verdict {
  return isMapping(value) && Array.isArray(value['warnings']);
}

const slo = Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });
const thresholds = { prefillQueueTokens: { up: 8000, down: 500 }, kvUsagePercent: { up: 80, down: 40 } };
const throughput = {
  interval: Duration.minutes(2),
  predictor: Predictor.kalman({ levelVariance: 2, trendVariance: 0.2, measurementVariance: 5, minPoints: 8 }),
} as const;

/** Planners that cover every prop. Whether a release knows it stands in the table of fields. */
const PLANNERS: Readonly<Record<string, PlannerProps>> = {
  defaults: { slo, maxGpus: 16 },
  both: {
    slo,
    maxGpus: 16,
    minGpus: 4,
    scaling: SloScaling.throughputAndLoad({ throughput, load: { downSensitivity: 70 } }),
  },
  load: {
    slo,
    maxGpus: 16,
    scaling: SloScaling.load({ leastObservations: 3 }),
    observation: { buckets: 25, samples: 128 },
  },
  prophet: {
    slo,
    maxGpus: 16,
    scaling: SloScaling.throughput({ predictor: Predictor.prophet({ window: 20, logarithmic: true }) }),
  },
  constant: {
    slo,
    maxGpus: 16,
    scaling: SloScaling.throughput({ predictor: Predictor.constant({ warmUpTrace: '/trace' }) }),
  },
  thorough: {
    slo,
    maxGpus: 16,
    scaling: SloScaling.throughput({ sweep: PreDeploymentSweep.thorough({ folder: '/p' }) }),
  },
  full: { target: ScalingTarget.throughput(), maxGpus: 16 },
  latency: { target: ScalingTarget.latency(), maxGpus: 16, advisory: true },
  minimums: { slo, maxGpus: 16, minWorkers: { prefill: 2, decode: 2 } },
  surroundings: {
    slo,
    maxGpus: 16,
    prometheus: PrometheusSource.at({ url: 'https://thanos:9091', queryParameters: { tenant: 'a' } }),
    reports: { every: Duration.minutes(90), fileName: 'latest.html' },
    dashboardPort: 8080,
  },
};
const SINCE_1_3: Readonly<Record<string, PlannerProps>> = {
  thresholds: { target: ScalingTarget.load(thresholds), maxGpus: 16 },
  plugins: {
    slo,
    maxGpus: 16,
    speculativeTokens: 3,
    plugins: [
      PlannerPlugin.of({
        id: 'cost',
        stage: 'constrain',
        priority: 10,
        endpoint: 'grpc://cost.tools:50051',
        interval: Duration.seconds(30),
        between: 'nothing',
        needs: ['observations.traffic'],
        requires: ['predictions'],
        window: Duration.minutes(1),
      }),
    ],
  },
};
const SINCE_1_5: Readonly<Record<string, PlannerProps>> = {
  power: { slo, maxGpus: 16, power: { totalWatts: 8000, wattsPerGpu: 500 }, controlPort: 9086 },
  apart: { slo, maxGpus: 16, minWorkers: { prefill: 2, decode: 1 } },
};

describe.each(Release.all.map((release) => [release.patch, release] as const))(
  "dynamo.planner's own model, %s",
  (_, release) => {
    const found = pythonFor(release);
    const skipped = 'missing' in found;
    if (skipped) {
      // Visible in the report: without the package registry there is nothing to compare with.
      test.skip(`ai-dynamo ${release.patch} cannot be installed here: ${found.missing}`, () => undefined);
      return;
    }
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'stator-planner-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** What the model says of texts. */
    const read = (texts: readonly string[]): readonly Verdict[] => {
      const files = texts.map((text, index) => {
        const file = join(folder, `${index}.yaml`);
        writeFileSync(file, text);
        return file;
      });
      const output = execFileSync(found.python, [SCRIPT, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
      return output
        .trim()
        .split('\n')
        .map((line) => {
          const verdict: unknown = JSON.parse(line);
          if (!isVerdict(verdict)) throw new Error(line);
          return verdict;
        });
    };

    const planners = {
      ...PLANNERS,
      ...(release.atLeast('1.3') ? SINCE_1_3 : {}),
      ...(release.atLeast('1.5') ? SINCE_1_5 : {}),
    };

    test('knows the keys that our table says it knows', () => {
      const fields: unknown = JSON.parse(execFileSync(found.python, [SCRIPT, '--fields'], { encoding: 'utf8' }));
      const ours = Object.entries(PLANNER_FIELDS)
        .filter(
          ([, { since, until }]) =>
            (since === undefined || release.atLeast(since)) && !(until !== undefined && release.atLeast(until)),
        )
        .map(([key, { alias }]) => [key, alias === undefined ? [] : [alias]] as const);
      expect(Object.fromEntries(ours)).toEqual(fields);
    });

    test('takes what each kind of planner is rendered to, and reads what was meant', () => {
      const configs = Object.values(planners).map((props) => {
        const graph = llama({ release });
        const planner = new Planner(graph, 'planner', props);
        return String(at(planner.configMap.toJson(), 'data', 'planner.yaml'));
      });
      const verdicts = read(configs);
      const errors = Object.keys(planners).map((name, index) => [name, verdicts[index]?.error]);
      expect(errors).toEqual(Object.keys(planners).map((name) => [name, undefined]));
      const defaults = verdicts[0]?.values;
      expect(defaults).toMatchObject({
        mode: 'disagg',
        optimization_target: 'sla',
        ttft_ms: 500,
        itl_ms: 30,
        max_gpu_budget: 16,
        report_interval_hours: null,
        aic_interpolation: { system: 'h200_sxm', prefill_pick: { tp: 2 } },
      });
      const both = verdicts[1]?.values;
      expect(both).toMatchObject({
        throughput_adjustment_interval_seconds: 120,
        load_predictor: 'kalman',
        kalman_r: 5,
      });
    });

    test('refuses what our rules call an error, and nothing else', () => {
      const configs = fc.sample(arbitraryConfig, { numRuns: 400, seed: 6 });
      const verdicts = read(configs.map((config) => JSON.stringify(config)));
      const differences = configs.flatMap((config, index) => {
        const problems = [...plannerConflicts(config, release), ...unreadableFields(config, release)];
        const ours = problems.filter(
          ({ harmless, key }) => harmless !== true && !(key === UNCHECKED && release.version === '1.2'),
        );
        const theirs = verdicts[index]?.error;
        return ours.length > 0 === (theirs !== undefined)
          ? []
          : [{ config, ours: ours.map(({ message }) => message), theirs }];
      });
      expect(differences).toEqual([]);
      const refused = verdicts.filter(({ error }) => error !== undefined).length;
      expect(refused).toBeGreaterThan(100);
      expect(refused).toBeLessThan(390);
    });
  },
);

/** What the model of 1.2 takes, though the planner then divides by it. */
const UNCHECKED = 'throughput_adjustment_interval_seconds';

const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Configurations around the edges of the rules. */
const arbitraryConfig = fc
  .record({
    mode: seldom(fc.constantFrom('disagg', 'prefill', 'decode', 'agg', 'both')),
    environment: seldom(fc.constantFrom('kubernetes', 'virtual', 'global-planner')),
    global_planner_namespace: seldom(fc.constantFrom('a-b', '')),
    optimization_target: seldom(fc.constantFrom('sla', 'sla', 'throughput', 'latency', 'load')),
    enable_throughput_scaling: seldom(fc.boolean()),
    enable_load_scaling: seldom(fc.boolean()),
    throughput_adjustment_interval_seconds: seldom(fc.constantFrom(-1, 0, 5, 60, 180)),
    load_adjustment_interval_seconds: seldom(fc.constantFrom(1, 5, 7, 60, 200)),
    pre_deployment_sweeping_mode: seldom(fc.constantFrom('none', 'rapid', 'thorough', null)),
    fpm_sample_bucket_size: seldom(fc.constantFrom(1, 9, 15, 16)),
    prefill_scale_up_queue_tokens: seldom(fc.constantFrom(0, 10, 100)),
    prefill_scale_down_queue_tokens: seldom(fc.constantFrom(0, 10, 50)),
    decode_scale_up_kv_rate: seldom(fc.constantFrom(40, 80.5)),
    decode_scale_down_kv_rate: seldom(fc.constantFrom(10, 40)),
    min_endpoint: seldom(fc.constantFrom(0, 1, 2)),
    prefill_min_endpoint: seldom(fc.constantFrom(1, 2)),
    decode_min_endpoint: seldom(fc.constantFrom(1, 2)),
    enable_power_awareness: seldom(fc.boolean()),
    total_gpu_power_limit: seldom(fc.constantFrom(1, 5000)),
    ttft_ms: seldom(fc.constantFrom(500, 0.5)),
    scheduling: seldom(fc.constantFrom({}, { scale_interval_seconds: 5 }, { scale_interval_seconds: 2.5 })),
    unknown_key: seldom(fc.constant(1)),
  })
  .map((config) => Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)));
