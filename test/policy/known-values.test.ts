import { unknownCheckingProxy } from '@pulumi/policy';
import fc from 'fast-check';
import { knownValues } from '../../stacks/policy/known-values';
import { UNKNOWN } from './support';

/** As they come out of a message of the engine. */
const PLAIN = { noNullPrototype: true };

describe('values of a resource', () => {
  it('come through as they are, but for those that only an update will know', () => {
    const values = fc.dictionary(
      fc.string(),
      fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json))),
    );
    fc.assert(
      fc.property(values, (props) => {
        expect(knownValues(unknownCheckingProxy(props))).toEqual(props);
      }),
    );
  });

  it('never have a trace of an unknown one, and reading them never throws', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.constant(UNKNOWN),
        fc.boolean(),
        fc.dictionary(fc.string(), tie('tree'), PLAIN),
        fc.array(tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tree, PLAIN), (props) => {
        expect(JSON.stringify(knownValues(unknownCheckingProxy(props)))).not.toContain(UNKNOWN);
      }),
    );
  });

  it('are what is assumed where they are not known: by parent and field, by field, by list', () => {
    const props = { type: UNKNOWN, profile: { type: UNKNOWN }, drop: [UNKNOWN, 'A'], other: [UNKNOWN] };
    expect(knownValues(unknownCheckingProxy(props), { type: 1, 'profile.type': 2, 'drop[]': 'B' })).toEqual({
      type: 1,
      profile: { type: 2 },
      drop: ['B', 'A'],
      other: [],
    });
  });

  it('are told by another copy of the package, too; other errors are not', () => {
    const failing = (error: Error) => ({
      get it(): unknown {
        throw error;
      },
    });
    class UnknownValueError extends Error {}
    expect(knownValues(failing(new UnknownValueError()), { it: 1 })).toEqual({ it: 1 });
    expect(() => knownValues(failing(new RangeError('too deep')))).toThrow('too deep');
  });
});
