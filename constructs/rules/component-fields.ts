import { Severity } from '../findings';
import { at, list, mapping, mappings, type ObservedComponent, text } from '../observed';
import type { Rule, Violation } from './rule';

/** Where the operator mounts it. */
const SHARED_MEMORY = '/dev/shm';

export const componentFields: Rule = {
  code: 'DYN202',
  title: 'what a component says about its containers and caches is complete',
  severity: Severity.ERROR,
  rationale:
    'The operator configures containers of a pod by the names that the component gives, and mounts its caches where the component says. It refuses a component that names a container which does not exist or leaves a path to it that it cannot know.',
  fix: 'name a container of podTemplate, and state what the operator cannot know',
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/shared_v1beta1.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs.filter(({ apiVersion }) => apiVersion === 'v1beta1')) {
      for (const component of graph.components) {
        yield* missingContainers(component);
        yield* compilationCache(component);
        yield* modelReference(component);
      }
    }
  },
};

/** Fields that name containers, as paths inside the component. */
const CONTAINER_FIELDS: readonly (readonly string[])[] = [
  ['frontendSidecar'],
  ['experimental', 'gpuMemoryService', 'extraClientContainers'],
  ['experimental', 'checkpoint', 'targetContainerName'],
  ['experimental', 'checkpoint', 'job', 'gmsClientContainers'],
];

function* missingContainers(component: ObservedComponent): Generator<Violation> {
  const { name, path, written, pod } = component;
  const known = ['containers', 'initContainers'].flatMap((field) =>
    mappings(pod[field]).flatMap((container) => text(container['name']) ?? []),
  );
  for (const keys of CONTAINER_FIELDS) {
    const field = keys.join('.');
    const value = at(written, ...keys);
    for (const container of typeof value === 'string' ? [value] : list(value)) {
      if (typeof container === 'string' && !known.includes(container)) {
        yield {
          path: `${path}.${field}`,
          message: `${field} of '${name}' names the container '${container}', which its pod does not have (${known.map((each) => `'${each}'`).join(', ')})`,
        };
      }
    }
  }
  if (written['frontendSidecar'] === 'main') {
    yield {
      path: `${path}.frontendSidecar`,
      message: `frontendSidecar of '${name}' is 'main', which runs the worker itself`,
      fix: 'add a container for the frontend to the pod and name it',
    };
  }
  yield* dynamoSidecar(component);
}

/** The runtime starts before the engine and stays: an init container that is restarted. */
function* dynamoSidecar({ name, path, written, pod }: ObservedComponent): Generator<Violation> {
  const sidecar = text(written['dynamoSidecar']);
  const container = mappings(pod['initContainers']).find((each) => each['name'] === sidecar);
  if (sidecar !== undefined && container?.['restartPolicy'] !== 'Always') {
    yield {
      path: `${path}.dynamoSidecar`,
      message:
        container === undefined
          ? `dynamoSidecar of '${name}' names '${sidecar}', which is no init container of its pod`
          : `the init container '${sidecar}' of '${name}' ends before the engine starts`,
      fix: `add '${sidecar}' to initContainers with restartPolicy: Always`,
    };
  }
}

/** Only vLLM's cache has a path that the operator knows. */
function* compilationCache({
  name,
  path,
  written,
  engine,
  sharedMemoryBytes,
}: ObservedComponent): Generator<Violation> {
  const cache = mapping(written['compilationCache']);
  if (cache === undefined) {
    return;
  }
  if ((text(cache['pvcName']) ?? '') === '') {
    yield {
      path: `${path}.compilationCache.pvcName`,
      message: `the compilation cache of '${name}' names no claim`,
      fix: 'set pvcName to a PersistentVolumeClaim that several nodes may write',
    };
  }
  if ((text(cache['mountPath']) ?? '') === '' && engine !== undefined && engine.kind !== 'vllm') {
    yield {
      path: `${path}.compilationCache.mountPath`,
      message: `the compilation cache of '${name}' has no mountPath, and only for vLLM the operator knows one`,
      fix: 'set mountPath to the folder that the engine compiles into',
    };
  }
  // What the pod mounts there itself is mostly the same claim, as in v1alpha1 it has to be.
  if (text(cache['mountPath']) === SHARED_MEMORY && sharedMemoryBytes > 0) {
    yield {
      path: `${path}.compilationCache.mountPath`,
      message: `the compilation cache of '${name}' is mounted at ${SHARED_MEMORY}, the place of shared memory`,
      fix: 'give it a folder of its own',
    };
  }
}

function* modelReference({ name, path, written }: ObservedComponent): Generator<Violation> {
  const reference = mapping(written['modelRef']);
  if (reference !== undefined && (text(reference['name']) ?? '') === '') {
    yield {
      path: `${path}.modelRef.name`,
      message: `modelRef of '${name}' names no model`,
      fix: 'set modelRef.name to the base model of the adapters',
    };
  }
}
