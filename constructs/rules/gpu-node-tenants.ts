import { Severity } from '../findings';
import { documentName, documentPath } from '../manifests';
import { at, kindOf, type Mapping, mapping, mappings, type Observation } from '../observed';
import type { Rule } from './rule';

const TAINT = 'nvidia.com/gpu';
/** Labels that GPU feature discovery gives to machines with GPUs. Source: NVIDIA GPU Operator. */
const GPU_LABEL = /^nvidia\.com\/gpu\./;
/** Workloads that stay: a Job is gone when it is done, and a DaemonSet belongs on every node. */
const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet'];

/** Pods without a GPU. */
interface Tenant {
  readonly name: string;
  readonly path: string;
  readonly spec: Mapping;
}

export const gpuNodeTenants: Rule = {
  code: 'DYN209',
  title: 'machines with GPUs are left to pods that use them',
  severity: Severity.WARNING,
  rationale:
    'Frontends, planners, NATS and etcd need no GPU. Where they tolerate the taint of GPU machines or select them, they take CPU and memory that a worker counts on, so that workers which need a whole machine do not fit any more, and they go away whenever such a machine does.',
  fix: 'take the toleration and the node selector out, so that the pods stand on CPU machines',
  source: 'NVIDIA/aicr#255',
  *checkDocuments(observation) {
    for (const { name, path, spec } of [...componentTenants(observation), ...workloadTenants(observation)]) {
      const because = drawn(spec);
      if (because !== undefined) {
        yield { path, message: `${name} asks for no GPU, but ${because}` };
      }
    }
  },
};

function componentTenants({ graphs }: Observation): readonly Tenant[] {
  return graphs
    .flatMap(({ components }) => components)
    .filter(({ gpus, runsEngine, podClaims }) => gpus === 0 && !runsEngine && podClaims.length === 0)
    .map(({ name, path, pod }) => ({ name: `'${name}'`, path, spec: pod }));
}

function workloadTenants(observation: Observation): readonly Tenant[] {
  return WORKLOADS.flatMap((kind) => observation.ofKind(kind)).flatMap((document) => {
    const spec = mapping(at(document.value, 'spec', 'template', 'spec')) ?? {};
    const uses =
      mappings(spec['resourceClaims']).length > 0 ||
      mappings(spec['containers']).some((container) =>
        Object.keys(mapping(at(container, 'resources', 'limits')) ?? {}).some((name) => name.startsWith('nvidia.com/')),
      );
    return uses
      ? []
      : [{ name: `${kindOf(document)} '${documentName(document)}'`, path: documentPath(document), spec }];
  });
}

/** What lets pods onto machines with GPUs. */
function drawn(spec: Mapping): string | undefined {
  const label = Object.keys(mapping(spec['nodeSelector']) ?? {}).find((key) => GPU_LABEL.test(key));
  if (label !== undefined) {
    return `selects nodes by ${label}`;
  }
  const toleration = mappings(spec['tolerations']).find(
    ({ key, operator }) => key === TAINT || (key === undefined && operator === 'Exists'),
  );
  return toleration === undefined
    ? undefined
    : `tolerates ${toleration['key'] === TAINT ? `the taint ${TAINT}` : 'every taint'}`;
}
