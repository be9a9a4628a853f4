import { at, type Mapping, mapping, mappings, type ObservedComponent, type ObservedGraph } from '../observed';

/** A component of `v1alpha1` in the shape of `v1beta1`, as the operator converts it, as far as its pods are concerned. */
export function inBeta(component: ObservedComponent, graph: ObservedGraph): ObservedComponent {
  const { written } = component;
  const { mainContainer: _, containers, ...rest } = component.pod;
  const claims = mappings(written['volumeMounts']);
  const main = mainContainer(component, graph);
  const spec = {
    ...rest,
    containers: [main, ...mappings(containers)],
    volumes: [...mappings(rest['volumes']), ...claims.map(claimVolume)],
  };
  return {
    ...component,
    pod: spec,
    main,
    written: {
      ...written,
      sharedMemorySize: at(written, 'sharedMemory', 'size'),
      podTemplate: { metadata: mapping(written['extraPodMetadata']) ?? {}, spec },
    },
  };
}

function mainContainer({ written, main = {} }: ObservedComponent, graph: ObservedGraph): Mapping {
  const mounts = mappings(written['volumeMounts']).filter((claim) => claim['mountPoint'] !== undefined);
  const secret = written['envFromSecret'];
  const probes = ['livenessProbe', 'readinessProbe'].flatMap((name) =>
    written[name] === undefined ? [] : [[name, written[name]] as const],
  );
  return {
    ...Object.fromEntries(probes),
    ...main,
    name: 'main',
    env: [
      ...mappings(at(graph.document.value, 'spec', 'envs')),
      ...mappings(written['envs']),
      ...mappings(main['env']),
    ],
    envFrom: [...mappings(main['envFrom']), ...(secret === undefined ? [] : [{ secretRef: { name: secret } }])],
    resources: resources(mapping(written['resources']) ?? {}, mapping(main['resources']) ?? {}),
    volumeMounts: [
      ...mappings(main['volumeMounts']),
      ...mounts.map(({ name, mountPoint }) => ({ name, mountPath: mountPoint })),
    ],
  };
}

function claimVolume({ name }: Mapping): Mapping {
  return { name, persistentVolumeClaim: { claimName: name } };
}

/** GPUs have a field of their own, and other devices stand under `custom`. */
function resources(own: Mapping, main: Mapping): Mapping {
  const merged = ['limits', 'requests'].map((kind) => {
    const { gpu, gpuType, custom, ...rest } = mapping(own[kind]) ?? {};
    const gpus = gpu === undefined ? {} : { [typeof gpuType === 'string' ? gpuType : 'nvidia.com/gpu']: gpu };
    return [kind, { ...mapping(main[kind]), ...rest, ...mapping(custom), ...gpus }] as const;
  });
  return { ...main, ...Object.fromEntries(merged), claims: [...mappings(main['claims']), ...mappings(own['claims'])] };
}

/** Where `v1alpha1` keeps what stands at a path of the pod template of `v1beta1`; starts inside the component. */
export function alphaPath(path: string, { written }: ObservedComponent): string {
  const [, kind = '', key = ''] =
    /^spec\.containers\[main\]\.resources\.(limits|requests)[.[]([^\]]+)\]?$/.exec(path) ?? [];
  const own = mapping(at(written, 'resources', kind)) ?? {};
  if (Object.hasOwn(own, key)) return `resources.${kind}.${key}`;
  if (at(own, 'custom', key) !== undefined) return `resources.${kind}.custom[${key}]`;
  if (key === 'nvidia.com/gpu' && own['gpu'] !== undefined) return `resources.${kind}.gpu`;
  const [, mount = '', field = ''] = /^spec\.containers\[main\]\.volumeMounts\[([^\]]+)\]\.(\w+)$/.exec(path) ?? [];
  if (mappings(written['volumeMounts']).some((claim) => claim['name'] === mount)) {
    return `volumeMounts[${mount}].${field === 'mountPath' ? 'mountPoint' : field}`;
  }
  return path.startsWith('spec.')
    ? `extraPodSpec.${path.slice('spec.'.length).replace(/^containers\[main\]/, 'mainContainer')}`
    : path.replace(/^metadata/, 'extraPodMetadata');
}
