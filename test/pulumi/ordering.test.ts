import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { inOrder } from '../../stacks/pulumi/ordering';
import { resourceType } from '../../stacks/pulumi/resource-type';

const names = (ordered: ReturnType<typeof inOrder>) => ordered.map(({ object }) => object.node.id);

function configMap(chart: Chart, id: string): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
}

function pod(chart: Chart, id: string, spec: object): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id }, spec });
}

const object = (chart: Chart, kind: string, name: string, more: object = {}) =>
  new ApiObject(chart, `${kind}-${name}`, { apiVersion: 'v1', kind, metadata: { name }, ...more });

describe('order of objects', () => {
  it('follows dependencies between charts for every object in them', () => {
    const app = new App();
    const late = new Chart(app, 'late');
    const early = new Chart(app, 'early');
    const [a, b] = [configMap(late, 'a'), configMap(late, 'b')];
    const [c, d] = [configMap(early, 'c'), configMap(early, 'd')];
    late.addDependency(early);
    const ordered = inOrder(app);
    expect(names(ordered)).toEqual(['c', 'd', 'a', 'b']);
    for (const entry of ordered.filter(({ object: one }) => one === a || one === b)) {
      expect(entry.after).toEqual([c, d]);
    }
  });

  it.each([
    ['a claim', 'PersistentVolumeClaim', { volumes: [{ persistentVolumeClaim: { claimName: 'x' } }] }],
    ['a ConfigMap as a volume', 'ConfigMap', { volumes: [{ configMap: { name: 'x' } }] }],
    [
      'a Secret in the environment',
      'Secret',
      { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'x' } } }] }] },
    ],
    ['a Secret as a volume', 'Secret', { volumes: [{ secret: { secretName: 'x' } }] }],
    ['a projected Secret', 'Secret', { volumes: [{ projected: { sources: [{ secret: { name: 'x' } }] } }] }],
    ['a pull secret', 'Secret', { imagePullSecrets: [{ name: 'x' }] }],
    ['an account', 'ServiceAccount', { serviceAccountName: 'x' }],
    ['a priority class', 'PriorityClass', { priorityClassName: 'x' }],
    ['a claim template', 'ResourceClaimTemplate', { resourceClaims: [{ resourceClaimTemplateName: 'x' }] }],
  ])('puts %s before the pod that names it', (_, kind, spec) => {
    const chart = new Chart(new App(), 'c');
    const first = pod(chart, 'pod', spec);
    const named = object(chart, kind, 'x');
    object(chart, kind, 'another');
    const ordered = inOrder(chart);
    expect(ordered.find((entry) => entry.object === first)?.after).toEqual([named]);
    expect(ordered.findIndex((entry) => entry.object === named)).toBeLessThan(
      ordered.findIndex((entry) => entry.object === first),
    );
  });

  it('puts a definition before objects of its kind, and a role before its binding', () => {
    const chart = new Chart(new App(), 'c');
    const graph = new ApiObject(chart, 'graph', {
      apiVersion: 'nvidia.com/v1',
      kind: 'Graph',
      metadata: { name: 'g' },
    });
    const definition = object(chart, 'CustomResourceDefinition', 'graphs.nvidia.com', {
      spec: { group: 'nvidia.com', names: { kind: 'Graph' } },
    });
    const binding = object(chart, 'RoleBinding', 'b', {
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [{ kind: 'ServiceAccount', name: 's' }],
    });
    const [role, account] = [object(chart, 'Role', 'r'), object(chart, 'ServiceAccount', 's')];
    const ordered = inOrder(chart);
    expect(ordered.find((entry) => entry.object === graph)?.after).toEqual([definition]);
    expect(ordered.find((entry) => entry.object === binding)?.after).toEqual([role, account]);
  });

  it('does not take an object of another namespace for the one that is named', () => {
    const chart = new Chart(new App(), 'c');
    const first = pod(chart, 'pod', { serviceAccountName: 'x' });
    object(chart, 'ServiceAccount', 'x', { metadata: { name: 'x', namespace: 'other' } });
    expect(inOrder(chart).find((entry) => entry.object === first)?.after).toEqual([]);
  });

  it('lets the tree decide where two objects name each other', () => {
    const chart = new Chart(new App(), 'c');
    const claim = object(chart, 'PersistentVolumeClaim', 'x', { spec: { serviceAccountName: 's' } });
    const account = object(chart, 'ServiceAccount', 's', { claimName: 'x' });
    account.addDependency(claim);
    expect(inOrder(chart).map(({ object: one }) => one)).toEqual([claim, account]);
  });

  it('names the objects of a circle', () => {
    const chart = new Chart(new App(), 'c');
    const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
    a.addDependency(b);
    b.addDependency(a);
    const circle = expect.objectContaining({
      message: expect.stringContaining('dependencies make a circle: c/a, c/b, c/a'),
      // Pulumi prints such an error without a stack trace.
      __pulumiRunError: true,
    });
    expect(() => inOrder(chart)).toThrow(circle);
  });

  it('holds every dependency of any tree', () => {
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 40 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const chart = new Chart(new App(), 'c');
        const all = Array.from({ length: 20 }, (_, index) => configMap(chart, `m${index}`));
        // From a later to an earlier one, so that there is no circle; the names are in the other order.
        for (const [x, y] of pairs.filter(([one, other]) => one !== other)) {
          all[Math.min(x, y)]?.addDependency(...[all[Math.max(x, y)]].flatMap((one) => one ?? []));
        }
        const place = new Map(inOrder(chart).map((entry, index) => [entry.object, index]));
        expect(place.size).toBe(20);
        for (const [x, y] of pairs.filter(([one, other]) => one !== other)) {
          const [early, late] = [all[Math.max(x, y)], all[Math.min(x, y)]];
          expect(early && late && (place.get(early) ?? 0) < (place.get(late) ?? 0)).toBe(true);
        }
      }),
    );
  });
});

describe('type of a resource', () => {
  it.each([
    ['v1', 'ConfigMap', 'kubernetes:core/v1:ConfigMap'],
    ['batch/v1', 'Job', 'kubernetes:batch/v1:Job'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'kubernetes:rbac.authorization.k8s.io/v1:Role'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'kubernetes:networking.k8s.io/v1:NetworkPolicy'],
    ['scheduling.run.ai/v2', 'Queue', 'kubernetes:scheduling.run.ai/v2:Queue'],
    ['nvidia.com/v1beta1', 'DynamoGraphDeployment', 'kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment'],
  ])('of %s %s is that of the SDK', (apiVersion, kind, type) => {
    expect(resourceType(apiVersion, kind)).toBe(type);
  });
});
