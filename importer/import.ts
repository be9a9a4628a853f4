import { type Finding, InvalidValueError, Release, Severity } from '../constructs';
import { compareGraphs } from '../constructs/comparison';
import { isJsonObject, type ManifestDocument } from '../constructs/manifests';
import { Observation, type ObservedGraph } from '../constructs/observed';
import { memoryFit } from '../constructs/rules/memory-fit';
import { precisionSupport } from '../constructs/rules/precision-support';
import { releaseOfImages } from '../constructs/upgrade';
import { Snippet } from './code';
import { differencesOf } from './differences';
import type { Import, ImportOptions, ProgramRun } from './import-options';
import { asWritten, holdsSecrets, madeClaims, objectProgram, titleOf, withOwnIds } from './objects';
import { componentOverrides } from './overrides/component';
import { changedFields } from './overrides/fields';
import { hoist } from './overrides/hoist';
import { printProgram } from './print/program';
import type { ComponentProgram, GraphProgram, Program } from './program';
import { type RecognisedGraph, recogniseGraph } from './recognise/graph';
import { machinesOf } from './recognise/hints';
import type { Machine } from './recognise/machines';
import { dnsName } from './recognise/nodes';
import { type Repair, repair } from './repairs';
import { missingSecrets, type SecretInClear, withoutSecrets } from './secrets';
import { targetOf } from './target';

/** Rules that tell that a model is on the wrong machines. */
const MACHINE_RULES: readonly string[] = [memoryFit.code, precisionSupport.code];
/** Repairs can bring up further findings, but not for ever. */
const MOST_REPAIRS = 4;

/**
 * A program that makes what manifests describe.
 *
 * It is written from what is recognised, run, compared with the manifests, and written again with what differs as overrides; what
 * rules refuse and have one answer to is answered.
 *
 * @throws InvalidValueError when two graphs have one name
 */
export async function importManifests(documents: readonly ManifestDocument[], options: ImportOptions): Promise<Import> {
  const read = documents.map((document) => withoutSecrets(asWritten(document)));
  const observation = Observation.of(read.map(({ document }) => document));
  const secrets = read.flatMap(({ found }) => found);
  const names = observation.graphs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InvalidValueError('name', twice, 'the name of one graph', 'import their files one by one');
  }
  const told = options.release ?? releaseOfImages(observation);
  // From 1.5 on the operator wants to be told the version of such images.
  const first = await new Importer(observation, secrets, options, told ?? Release.V1_4).import();
  const needed = told === undefined ? undefined : laterRelease(first.findings, told);
  if (needed !== undefined) {
    return new Importer(observation, secrets, options, needed).import();
  }
  if (told === undefined && first.findings.some(isError)) {
    const oldest = await new Importer(observation, secrets, options, Release.V1_2).import();
    return oldest.findings.filter(isError).length < first.findings.filter(isError).length ? oldest : first;
  }
  return first;
}

function isError({ severity }: Finding): boolean {
  return severity === Severity.ERROR;
}

/** The release that has a field which an older one does not know. */
function laterRelease(findings: readonly Finding[], release: Release): Release | undefined {
  const versions = findings.flatMap(({ code, message }) =>
    code === 'DYN116' ? (/release (\d+\.\d+) has it/.exec(message)?.[1] ?? []) : [],
  );
  const [latest] = versions.map((version) => Release.parse(version)).sort((a, b) => b.compareTo(a));
  return latest !== undefined && latest.compareTo(release) > 0 ? latest : undefined;
}

class Importer {
  private readonly namespace: string | undefined;

  public constructor(
    private readonly observation: Observation,
    private readonly secrets: readonly SecretInClear[],
    private readonly options: ImportOptions,
    private readonly release: Release,
  ) {
    const namespaces = new Set(observation.graphs.map(({ namespace }) => namespace));
    this.namespace = namespaces.size === 1 ? [...namespaces][0] : undefined;
  }

  public async import(): Promise<Import> {
    const recognised = await this.onFittingMachines();
    const first = this.program(recognised);
    const rendered = await this.run(first);
    let program: Program = { ...first, graphs: recognised.map((graph) => this.withOverrides(graph, rendered)) };
    const repairs: Repair[] = [];
    for (let round = 0; round < MOST_REPAIRS; round++) {
      const { findings } = await this.run(this.hoisted(program, recognised));
      const errors = findings.filter(isError);
      const repaired = program.graphs.map((graph) => repair(graph, this.ofGraph(graph, errors), this.release));
      if (repaired.every((result) => result.repairs.length === 0)) {
        break;
      }
      repairs.push(...repaired.flatMap((result) => result.repairs));
      program = { ...program, graphs: repaired.map(({ graph }) => graph) };
    }
    const settled =
      this.options.acknowledge === true
        ? await this.acknowledged(this.hoisted(program, recognised))
        : this.hoisted(program, recognised);
    return this.finish(settled, repairs);
  }

  /** Findings name the construct or the document of a graph; the only graph has all of them. */
  private ofGraph({ name }: GraphProgram, findings: readonly Finding[]): readonly Finding[] {
    return this.observation.graphs.length === 1
      ? findings
      : findings.filter(({ path }) => path.split(/[\s/:]+/).includes(name));
  }

  private run(program: Program): Promise<ProgramRun> {
    return this.options.run(printProgram(program));
  }

