import { type Code, given, isCodeObject, Snippet } from '../code';
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
    body.line(`const ${variable} = ${body.code(code, `const ${variable} = `.length)};`);
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
        body.line(`const graph = ${functionName(first)}(chart, release);`);
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
function scopeOf({ name, namespace }: GraphProgram, usual: string | undefined, body: Source): string {
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
  body.use(construct);
  const made = `new ${construct}(chart, ${printText(id)}, `;
  if (!withoutNamespace) {
    body.line(`${made}${body.code(props, made.length, 2)});`);
    return;
  }
  body.use('JsonPatch');
  body.line(`${made}${body.code(props, made.length, 2)}).addJsonPatch(JsonPatch.remove('/metadata/namespace'));`);
}

function printGraph(graph: GraphProgram, id: string, body: Source): void {
  for (const comment of graph.comments) {
    body.comment(comment);
  }
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
  const call = `${start}new ${construct}(${scope}, ${printText(id)}`;
  if (isCodeObject(props) && Object.keys(props).length === 0) {
    body.line(`${call});`);
    return;
  }
  body.line(`${call}, ${body.code(props, call.length + 2, 2)});`);
}

/** What no prop says: fields of components and of the graph, and whole components. */
function printPatches({ components, order, fields, raw, domainFields }: GraphProgram, body: Source): void {
  const patches: string[] = [];
  const add = (path: string, value: Code) =>
    patches.push(value === null ? `JsonPatch.remove(${printText(path)})` : patchText(path, value, body));
  for (const { name, overrides } of components) {
    for (const [key, value] of Object.entries(overrides.fields)) {
      add(`/spec/components/${order.indexOf(name)}/${key}`, value);
    }
  }
  for (const component of raw) {
    add('/spec/components/-', component);
  }
  for (const [key, value] of Object.entries(fields)) {
    add(`/spec/${key}`, value);
  }
  const domain = Object.entries(domainFields);
  if (patches.length + domain.length === 0) {
    return;
  }
  body.use('JsonPatch');
  body.comment('What no construct says.');
  for (const patch of patches) {
    body.line(`graph.deployment.addJsonPatch(${patch});`);
  }
  for (const [path, value] of domain) {
    const text =
      value === null
        ? `JsonPatch.remove(${printText(path)})`
        : `JsonPatch.add(${printText(path)}, ${body.code(value, 0)})`;
    body.line(`graph.computeDomain?.addJsonPatch(${text});`);
  }
}

function patchText(path: string, value: Code, body: Source): string {
  const start = `JsonPatch.add(${printText(path)}, `;
  const column = 'graph.deployment.addJsonPatch('.length + start.length;
  return `${start}${body.code(value, column, 3)})`;
}
