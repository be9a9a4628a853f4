import { Call, type Code, given, isCodeObject, Snippet } from '../code';
import type { ComponentProgram, GraphProgram, ObjectProgram, Program } from '../program';
import { variableName } from '../recognise/nodes';
import { LINE_WIDTH, printText } from './literal';
import { Source } from './source';

/** Names that come from cdk8s; all others come from `stator`. */
const OF_CDK8S: readonly string[] = ['ApiObject', 'Chart', 'JsonPatch', 'Size'];
const TYPE = 'type ';

/** The program as TypeScript, formatted as this project formats its own. */
export function printProgram(program: Program): string {
  const body = new Source();
  for (const { variable, code, comment } of program.nodes) {
    body.comment(comment);
    body.statement(`const ${variable} = `, code);
    body.line();
  }
  const several = program.graphs.length > 1;
  for (const graph of several ? program.graphs : []) {
    printFunction(graph, body);
  }
  printBlueprint(program, body);
  const head = new Source();
  printHead(program, head);
  printImports([...body.imports, 'defineBlueprint'], head);
  head.line();
  return `${head.text}${body.text}`;
}

function printHead({ sources, differences, remaining, notes }: Program, head: Source): void {
  const part = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, '', ...items.map((item) => `- ${item}`)];
  head.docComment([
    `Imported by \`stator import\` from ${sources.join(', ')}.`,
    ...part('What Stator writes otherwise than it stood there, and why:', differences),
    ...part("What 'stator synth' refuses until it is mended here:", remaining),
    ...part('To know:', notes),
  ]);
}

function printImports(names: readonly string[], head: Source): void {
  const unique = [...new Set(names)].sort(byName);
  // A name that is used as a value needs no import of its type.
  const needed = unique.filter((name) => !(name.startsWith(TYPE) && unique.includes(bare(name))));
  for (const module of ['cdk8s', 'stator', 'stator/blueprints']) {
    const specifiers = needed.filter((name) => moduleOf(bare(name)) === module);
    if (specifiers.length > 0) {
      head.line(importLine(module, specifiers));
    }
  }
}

function moduleOf(name: string): string {
  return OF_CDK8S.includes(name) ? 'cdk8s' : name === 'defineBlueprint' ? 'stator/blueprints' : 'stator';
}

function bare(name: string): string {
  return name.startsWith(TYPE) ? name.slice(TYPE.length) : name;
}

function importLine(module: string, specifiers: readonly string[]): string {
  const line = `import { ${specifiers.join(', ')} } from '${module}';`;
  return line.length <= LINE_WIDTH
    ? line
    : `import {\n${specifiers.map((name) => `  ${name},`).join('\n')}\n} from '${module}';`;
}

/** As the formatter sorts them: without regard to case, capitals first where that is all that differs. */
function byName(one: string, other: string): number {
  const [a, b] = [bare(one), bare(other)];
  const [lower, otherLower] = [a.toLowerCase(), b.toLowerCase()];
  return lower === otherLower ? (a < b ? -1 : 1) : lower < otherLower ? -1 : 1;
}

function printBlueprint(program: Program, body: Source): void {
  const { graphs, name, sources, release, namespace, objects } = program;
  const several = graphs.length > 1;
  body.use('Release');
  body.line('export default defineBlueprint({');
  body.indented(() => {
    body.entry('name', name);
    body.entry('summary', `Imported from ${sources.join(', ')}`);
    body.entry(
      'description',
      `${graphs.map((graph) => graph.name).join(', ')}, as imported from ${sources.join(', ')}`,
    );
    body.line(`release: Release.V${release.version.replace('.', '_')},`);
    if (namespace !== undefined) {
      body.entry('namespace', namespace);
    }
    body.line('parameters: {},');
    body.line('build(chart, _parameters, release) {');
    body.indented(() => {
      for (const object of objects) {
        printObject(object, body);
      }
      if (several) {
        const [first, ...others] = graphs;
        body.line(`const graph = ${functionName(first)}(${scopeOf(first, namespace, body)}, release);`);
        for (const other of others) {
          body.line(`${functionName(other)}(${scopeOf(other, namespace, body)}, release);`);
        }
      } else {
        for (const graph of graphs) {
          printGraph(graph, 'graph', body);
        }
      }
      body.line('return graph;');
    });
    body.line('},');
  });
  body.line('});');
}

function functionName(graph: GraphProgram | undefined): string {
  return variableName(`build-${graph?.name ?? ''}`);
}

