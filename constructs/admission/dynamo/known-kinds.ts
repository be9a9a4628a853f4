import { nearest } from '../../findings';
import type { KubernetesObject } from '../../manifests';
import { AdmissionCode, type Violation } from '../violation';

/** Kinds of the Dynamo operator and the NVIDIA DRA driver, and the versions that any release serves. Source: ai-dynamo/dynamo deploy/operator/api. */
const VERSIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'nvidia.com': {
    DynamoGraphDeployment: ['v1alpha1', 'v1beta1'],
    DynamoComponentDeployment: ['v1alpha1', 'v1beta1'],
    DynamoGraphDeploymentScalingAdapter: ['v1alpha1', 'v1beta1'],
    DynamoGraphDeploymentRequest: ['v1alpha1', 'v1beta1', 'v1beta2'],
    DynamoModel: ['v1alpha1'],
    DynamoCheckpoint: ['v1alpha1'],
    DynamoWorkerMetadata: ['v1alpha1'],
  },
  'resource.nvidia.com': { ComputeDomain: ['v1beta1'], ComputeDomainClique: ['v1beta1'] },
};

/** What is wrong with kind and version of an object of these groups. Other operators of NVIDIA share a group: their kinds pass. */
export function operatorKindProblems({ apiVersion, kind }: KubernetesObject): readonly Violation[] {
  const [group = '', version = ''] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  const kinds = Object.hasOwn(VERSIONS, group) ? VERSIONS[group] : undefined;
  if (kinds === undefined || typeof kind !== 'string') {
    return [];
  }
  const versions = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (versions !== undefined) {
    return versions.includes(version)
      ? []
      : [
          problem(
            `${kind} is not served as ${apiVersion}`,
            `use ${versions.map((each) => `${group}/${each}`).join(' or ')}`,
          ),
        ];
  }
  const meant = nearest(kind, Object.keys(kinds));
  return meant === undefined
    ? []
    : [problem(`no kind "${kind}" in ${group}; did you mean "${meant}"?`, `write 'kind: ${meant}'`)];
}

function problem(message: string, fix: string): Violation {
  return { code: AdmissionCode.KIND, path: '', message, fix };
}
