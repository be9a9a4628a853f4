import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import { at, namespaceOf, type Observation, type ObservedComponent, text } from '../observed';
import type { Rule, Violation } from './rule';
import { isTrue, setting } from './workers';

export const loraModels: Rule = {
  code: 'DYN058',
  title: 'a LoRA adapter has a source, and workers that load it',
  severity: Severity.ERROR,
  rationale:
    'The operator finds the workers of a DynamoModel by the modelRef of their component and asks each to load the adapter from its source. Without a source admission refuses the model; without such a component nobody is asked; and an engine that was not started for adapters answers with an error, so that the model never becomes ready.',
  fix: 'state source.uri, and give the component of the base model a modelRef and --enable-lora',
  source: 'ai-dynamo/dynamo docs/kubernetes/deployment/dynamomodel-guide.md, docs/features/lora/README.md',
  *checkDocuments(observation, { complete }) {
    for (const document of observation.ofKind('DynamoModel')) {
      const type = text(at(document.value, 'spec', 'modelType')) ?? 'base';
      if (type === 'lora') {
        yield* checkSource(document);
      }
      if (type !== 'base') {
        yield* checkWorkers(document, observation, complete);
      }
    }
  },
};

function* checkSource(document: ManifestDocument): Generator<Violation> {
  const uri = text(at(document.value, 'spec', 'source', 'uri'));
  if (uri === undefined || !/^(?:s3:\/\/[^/]+\/.+|hf:\/\/[^/]+\/.+)$/.test(uri)) {
    yield {
      path: documentPath(document, 'spec.source.uri'),
      message: `the source of a LoRA adapter is ${uri === undefined ? 'missing' : `'${uri}'`}, allowed are s3://bucket/path and hf://organisation/model@revision`,
      fix: 'set spec.source.uri to where the adapter lies',
    };
  }
}

function* checkWorkers(document: ManifestDocument, { graphs }: Observation, complete: boolean): Generator<Violation> {
  const base = text(at(document.value, 'spec', 'baseModelName')) ?? '';
  const neighbours = graphs.filter(({ namespace }) => namespace === namespaceOf(document));
  const components = neighbours.flatMap((graph) => graph.components);
  const serving = components.filter(({ written }) => text(at(written['modelRef'], 'name')) === base);
  if (serving.length === 0 && (complete || neighbours.length > 0)) {
    const known = components.flatMap(({ written }) => text(at(written['modelRef'], 'name')) ?? []);
    yield {
      path: documentPath(document, 'spec.baseModelName'),
      message: `no component has the modelRef '${base}'${known.length === 0 ? '' : `, only ${[...new Set(known)].map((name) => `'${name}'`).join(', ')}`}: nobody loads the adapter`,
      fix: `set modelRef.name of the component that serves the base model to '${base}'`,
    };
  }
  for (const component of serving.filter((each) => each.engine !== undefined && !takesAdapters(each))) {
    yield {
      path: component.path,
      message: `'${component.name}' is to load an adapter, but is not started with --enable-lora`,
      fix: 'add --enable-lora and --max-lora-rank to its args, and set DYN_LORA_ENABLED to true',
    };
  }
}

function takesAdapters(component: ObservedComponent): boolean {
  const flag = setting(component, ['--enable-lora']);
  return (flag !== undefined && flag.value !== 'false') || isTrue(component.env.get('DYN_LORA_ENABLED')?.value);
}