/** A graph of another namespace stands in a chart of its own. */
function scopeOf(graph: GraphProgram | undefined, usual: string | undefined, body: Source): string {
  const { name = '', namespace } = graph ?? {};
  if (namespace === usual || namespace === undefined) {
    return 'chart';
  }
  body.use('Chart');
  return `new Chart(chart, ${printText(`${name}-chart`)}, { namespace: ${printText(namespace)}, disableResourceNameHashes: true })`;
}

function printFunction(graph: GraphProgram, body: Source): void {
  body.use('type Chart', 'type Release', 'InferenceGraph');
  body.line(`function ${functionName(graph)}(chart: Chart, release: Release): InferenceGraph {`);
  body.indented(() => {
    printGraph(graph, graph.name, body);
    body.line('return graph;');
  });
  body.line('}');
  body.line();
}

function printObject({ id, construct, props, withoutNamespace }: ObjectProgram, body: Source): void {
  const made = new Call(`new ${construct}`, [new Snippet('chart'), id, props], [construct]);
  if (!withoutNamespace) {
    body.statement('', made);
    return;
  }
  const variable = variableName(id);
  body.statement(`const ${variable} = `, made);
  body.comment('It stands in no namespace, or in that of kubectl.');
  body.statement('', new Call(`${variable}.addJsonPatch`, [removal('/metadata/namespace')], []));
}

function printGraph(graph: GraphProgram, id: string, body: Source): void {
  for (const comment of graph.comments) {
    body.comment(comment);
  }
  body.comment('null leaves out what Stator would add and the manifests do not have. Take such a line away to get it.');
  body.use('InferenceGraph');
  const { labels, annotations } = graph;
  const props = given({
    ...(id === graph.name ? {} : { name: graph.name }),
    model: graph.model,
    engine: graph.engine,
    release: new Snippet('release'),
    ...graph.props,
    env: graph.env,
    podTemplate: graph.podTemplate,
    labels: { ...labels },
    annotations: { ...annotations },
  });
  printNew('const graph = ', 'InferenceGraph', 'chart', id, props, body);
  for (const component of graph.components) {
    printComponent(component, body);
  }
  printPatches(graph, body);
  for (const [code, reason] of Object.entries(graph.acknowledged)) {
    body.statement('', new Call('graph.acknowledge', [code, reason], []));
  }
}

function printComponent({ construct, name, props, overrides, comments }: ComponentProgram, body: Source): void {
  body.use(construct);
  for (const comment of comments) {
    body.comment(comment);
  }
  const settings = construct === 'Frontend' ? 'flags' : 'engineConfig';
  const all = given({
    ...props,
    [settings]: overrides.settings,
    extraEnv: overrides.env,
    podTemplate: overrides.podTemplate,
  });
  printNew('', construct, 'graph', name, all, body);
}

function printNew(start: string, construct: string, scope: string, id: string, props: Code, body: Source): void {
  const empty = isCodeObject(props) && Object.keys(props).length === 0;
  body.statement(start, new Call(`new ${construct}`, [new Snippet(scope), id, ...(empty ? [] : [props])], [construct]));
}

/** What no prop says: fields of components and of the graph, and whole components. */
function printPatches({ components, order, fields, raw, domainFields }: GraphProgram, body: Source): void {
  const ofComponents = components.flatMap(({ name, overrides }) =>
    Object.entries(overrides.fields).map(([key, value]) =>
      patch(`/spec/components/${order.indexOf(name)}/${key}`, value),
    ),
  );
  const patches = [
    ...ofComponents,
    ...raw.map((component) => patch('/spec/components/-', component)),
    ...Object.entries(fields).map(([key, value]) => patch(`/spec/${key}`, value)),
  ];
  const ofDomain = Object.entries(domainFields).map(([path, value]) => patch(path, value));
  if (patches.length + ofDomain.length > 0) {
    body.comment('What no construct says.');
  }
  for (const code of patches) {
    body.statement('', new Call('graph.deployment.addJsonPatch', [code], []));
  }
  for (const code of ofDomain) {
    body.statement('', new Call('graph.computeDomain?.addJsonPatch', [code], []));
  }
}

function patch(path: string, value: Code): Code {
  return value === null ? removal(path) : new Call('JsonPatch.add', [path, value], ['JsonPatch']);
}

function removal(path: string): Code {
  return new Call('JsonPatch.remove', [path], ['JsonPatch']);
}
