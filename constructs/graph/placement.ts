/** What a pod takes of a machine, or what a machine has: resource to amount. */
export type Amounts = Readonly<Record<string, number>>;

/** Machines that pods take when the largest come first and each goes to the first machine with room. */
export function machinesFor(pods: readonly Amounts[], machine: Amounts): number {
  const free: Record<string, number>[] = [];
  for (const pod of largestFirst(pods)) {
    const room = free.find((left) => fits(pod, left));
    if (room !== undefined) {
      take(room, pod);
    } else {
      const left = { ...machine };
      take(left, pod);
      free.push(left);
    }
  }
  return free.length;
}

/** Machines below which the pods surely do not fit: by what they take together, and by what each kind of pod takes alone. */
export function leastMachines(pods: readonly Amounts[], machine: Amounts): number {
  const kinds = new Map<string, { readonly pod: Amounts; count: number }>();
  for (const pod of pods) {
    const key = JSON.stringify(pod);
    const kind = kinds.get(key) ?? { pod, count: 0 };
    kind.count++;
    kinds.set(key, kind);
  }
  const together = Object.entries(machine).map(([resource, offered]) =>
    Math.ceil(pods.reduce((sum, pod) => sum + (pod[resource] ?? 0), 0) / offered - 1e-9),
  );
  // A pod that fits nowhere counts for a machine, as in packing.
  const alone = [...kinds.values()].map(({ pod, count }) => Math.ceil(count / Math.max(1, placedAlike(pod, machine))));
  return Math.max(0, ...together, ...alone);
}

/**
 * Pods without a place when the smallest come first and each goes to the emptiest machine, which is the order that leaves most of them
 * out where a scheduler spreads pods.
 */
export function strandedPods(pods: readonly Amounts[], machine: Amounts, machines: number): number {
  const ordered = largestFirst(pods).reverse();
  if (new Set(ordered.map((pod) => JSON.stringify(pod))).size < 2) {
    return machinesFor(pods, machine) <= machines ? 0 : ordered.length - placedAlike(ordered[0], machine) * machines;
  }
  const free = Array.from({ length: machines }, (): Record<string, number> => ({ ...machine }));
  let stranded = 0;
  for (const pod of ordered) {
    let emptiest: Record<string, number> | undefined;
    for (const left of free) {
      if ((emptiest === undefined || gpus(left) > gpus(emptiest)) && fits(pod, left)) {
        emptiest = left;
      }
    }
    if (emptiest === undefined) {
      stranded++;
    } else {
      take(emptiest, pod);
    }
  }
  return stranded;
}

/** Equal pods that one machine holds. */
function placedAlike(pod: Amounts | undefined, machine: Amounts): number {
  const counts = Object.entries(pod ?? {}).map(([resource, amount]) => Math.floor((machine[resource] ?? 0) / amount));
  return Math.min(...counts);
}

const GPU = 'nvidia.com/gpu';

function gpus(amounts: Amounts): number {
  return amounts[GPU] ?? 0;
}

function largestFirst(pods: readonly Amounts[]): Amounts[] {
  return [...pods].sort((a, b) => gpus(b) - gpus(a));
}

function fits(pod: Amounts, left: Amounts): boolean {
  return Object.entries(pod).every(([resource, amount]) => amount <= (left[resource] ?? 0));
}

function take(left: Record<string, number>, pod: Amounts): void {
  for (const [resource, amount] of Object.entries(pod)) {
    left[resource] = (left[resource] ?? 0) - amount;
  }
}
