import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import { at, mapping, mappings, text } from '../observed';
import { imageTag, parseVersion } from './image-version';
import type { Rule, Violation } from './rule';

const KIND = 'DynamoGraphDeploymentRequest';

export const graphRequests: Rule = {
  code: 'DYN055',
  title: 'the wishes of a graph request do not contradict each other',
  severity: Severity.ERROR,
  rationale:
    'The operator takes a DynamoGraphDeploymentRequest, and its profiler stops at wishes that contradict each other: a load counted in two ways, two forms of latency, an exhaustive search without an engine, a simulation without a sweep, or an override that is no graph. The request then is Failed, and for another one it has to be deleted.',
  fix: 'leave one of the two wishes out',
  source:
    'ai-dynamo/dynamo docs/fern/pages/reference/kubernetes-api/dynamo-graph-deployment-request.mdx, docs/components/profiler/profiler-guide.md, read 2026-11',
  *checkDocuments(observation) {
    for (const document of observation.ofKind(KIND)) {
      // v1alpha1 has other fields.
      if (document.value['apiVersion'] === 'nvidia.com/v1beta1') {
        yield* checkRequest(document);
      }
    }
  },
};

function* checkRequest(document: ManifestDocument): Generator<Violation> {
  const spec = mapping(document.value['spec']) ?? {};
  const has = (...keys: readonly string[]) => at(spec, ...keys) !== undefined && at(spec, ...keys) !== null;
  const say = (field: string, message: string, fix: string): Violation => ({
    path: documentPath(document, `spec.${field}`),
    message,
    fix,
  });
  if (has('workload', 'concurrency') && has('workload', 'requestRate')) {
    yield say(
      'workload',
      'the workload has a concurrency and a requestRate, one of the two is allowed',
      'take one out',
    );
  }
  const parts = ['ttft', 'itl'].filter((key) => has('sla', key));
  if (has('sla', 'e2eLatency') && parts.length > 0) {
    yield say(
      'sla',
      `the sla has e2eLatency and ${parts.join(' and ')}, allowed are ttft and itl, or e2eLatency alone`,
      'take e2eLatency out, or the others',
    );
  } else if (parts.length === 1) {
    yield say(
      'sla',
      `the sla has ${parts[0]} alone, ttft and itl belong together`,
      `add ${parts[0] === 'ttft' ? 'itl' : 'ttft'}`,
    );
  }
  if (text(spec['searchStrategy']) === 'thorough' && (text(spec['backend']) ?? 'auto') === 'auto') {
    yield say(
      'backend',
      'the search is thorough, but the backend is left to the profiler; it measures one engine on real GPUs',
      'set backend to vllm, sglang or trtllm, or searchStrategy to rapid',
    );
  }
  const sweep = at(spec, 'features', 'planner', 'pre_deployment_sweeping_mode');
  if (at(spec, 'features', 'mocker', 'enabled') === true && sweep === 'none') {
    yield say(
      'features.mocker',
      'simulated workers need the profile of a sweep, but pre_deployment_sweeping_mode is none',
      'set pre_deployment_sweeping_mode to rapid or thorough',
    );
  }
  yield* checkOverride(spec, say);
  const image = text(spec['image']);
  if (image !== undefined && parseVersion(imageTag(image)) === undefined && !has('runtimeVersionOverride')) {
    yield say(
      'image',
      `the image '${image}' has no version in its tag, and runtimeVersionOverride is not set; operators from release 1.5 on refuse this`,
      'use an image with a version tag, or set runtimeVersionOverride',
    );
  }
}

function* checkOverride(
  spec: Readonly<Record<string, unknown>>,
  say: (field: string, message: string, fix: string) => Violation,
): Generator<Violation> {
  const graph = mapping(at(spec, 'overrides', 'dgd'));
  if (graph === undefined) {
    return;
  }
  const missing = ['apiVersion', 'kind'].filter((key) => text(graph[key]) === undefined);
  if (missing.length > 0) {
    yield say(
      'overrides.dgd',
      `the override of the graph has no ${missing.join(' and no ')}`,
      'add apiVersion: nvidia.com/v1beta1 and kind: DynamoGraphDeployment',
    );
  }
  for (const component of mappings(at(graph, 'spec', 'components'))) {
    if (text(component['name']) === undefined) {
      yield say(
        'overrides.dgd.spec.components',
        'a component of the override has no name, so that it would be a new one; an override cannot add components',
        'give it the name of a component that the profiler makes',
      );
    }
  }
}
