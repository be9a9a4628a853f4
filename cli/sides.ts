import { CATALOG } from '../blueprints';
import type { Finding, GraphDescription } from '../constructs';
import { type NodesOf, Observation, readManifests } from '../constructs/check';
import { assignments, namespaceName } from './assignments';
import { InputError } from './exit';
import { readInputs } from './files';
import { findProgram, isProgram } from './programs';

/** What a blueprint is made with; of no use for files. */
export interface SideOptions {
  readonly set: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
}

/** Manifests that a command works on, from wherever. */
export interface Side {
  readonly observation: Observation;
  /** What could not be read; empty for a blueprint. */
  readonly findings: readonly Finding[];
  /** Machines of the graphs, where they are known: a blueprint names its node groups. */
  readonly nodesOf?: NodesOf;
}

/** Whether an argument names a blueprint or a program. A file or folder of a blueprint's name is written `./name`. */
export function isBlueprint(name: string): boolean {
  return isProgram(name) || CATALOG.some((blueprint) => blueprint.name === name);
}

/** The manifests that an argument stands for: a blueprint, a program, a file, a folder, or `-` for standard input. */
export async function readSide(name: string, options: SideOptions): Promise<Side> {
  if (isBlueprint(name)) {
    return renderBlueprint(name, options);
  }
  const [given] = [
    ...options.set.map((pair) => `--set ${pair}`),
    ...(options.release === undefined ? [] : [`--release ${options.release}`]),
    ...(options.namespace === undefined ? [] : [`--namespace ${options.namespace}`]),
  ];
  if (given !== undefined) {
    throw new InputError(`'${given}' is for blueprints, and '${name}' is none`, "'stator list' shows the blueprints");
  }
  return readFiles(name);
}

async function renderBlueprint(name: string, { set, release, namespace }: SideOptions): Promise<Side> {
  const { blueprint, library, run } = await findProgram(name);
  const settings = {
    parameters: assignments(set),
    ...(release === undefined ? {} : { release: library.Release.parse(release) }),
    ...(namespace === undefined ? {} : { namespace: namespaceName(namespace) }),
  };
  const { app, graph } = run(() => library.instantiate(blueprint, settings));
  return {
    observation: Observation.of(run(() => library.appDocuments(app))),
    findings: [],
    nodesOf: (observed) => (observed.name === graph.describe().name ? nodesIn(graph.describe()) : undefined),
  };
}

function nodesIn({ totals }: GraphDescription): ReturnType<NodesOf> {
  return totals.nodes.map(({ nodeGroup, needed }) => ({ machine: nodeGroup, nodes: needed, known: true }));
}

function readFiles(path: string): Side {
  try {
    const results = readInputs([path]).map((file) => readManifests(file));
    return {
      observation: Observation.of(results.flatMap((result) => result.documents)),
      findings: results.flatMap((result) => result.findings),
    };
  } catch (error) {
    if (InputError.is(error) && !path.includes('/') && !path.includes('.')) {
      throw new InputError(
        error.message,
        error.fix ?? "name a file, a folder or a blueprint; 'stator list' shows them",
      );
    }
    throw error;
  }
}
