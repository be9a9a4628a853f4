import { Yaml } from 'cdk8s';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { CATALOG, instantiate } from '../../blueprints';
import { TREACHEROUS } from './treacherous';

const outputs = CATALOG.map((blueprint) => [blueprint.name, instantiate(blueprint).chart.toJson()] as const);

describe('a YAML 1.1 reader reads back what was meant', () => {
  test.each(outputs)('%s', (_name, documents) => {
    const read = parseAllDocuments(Yaml.stringify(...documents), { version: '1.1' }).map((document) => document.toJS());
    expect(read).toEqual(documents);
  });

  test.each(outputs)('%s: engine configuration files', (_name, documents) => {
    const files = documents
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap(({ data }) => Object.values(data).map(String));
    for (const file of files) {
      expect(parse(stringify(parse(file, { version: '1.1' }), { version: '1.1' }), { version: '1.1' })).toEqual(
        parse(file, { version: '1.1' }),
      );
    }
  });

  test('treacherous texts keep their type wherever they stand', () => {
    const document = {
      env: TREACHEROUS.map((value) => ({ name: 'N', value })),
      map: Object.fromEntries(TREACHEROUS.map((key) => [key, key])),
    };
    expect(parse(Yaml.stringify(document), { version: '1.1' })).toEqual(document);
  });
});
