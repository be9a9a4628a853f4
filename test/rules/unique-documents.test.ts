import { uniqueDocuments } from '../../constructs/rules/unique-documents';
import { beta, documents, FRONTEND, object } from './graph-text';
import { violations } from './support';

const config = (content: string, namespace?: string) =>
  object('ConfigMap', 'llm-config', { data: { 'config.yaml': content } }, namespace);

describe('DYN042 unique documents', () => {
  test('other content under the same name is an error', () => {
    expect(violations(uniqueDocuments, documents(config('a: 1'), config('a: 2')))).toEqual([
      {
        path: 'test.yaml#1 ConfigMap/llm-config',
        severity: 'error',
        message:
          "ConfigMap 'llm-config' stands in test.yaml#0 too, with other content; the one that is applied last wins",
      },
    ]);
  });

  test('the same content, in whatever order, is a warning', () => {
    const twice = documents(
      '{apiVersion: v1, kind: A, metadata: {name: x}, b: {c: 1, d: 2}}',
      '{metadata: {name: x}, kind: A, apiVersion: v1, b: {d: 2, c: 1}}',
    );
    expect(violations(uniqueDocuments, twice)[0]).toMatchObject({
      severity: 'warning',
      message: "A 'x' stands in test.yaml#0 too, with the same content",
      fix: 'keep one of them',
    });
  });

  test('the order of a list is content', () => {
    const list = (order: string) => `{apiVersion: v1, kind: A, metadata: {name: x}, items2: ${order}}`;
    expect(violations(uniqueDocuments, documents(list('[1, 2]'), list('[2, 1]')))[0]?.severity).toBe('error');
  });

  test('graphs count too, in either version, and each repetition is told', () => {
    const yaml = documents(beta([FRONTEND]), beta([]), beta([FRONTEND]).replace('v1beta1', 'v1alpha1'));
    const found = violations(uniqueDocuments, yaml);
    expect(found.map(({ path }) => path)).toEqual([
      'test.yaml#1 DynamoGraphDeployment/r1',
      'test.yaml#2 DynamoGraphDeployment/r1',
    ]);
  });

  test('another kind, group, name or namespace is another object', () => {
    const yaml = documents(
      config('a: 1', 'one'),
      config('a: 2', 'two'),
      config('a: 3'),
      object('Secret', 'llm-config'),
      '{apiVersion: example.com/v1, kind: ConfigMap, metadata: {name: llm-config}}',
    );
    expect(violations(uniqueDocuments, yaml)).toEqual([]);
  });

  test('the namespace is told', () => {
    expect(violations(uniqueDocuments, documents(config('a: 1', 'one'), config('a: 2', 'one')))[0]?.message).toContain(
      "ConfigMap 'llm-config' in namespace 'one' stands in",
    );
  });

  test('generated names never meet', () => {
    const job = '{apiVersion: batch/v1, kind: Job, metadata: {generateName: download-}}';
    expect(violations(uniqueDocuments, documents(job, job))).toEqual([]);
  });
});
