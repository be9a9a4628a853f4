import { referencedObjects } from '../../constructs/rules/referenced-objects';
import { alpha, beta, documents, FRONTEND, object, type Part, worker } from './graph-text';
import { violations } from './support';

const mounting = (configMap: string, file = 'decode.yaml'): Part =>
  worker('dynamo.trtllm', ['--extra-engine-args', `/config/${file}`], {
    pod: { volumes: [{ name: 'engine', configMap: { name: configMap } }] },
    main: { volumeMounts: [{ name: 'engine', mountPath: '/config' }] },
  });
const config = (name: string) => object('ConfigMap', name, { data: { 'decode.yaml': '{}' } });
const complete = (yaml: string) => violations(referencedObjects, yaml, { complete: true });
const incomplete = (yaml: string) => violations(referencedObjects, yaml);

describe('DYN043 referenced objects', () => {
  describe('ConfigMaps', () => {
    test.each([beta, alpha])('one that exists passes', (text) => {
      const yaml = documents(config('engine'), text([mounting('engine')]));
      expect(complete(yaml)).toEqual([]);
      expect(incomplete(yaml)).toEqual([]);
    });

    test('one that is missing is an error where nothing else can make it', () => {
      expect(complete(beta([mounting('engine')]))).toEqual([
        {
          path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode].podTemplate.spec.volumes[engine].configMap',
          severity: 'error',
          message: "ConfigMap 'engine' is not among the documents",
        },
      ]);
    });

    test('in files it is only suspicious where other ConfigMaps stand in the same file', () => {
      expect(incomplete(alpha([mounting('engine')]))).toEqual([]);
      expect(incomplete(documents(config('engines'), alpha([mounting('engine')])))).toEqual([
        {
          path: 'test.yaml#1 DynamoGraphDeployment/r1: spec.services.decode.extraPodSpec.volumes[engine].configMap',
          severity: 'warning',
          message: "ConfigMap 'engine' is not among the documents, though other ConfigMaps of this file are",
          fix: "did you mean 'engines'? Otherwise add 'engine'",
        },
      ]);
    });

    test('environment and projected volumes refer to them too; optional ones may be missing', () => {
      const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'one', key: 'a' } } }];
      const envFrom = [{ configMapRef: { name: 'two' } }, { configMapRef: { name: 'three', optional: true } }];
      const sources = [{ configMap: { name: 'four' } }, { configMap: { name: 'kube-root-ca.crt' } }];
      const pod = { volumes: [{ name: 'p', projected: { sources } }] };
      const found = complete(beta([{ ...FRONTEND, main: { env, envFrom }, pod }]));
      expect(found.map(({ message }) => message)).toEqual([
        "ConfigMap 'one' is not among the documents",
        "ConfigMap 'two' is not among the documents",
        "ConfigMap 'four' is not among the documents",
      ]);
    });

    test('many places of one missing ConfigMap are one finding', () => {
      expect(complete(beta([mounting('engine'), { ...mounting('engine'), name: 'second' }]))).toHaveLength(1);
    });

    test('a namespace of its own keeps it apart, none fits any', () => {
      const graph = (namespace: string) =>
        beta([mounting('engine')]).replace('"name":"r1"', `"name":"r1","namespace":"${namespace}"`);
      const elsewhere = object('ConfigMap', 'engine', { data: { 'decode.yaml': '{}' } }, 'b');
      expect(complete(documents(elsewhere, graph('a')))).toHaveLength(1);
      expect(complete(documents(elsewhere, graph('b')))).toEqual([]);
      expect(complete(documents(config('engine'), graph('a')))).toEqual([]);
    });
  });

  describe('keys', () => {
    test('the file that the engine reads must be in the ConfigMap', () => {
      expect(incomplete(documents(config('engine'), beta([mounting('engine', 'decoder.yaml')])))).toEqual([
        {
          path: 'test.yaml#1 DynamoGraphDeployment/r1: spec.components[decode]',
          message: "the engine of 'decode' reads 'decoder.yaml', which is no key of ConfigMap 'engine' (decode.yaml)",
          fix: "did you mean 'decode.yaml'? Otherwise add 'decoder.yaml'",
        },
      ]);
    });

    test('keys that the mount renames are not judged', () => {
      const items = [{ key: 'decode.yaml', path: 'engine.yaml' }];
      const part = mounting('engine', 'engine.yaml');
      const renamed = { ...part, pod: { volumes: [{ name: 'engine', configMap: { name: 'engine', items } }] } };
      expect(incomplete(documents(config('engine'), beta([renamed])))).toEqual([]);
    });

    test('a variable needs its key', () => {
      const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'engine', key: 'size' } } }];
      const [violation] = incomplete(documents(config('engine'), beta([{ ...FRONTEND, main: { env } }])));
      expect(violation?.message).toBe("ConfigMap 'engine' has no key 'size'");
      expect(violation?.path).toContain('env[A].valueFrom.configMapKeyRef');
    });
  });

  describe('claim templates', () => {
    const claiming = (template: string): Part => ({
      ...FRONTEND,
      name: 'decode',
      pod: { resourceClaims: [{ name: 'channel', resourceClaimTemplateName: template }] },
    });

    test('a ComputeDomain or a ResourceClaimTemplate makes them', () => {
      const spec = { channel: { resourceClaimTemplate: { name: 'r1-channel' } } };
      expect(complete(documents(object('ComputeDomain', 'r1', { spec }), beta([claiming('r1-channel')])))).toEqual([]);
      expect(complete(documents(object('ResourceClaimTemplate', 'gpus'), alpha([claiming('gpus')])))).toEqual([]);
    });

    test('a template that nobody makes is an error in an app, and unknown in files', () => {
      const spec = { channel: { resourceClaimTemplate: { name: 'r1-channel' } } };
      const yaml = documents(object('ComputeDomain', 'r1', { spec }), beta([claiming('r1-chanel')]));
      expect(incomplete(yaml)).toEqual([]);
      expect(complete(yaml)).toEqual([
        {
          path: 'test.yaml#1 DynamoGraphDeployment/r1: spec.components[decode]',
          message:
            "'decode' claims devices by the template 'r1-chanel', which no ComputeDomain and no ResourceClaimTemplate makes",
          fix: "did you mean 'r1-channel'? Otherwise add 'r1-chanel'",
        },
      ]);
    });

    test('a placeholder is another rule', () => {
      expect(complete(beta([claiming('your-compute-domain-channel')]))).toEqual([]);
    });
  });

  describe('claims', () => {
    const volumes = [{ name: 'cache', persistentVolumeClaim: { claimName: 'model-cache' } }];

    test('one that an app does not make is a warning, once', () => {
      const parts = ['a', 'b'].map((name) => ({ name, type: 'worker', pod: { volumes } }));
      expect(incomplete(beta(parts))).toEqual([]);
      expect(complete(beta(parts))).toEqual([
        {
          path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[a]',
          severity: 'warning',
          message: "PersistentVolumeClaim 'model-cache' is not in this app and has to exist before the graph",
          fix: "make sure that 'model-cache' exists, or make it in the app (ModelCache)",
        },
      ]);
      expect(complete(documents(object('PersistentVolumeClaim', 'model-cache'), beta(parts)))).toEqual([]);
    });

    test('the compilation cache is a claim too', () => {
      const fields = { compilationCache: { pvcName: 'compile-cache' } };
      expect(complete(beta([{ ...FRONTEND, fields }]))[0]?.message).toContain("'compile-cache' is not in this app");
    });

    test('a v1alpha1 graph may make its claims itself', () => {
      const part = { ...FRONTEND, fields: { volumeMounts: [{ name: 'model-cache', mountPoint: '/m' }] } };
      const pvcs = (create: boolean) => ({ spec: { pvcs: [{ name: 'model-cache', create }] } });
      expect(complete(alpha([part], pvcs(true)))).toEqual([]);
      expect(complete(alpha([part], pvcs(false)))).toHaveLength(1);
    });
  });

  test('secrets are always made elsewhere', () => {
    expect(complete(alpha([{ ...FRONTEND, fields: { envFromSecret: 'hf-token-secret' } }]))).toEqual([]);
  });
});
