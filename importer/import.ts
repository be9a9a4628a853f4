import { type Finding, Release, Severity } from '../constructs';
import { compareGraphs } from '../constructs/comparison';
import type { ManifestDocument } from '../constructs/manifests';
import { Observation, type ObservedGraph } from '../constructs/observed';
import { memoryFit } from '../constructs/rules/memory-fit';
import { precisionSupport } from '../constructs/rules/precision-support';
import { releaseOfImages } from '../constructs/upgrade';
import { type Difference, differencesOf } from './differences';
import { asWritten, holdsSecrets, madeClaims, objectProgram, titleOf, withOwnIds } from './objects';
import { componentOverrides } from './overrides/component';
import { hoistEnv } from './overrides/hoist';
import { printProgram } from './print/program';
import type { ComponentProgram, GraphProgram, Program } from './program';
import { machinesOf, type RecognisedGraph, recogniseGraph } from './recognise/graph';
import type { Machine } from './recognise/machines';
import { dnsName } from './recognise/nodes';
import { targetOf } from './target';

/** What running a program gives: plain data, so that it may come from another copy of the library. */
export interface ProgramRun {
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

export interface ImportOptions {
  /** Names of the files, for comments and as hints. */
  readonly sources: readonly string[];
  /** Machine of all pools. @default - guessed from labels and names */
  readonly machine?: Machine;
  /** Runs a program that was written and tells what it makes. */
  readonly run: (source: string) => Promise<ProgramRun>;
}

export interface Import {
  /** The program as TypeScript. */
  readonly source: string;
  readonly name: string;
  /** Where the program's graph differs from what was imported, and why. */
  readonly differences: readonly Difference[];
  /** What the rules say about it. */
  readonly findings: readonly Finding[];
  /** What was assumed or left out. */
  readonly notes: readonly string[];
}

/**
 * A program that makes what manifests describe.
 *
 * It is written from what is recognised, run, compared with the manifests, and written again with what differs as overrides.
 */
export async function importManifests(documents: readonly ManifestDocument[], options: ImportOptions): Promise<Import> {
  const written = documents.map(asWritten);
  const observation = Observation.of(written);
  const plan = new ImportPlan(observation, options);
  return plan.settle();
}

/** Rules that tell that a model is on the wrong machines. */
const MACHINE_RULES: readonly string[] = [memoryFit.code, precisionSupport.code];

class ImportPlan {
  private readonly release: Release;
  private readonly namespace: string | undefined;
  private readonly notes: string[] = [];

  public constructor(
    private readonly observation: Observation,
    private readonly options: ImportOptions,
  ) {
    this.release = releaseOfImages(observation) ?? Release.latest;
    const namespaces = new Set(observation.graphs.map(({ namespace }) => namespace));
    this.namespace = namespaces.size === 1 ? [...namespaces][0] : undefined;
  }

  public async settle(): Promise<Import> {
    const recognised = await this.onFittingMachines();
    const first = this.program(recognised);
    const rendered = await this.options.run(printProgram(first));
    const equal: Program = { ...first, graphs: recognised.map((graph) => this.withOverrides(graph, rendered)) };
    return this.finish(equal);
  }

  /** The graphs on the first machines on which the rules see their models fit. */
  private async onFittingMachines(): Promise<readonly RecognisedGraph[]> {
    const choices = this.observation.graphs.map((graph) => {
      const { machine } = this.options;
      return machine === undefined
        ? machinesOf(graph, this.options.sources)
        : { machines: [machine], because: 'what was asked for' };
    });
    const most = Math.max(...choices.map(({ machines }) => machines.length));
    for (let attempt = 0; ; attempt++) {
      const recognised = this.observation.graphs.map((graph, index) => {
        const { machines = [], because = '' } = choices[index] ?? {};
        const machine = machines[Math.min(attempt, machines.length - 1)];
        return this.recognise(graph, machine, because);
      });
      if (attempt === most - 1) {
        return recognised;
      }
      const { findings } = await this.options.run(printProgram(this.program(recognised)));
      if (!findings.some(({ code, severity }) => MACHINE_RULES.includes(code) && severity === Severity.ERROR)) {
        return recognised;
      }
    }
  }

  private recognise(graph: ObservedGraph, machine: Machine | undefined, because: string): RecognisedGraph {
    if (machine === undefined) {
      throw new Error('a graph without a machine to try');
    }
    const prefix = this.observation.graphs.length > 1 ? graph.name : '';
    return recogniseGraph({ graph, observation: this.observation, machine, because, prefix });
  }

  private program(recognised: readonly RecognisedGraph[]): Program {
    const { graphs, documents } = this.observation;
    const ofGraphs = new Set<ManifestDocument>([
      ...graphs.map(({ document }) => document),
      ...recognised.flatMap(({ replaced }) => [...replaced]),
    ]);
    const others = [
      ...graphs.flatMap(({ document, apiVersion }) => (apiVersion === 'v1alpha1' ? madeClaims(document) : [])),
      ...documents.filter((document) => !ofGraphs.has(document)),
    ];
    const secrets = others.filter(holdsSecrets);
    return {
      name: dnsName(graphs[0]?.name ?? 'imported'),
      sources: this.options.sources,
      release: this.release,
      namespace: this.namespace,
      nodes: recognised.flatMap(({ nodes }) => nodes),
      graphs: recognised.map(({ program }) => program),
      objects: withOwnIds(
        others
          .filter((document) => !secrets.includes(document))
          .map((document) => objectProgram(document, this.namespace)),
      ),
      differences: [],
      remaining: [],
      notes: secrets.map((document) => `${titleOf(document)} is not written here: make it in the cluster.`),
    };
  }

  private withOverrides({ program, targets, configMaps }: RecognisedGraph, rendered: ProgramRun): GraphProgram {
    const graph = Observation.of(rendered.documents).graphs.find(
      ({ name, namespace }) => name === program.name && (namespace === program.namespace || true),
    );
    const components = program.components.map((component): ComponentProgram => {
      const target = targets.get(component.name);
      const made = graph?.components.find(({ name }) => name === component.name);
      if (target === undefined || made === undefined || graph === undefined) {
        return component;
      }
      const kind = component.construct === 'Frontend' ? 'frontend' : engineOf(program);
      const overrides = componentOverrides(target, targetOf(made, graph), {
        kind,
        secrets: `${dnsName(program.name)}-secrets`,
        configMap: configMaps.get(component.name),
      });
      return { ...component, overrides };
    });
    return hoistEnv({ ...program, components }, targets);
  }

  private async finish(program: Program): Promise<Import> {
    const run = await this.options.run(printProgram(program));
    const differences = differencesOf(compareGraphs(this.observation, Observation.of(run.documents)));
    const errors = run.findings.filter(({ severity }) => severity === Severity.ERROR);
    const told: Program = {
      ...program,
      differences: differences.map(({ place, reason }) => `${place}: ${reason}`),
      remaining: errors.map(({ code, path, message, fix }) => `${code} ${path}: ${message}. ${fix}`),
    };
    return {
      source: printProgram(told),
      name: program.name,
      differences,
      findings: run.findings,
      notes: [...program.notes, ...this.notes],
    };
  }
}

function engineOf({ engine }: GraphProgram): string {
  return (
    /Engine\.(\w+)/.exec(
      typeof engine === 'object' && engine !== null && 'text' in engine ? String(engine.text) : '',
    )?.[1] ?? ''
  );
}
