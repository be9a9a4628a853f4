import { type Cause, type Problem, ProblemReason } from './problem';

/** Names that are written out. */
const SHOWN = 3;

interface Group {
  readonly component: string | undefined;
  readonly cause: Cause;
  readonly names: string[];
  count: number;
}

/** Puts equal causes of several pods of a component together. */
export class ProblemGroups {
  private readonly groups = new Map<string, Group>();

  public add(component: string | undefined, pod: string, cause: Cause): void {
    const group = this.groupOf(component, cause);
    group.count += 1;
    if (group.names.length < SHOWN) group.names.push(pod);
  }

  public addMissing(component: string, count: number, cause: Cause): void {
    this.groupOf(component, cause).count += count;
  }

  public addGraph(cause: Cause): void {
    this.groupOf(undefined, cause);
  }

  /** Worst first: in the order in which reasons are listed. */
  public sorted(): readonly Problem[] {
    return [...this.groups.values()]
      .map(({ component, cause, names, count }) => ({
        ...(component === undefined ? {} : { component }),
        pods: { names, count },
        ...cause,
      }))
      .sort((one, other) => WEIGHT.indexOf(one.reason) - WEIGHT.indexOf(other.reason));
  }

  private groupOf(component: string | undefined, cause: Cause): Group {
    const key = JSON.stringify([component, cause.reason, cause.detail]);
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const group = { component, cause, names: [], count: 0 };
    this.groups.set(key, group);
    return group;
  }
}

const WEIGHT: readonly ProblemReason[] = [
  ...Object.values(ProblemReason).filter((reason) => reason !== ProblemReason.GRAPH_NOT_READY),
  // Only repeats what the others say.
  ProblemReason.GRAPH_NOT_READY,
];
