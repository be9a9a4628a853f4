import { AwsMachine, NodeGroup } from '../../constructs';
import { type CodeObject, Snippet } from '../code';
import { printCode } from '../print/literal';

/** Machines that pools may stand on. */
export interface Machine {
  /** As users name it: `h200`, `p5.48xlarge`. */
  readonly id: string;
  readonly group: NodeGroup;
  /** The call that makes the node group. */
  code(options: CodeObject): Snippet;
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
    code: (options) => call(`NodeGroup.${factory}`, '', options, ['NodeGroup']),
  };
}

function aws(machine: AwsMachine): Machine {
  const [key] = Object.entries(AwsMachine).find(([, value]) => value === machine) ?? [''];
  return {
    id: machine,
    group: NodeGroup.aws(machine),
    code: (options) => call('NodeGroup.aws', `AwsMachine.${key}`, options, ['NodeGroup', 'AwsMachine']),
  };
}

function call(callee: string, first: string, options: CodeObject, imports: readonly string[]): Snippet {
  const empty = Object.keys(options).length === 0;
  const args = [...(first === '' ? [] : [first]), ...(empty ? [] : [printCode(options, 0, 0, 2)])];
  const nested = Object.values(options).flatMap((value) => (value instanceof Snippet ? value.imports : []));
  return new Snippet(`${callee}(${args.join(', ')})`, [...imports, ...nested]);
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

/** Machines that may be meant, the likeliest first, and why. */
export function likelyMachines({ labels, names, grace }: Hints): {
  readonly machines: readonly Machine[];
  readonly because: string;
} {
  const instance = Object.values(AwsMachine).find((machine) => labels.includes(machine));
  if (instance !== undefined) {
    return { machines: [aws(instance)], because: 'the instance type that pods select' };
  }
  for (const [texts, because] of [
    [labels, 'the GPU that pods select'],
    [names, 'what files, graph and components are called'],
  ] as const) {
    const id = usualIds().find((word) => texts.some((text) => hasWord(text, word)));
    if (id !== undefined) {
      return { machines: [usual(id)], because };
    }
    const family = Object.keys(FAMILIES).find((word) => texts.some((text) => hasWord(text, word)));
    if (family !== undefined && !grace) {
      return { machines: (FAMILIES[family] ?? ANY).map(usual), because: `${because}: ${family}` };
    }
  }
  return grace
    ? { machines: [usual('gb200')], because: 'Arm nodes or a compute domain are asked for' }
    : { machines: ANY.map(usual), because: 'nothing says it: the first on which the model fits' };
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?:^|[^a-z0-9])${word}(?:[^a-z0-9]|$)`).test(text.toLowerCase());
}
