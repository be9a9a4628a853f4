import { plannerAccount } from '../../constructs/rules/planner-account';
import { findings } from './findings';
import { graph } from './planner-parts';

describe('DYN152 the account of a planner', () => {
  const check = (pod: object) => findings(plannerAccount, graph({}, {}, { pod }));

  test('another one is a warning, none of its rights an error', () => {
    expect(check({ serviceAccountName: 'default' })).toEqual([
      expect.objectContaining({
        code: 'DYN152',
        severity: 'warning',
        message: "planner 'planner' runs as 'default', which has no rights to scale unless they are bound elsewhere",
      }),
    ]);
    expect(check({ automountServiceAccountToken: false })).toEqual([expect.objectContaining({ severity: 'error' })]);
  });

  test("the operator's own passes, written or not", () => {
    expect(check({ serviceAccountName: 'planner-serviceaccount' })).toEqual([]);
    expect(check({})).toEqual([]);
  });
});
