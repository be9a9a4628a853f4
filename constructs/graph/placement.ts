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

/**
 * Pods without a place when the smallest come first and each goes to the emptiest machine: what a scheduler that spreads pods does in
 * the worst order. 0 when the machines suffice in any order that was tried.
 */
export function strandedPods(pods: readonly Amounts[], machine: Amounts, machines: number): number {
  const free = Array.from({ length: machines }, () => ({ ...machine }) as Record<string, number>);
  let stranded = 0;
  for (const pod of largestFirst(pods).reverse()) {
    const [emptiest] = free.filter((left) => fits(pod, left)).sort((a, b) => gpus(b) - gpus(a));
    if (emptiest === undefined) {
      stranded++;
    } else {
      take(emptiest, pod);
    }
  }
  return stranded;
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
