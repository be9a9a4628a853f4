import { Size } from 'cdk8s';
import { AwsMachine, NodeGroup } from '../../constructs';
import { Call, type Code, type CodeObject, Snippet } from '../code';

/** Machines that pools may stand on. */
export interface Machine {
  /** As users name it: `h200`, `p5.48xlarge`. */
  readonly id: string;
  readonly group: NodeGroup;
  /** The call that makes the node group. */
  code(options: CodeObject): Code;
}

/** The usual machines, by the words that stand for them in names and labels; of several words the first counts. */
const USUAL = {
  gb300: 'gb300Nvl72',
  gb200: 'gb200Nvl72',
  b300: 'b300Hgx',
  b200: 'b200Hgx',
  h200: 'h200Sxm',
  h100: 'h100Sxm',
} as const;
type UsualId = keyof typeof USUAL;

/** Words that leave a choice: the first machine on which the model fits is taken. */
const FAMILIES: Readonly<Record<string, readonly UsualId[]>> = {
  hopper: ['h100', 'h200'],
  blackwell: ['b200', 'b300', 'gb200'],
};
const ANY: readonly UsualId[] = ['h100', 'h200', 'b200', 'b300'];

function usual(id: UsualId): Machine {
  const factory = USUAL[id];
  return {
    id,
    group: NodeGroup[factory](),
    code: (options) => call(`NodeGroup.${factory}`, [], options, ['NodeGroup']),
  };
}

function aws(machine: AwsMachine): Machine {
  const [key] = Object.entries(AwsMachine).find(([, value]) => value === machine) ?? [''];
  return {
    id: machine,
    group: NodeGroup.aws(machine),
    code: (options) =>
      call('NodeGroup.aws', [new Snippet(`AwsMachine.${key}`, ['AwsMachine'])], options, ['NodeGroup']),
  };
}

/** Machines for mock engines, which need no GPU. */
export const CPU_MACHINE: Machine = {
  id: 'cpu',
  group: NodeGroup.cpu({ allocatable: { cpu: 16, memory: Size.gibibytes(64) } }),
  code: ({ fabric: _, ...options }) => {
    const allocatable: CodeObject = { cpu: 16, memory: new Snippet('Size.gibibytes(64)', ['Size']) };
    return call('NodeGroup.cpu', [], { ...options, allocatable }, ['NodeGroup']);
  },
};

function call(callee: string, first: readonly Code[], options: CodeObject, imports: readonly string[]): Code {
  return new Call(callee, [...first, ...(Object.keys(options).length === 0 ? [] : [options])], imports);
}

/** Names that `--machine` and `--gpu` take. */
export const MACHINE_IDS: readonly string[] = [...Object.keys(USUAL), ...Object.values(AwsMachine)];

/** The machine of a name, as users give it. */
export function machineNamed(name: string): Machine | undefined {
  const known = Object.values(AwsMachine).find((machine) => machine === name);
  const id = usualIds().find((candidate) => candidate === name.toLowerCase());
  return known !== undefined ? aws(known) : id !== undefined ? usual(id) : undefined;
}

function usualIds(): readonly UsualId[] {
  return ['gb300', 'gb200', 'b300', 'b200', 'h200', 'h100'];
}

/** What speaks for a machine. */
export interface Hints {
  /** Labels that pods select, and their values. */
  readonly labels: readonly string[];
  /** Names of files, graphs and components. */
  readonly names: readonly string[];
  /** Whether pods ask for Arm nodes, or for channels of a compute domain. */
  readonly grace: boolean;
}

/** The machine of an instance type or GPU that pods select. */
export function machineOfLabels(labels: readonly string[]): Machine | undefined {
  const instance = Object.values(AwsMachine).find((machine) => labels.includes(machine));
  const id = usualIds().find((word) => labels.some((label) => hasWord(label, word)));
  return instance !== undefined ? aws(instance) : id === undefined ? undefined : usual(id);
}

/** Machines that may be meant, the likeliest first, and why. */
export function likelyMachines({ labels, names, grace }: Hints): {
  readonly machines: readonly Machine[];
  readonly because: string;
} {
  const instance = Object.values(AwsMachine).find((machine) => labels.includes(machine));
  if (instance !== undefined) {
    return { machines: [aws(instance)], because: 'The machines of the instance type that pods select.' };
  }
  for (const [texts, because] of [
    [labels, 'The machines with the GPU that pods select.'],
    [names, 'Assumed from the names of files, graph and images: manifests do not say which machines they run on.'],
  ] as const) {
    const id = usualIds().find((word) => texts.some((text) => hasWord(text, word)));
    if (id !== undefined) {
      return { machines: [usual(id)], because };
    }
    const family = Object.keys(FAMILIES).find((word) => texts.some((text) => hasWord(text, word)));
    if (family !== undefined && !grace) {
      return { machines: (FAMILIES[family] ?? ANY).map(usual), because };
    }
  }
  return grace
    ? { machines: [usual('gb200')], because: 'Assumed, as pods ask for Arm nodes or for NVLink between nodes.' }
    : {
        machines: ANY.map(usual),
        because: 'Assumed: manifests do not say which machines they run on, and the model fits on these.',
      };
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?:^|[^a-z0-9])${word}(?:[^a-z0-9]|$)`).test(text.toLowerCase());
}