  /** The graphs on the first machines on which the rules see their models fit. */
  private async onFittingMachines(): Promise<readonly RecognisedGraph[]> {
    const { machine, sources } = this.options;
    const choices = this.observation.graphs.map((graph) =>
      machine === undefined ? machinesOf(graph, sources) : { machines: [machine], because: 'As asked for.' },
    );
    const most = Math.max(...choices.map(({ machines }) => machines.length));
    for (let attempt = 0; ; attempt++) {
      const recognised = this.observation.graphs.map((graph, index) => {
        const { machines = [], because = '' } = choices[index] ?? {};
        return this.recognise(graph, machines[Math.min(attempt, machines.length - 1)], because);
      });
      if (attempt === most - 1) {
        return recognised;
      }
      const { findings } = await this.run(this.program(recognised));
      if (!findings.some((finding) => isError(finding) && MACHINE_RULES.includes(finding.code))) {
        return recognised;
      }
    }
  }

  private recognise(graph: ObservedGraph, machine: Machine | undefined, because: string): RecognisedGraph {
    if (machine === undefined) {
      throw new Error('there is no machine to try');
    }
    const { observation, release } = this;
    const prefix = observation.graphs.length > 1 ? graph.name : '';
    const fixed = this.options.machine !== undefined;
    return recogniseGraph({ graph, observation, machine, because, fixed, prefix, release });
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
    const objects = others.filter((document) => !secrets.includes(document));
    return {
      name: dnsName(graphs[0]?.name ?? 'imported'),
      sources: this.options.sources,
      release: this.release,
      namespace: this.namespace,
      nodes: recognised.flatMap(({ nodes }) => nodes),
      graphs: recognised.map(({ program }) => program),
      objects: withOwnIds(objects.map((document) => objectProgram(document, this.namespace))),
      differences: [],
      remaining: [],
      notes: [
        ...recognised.flatMap(({ notes }) => notes),
        ...missingSecrets(this.secrets),
        ...secrets.map((document) => `${titleOf(document)} is not written here: make it in the cluster.`),
      ],
    };
  }

  /** The graph with everything in which what was rendered differs from what was imported. */
  private withOverrides({ program, targets, configMaps, domain }: RecognisedGraph, rendered: ProgramRun): GraphProgram {
    const observed = Observation.of(rendered.documents);
    const graph = observed.graphs.find(({ name }) => name === program.name);
    if (graph === undefined) {
      return program;
    }
    const components = program.components.map((component): ComponentProgram => {
      const target = targets.get(component.name);
      const made = graph.components.find(({ name }) => name === component.name);
      if (target === undefined || made === undefined) {
        return component;
      }
      const overrides = componentOverrides(target, targetOf(made, graph), {
        kind: kindOfComponent(component, program),
        configMap: configMaps.get(component.name),
      });
      return { ...component, overrides };
    });
    const madeDomain = observed
      .ofKind('ComputeDomain')
      .find(({ value }) => isJsonObject(value['metadata']) && value['metadata']['name'] === domain?.name);
    const domainFields =
      domain === undefined || madeDomain === undefined ? {} : changedFields(madeDomain.value['spec'], domain.spec);
    const framework = this.observation.graphs.find(({ name }) => name === program.name)?.backendFramework;
    const named =
      framework === undefined || framework === graph.backendFramework ? {} : { backendFramework: framework };
    return {
      ...program,
      components,
      order: graph.components.map(({ name }) => name),
      fields: { ...program.fields, ...named },
      domainFields,
    };
  }

  private async acknowledged(program: Program): Promise<Program> {
    const { findings } = await this.run(program);
    const graphs = program.graphs.map((graph) => {
      const errors = this.ofGraph(graph, findings.filter(isError));
      return {
        ...graph,
        acknowledged: Object.fromEntries(errors.map(({ code, message }) => [code, `as imported: ${message}`])),
      };
    });
    return { ...program, graphs };
  }

  private hoisted(program: Program, recognised: readonly RecognisedGraph[]): Program {
    const graphs = program.graphs.map((graph, index) => hoist(graph, recognised[index]?.targets ?? new Map()));
    return { ...program, graphs };
  }

  private async finish(program: Program, repairs: readonly Repair[]): Promise<Import> {
    const run = await this.run(program);
    const differences = [
      ...differencesOf(compareGraphs(this.observation, Observation.of(run.documents)), repairs),
      ...this.secrets.map(({ object, variable }) => ({
        place: `${object}: env.${variable}`,
        reason: 'DYN102: no secret stands in a program',
      })),
    ];
    const told: Program = {
      ...program,
      differences: differences.map(({ place, reason }) => `${place}: ${reason}`),
      remaining: run.findings.filter(isError).map(({ code, message, fix }) => `${code}: ${message}. Fix: ${fix}`),
    };
    return {
      source: printProgram(told),
      name: program.name,
      differences,
      findings: run.findings,
      notes: program.notes,
    };
  }
}

function kindOfComponent({ construct }: ComponentProgram, { engine }: GraphProgram): string {
  switch (construct) {
    case 'Frontend':
      return 'frontend';
    case 'EndpointPicker':
      return 'picker';
    default:
      return engine instanceof Snippet ? (/^Engine\.(\w+)/.exec(engine.text)?.[1] ?? '') : '';
  }
}
