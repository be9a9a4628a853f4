import { GPU_SPECS } from '../hardware';
import { MACHINES } from '../hardware/node-group-table';
import type { ObservedComponent } from '../observed';
import type { Needs, NodeNeed } from './comparison';

/** GPUs of a machine of which nothing is known: those of an HGX board. */
const USUAL_GPUS = 8;
const PRODUCT_LABEL = 'nvidia.com/gpu.product';
const MACHINE_LABELS: readonly string[] = ['node.kubernetes.io/instance-type', 'cloud.google.com/gke-accelerator'];

export const NOTHING: Needs = { pods: 0, gpus: 0, nodes: [] };

/** What components take: pods and GPUs as written, and the machines that their GPUs fill. */
export function needsOf(components: readonly ObservedComponent[]): Needs {
  const machines = new Map<string, { gpusPerNode: number | undefined; pods: Map<number, number> }>();
  let pods = 0;
  let gpus = 0;
  for (const component of components) {
    const count = component.replicas * component.nodeCount;
    pods += count;
    gpus += count * component.gpus;
    if (component.gpus > 0 && count > 0) {
      const { name, gpusPerNode } = machineOf(component);
      const machine = machines.get(name) ?? { gpusPerNode, pods: new Map<number, number>() };
      const size = Math.ceil(component.gpus);
      machine.pods.set(size, (machine.pods.get(size) ?? 0) + count);
      machines.set(name, machine);
    }
  }
  const nodes = [...machines].map(([machine, { gpusPerNode, pods: sizes }]): NodeNeed => {
    const largest = Math.max(...sizes.keys());
    const known = gpusPerNode !== undefined && gpusPerNode >= largest;
    return { machine, nodes: pack(sizes, Math.max(gpusPerNode ?? USUAL_GPUS, largest)), known };
  });
  return { pods, gpus, nodes };
}

/** What several graphs take together; machines of one name are added up. */
export function sumOf(all: readonly Needs[]): Needs {
  const nodes = new Map<string, NodeNeed>();
  for (const need of all.flatMap((needs) => needs.nodes)) {
    const sum = nodes.get(need.machine);
    nodes.set(need.machine, {
      machine: need.machine,
      nodes: need.nodes + (sum?.nodes ?? 0),
      known: need.known && sum?.known !== false,
    });
  }
  return {
    pods: all.reduce((sum, { pods }) => sum + pods, 0),
    gpus: all.reduce((sum, { gpus }) => sum + gpus, 0),
    nodes: [...nodes.values()],
  };
}

/** The machine that the pods of a component select. */
function machineOf({ nodeSelector }: ObservedComponent): { name: string; gpusPerNode: number | undefined } {
  const product = nodeSelector[PRODUCT_LABEL];
  const selected = product ?? MACHINE_LABELS.map((label) => nodeSelector[label]).find((value) => value !== undefined);
  const gpu = Object.entries(GPU_SPECS).find(([, { productLabels }]) =>
    productLabels.some((label) => label === product),
  );
  const machine = Object.values(MACHINES).find((row) => row.gpu.name === gpu?.[0]);
  return { name: selected ?? 'any', gpusPerNode: machine?.gpusPerNode };
}

/** Machines that pods fill, the largest first, each into the fullest machine with room; by number of GPUs alone. */
function pack(sizes: ReadonlyMap<number, number>, gpusPerNode: number): number {
  const room = new Map<number, number>();
  let machines = 0;
  const move = (free: number, pod: number, count: number) => {
    room.set(free - pod, (room.get(free - pod) ?? 0) + count);
  };
  for (const [pod, count] of [...sizes].sort(([a], [b]) => b - a)) {
    let left = count;
    while (left > 0) {
      const free = [...room].filter(([gpus, number]) => gpus >= pod && number > 0).sort(([a], [b]) => a - b)[0];
      if (free === undefined) {
        const fresh = Math.ceil(left / Math.floor(gpusPerNode / pod));
        machines += fresh;
        room.set(gpusPerNode, (room.get(gpusPerNode) ?? 0) + fresh);
      } else {
        const [gpus, number] = free;
        const each = Math.min(Math.floor(gpus / pod), left);
        const filled = Math.min(number, Math.floor(left / each));
        room.set(gpus, number - filled);
        move(gpus, each * pod, filled);
        left -= each * filled;
      }
    }
  }
  return machines;
}
