import type { EngineEvent, OpType, StepEventMetadata } from '@pulumi/pulumi/automation';
import pc from 'picocolors';
import { type Change, changeOf } from '../../../cli/deployment/events';
import { Reporter } from '../../../cli/deployment/reporter';

// Only ES modules can load it, and without a terminal nobody does.
jest.mock('log-update', () => ({}));

const CLAIM = 'urn:pulumi:x::stator::kubernetes:core/v1:PersistentVolumeClaim::r1/cache/claim';

function step(op: OpType): StepEventMetadata {
  const inputs = { metadata: { name: 'weights' } };
  const state = { type: '', urn: CLAIM, id: '', parent: '', inputs, outputs: {}, provider: '' };
  return {
    ...{ op, urn: CLAIM, type: 'kubernetes:core/v1:PersistentVolumeClaim', provider: '' },
    ...(op === 'create' ? { new: state } : { old: state, new: state }),
  };
}

const event = (more: Partial<EngineEvent>): EngineEvent => ({ sequence: 1, timestamp: 1, ...more });

const error = (message: string, urn?: string) =>
  event({ diagnosticEvent: { message, color: 'never', severity: 'error', ...(urn === undefined ? {} : { urn }) } });

function reporter() {
  const lines: string[] = [];
  return { lines, reporter: new Reporter({ line: (text = '') => lines.push(text), colors: pc.createColors(false) }) };
}

const changes = (...ops: readonly OpType[]): readonly Change[] => ops.flatMap((op) => changeOf(step(op)) ?? []);

describe('what is told of a deployment', () => {
  it('names the object that an error is about, and leaves out that the whole failed with it', () => {
    const { reporter: told } = reporter();
    told.onEvent(event({ resourcePreEvent: { metadata: step('create'), planning: false } }));
    told.onEvent(error('quota exceeded', CLAIM));
    told.onEvent(error('the program is wrong'));
    told.onEvent(error('update failed'));
    expect(told.errors).toEqual(['PersistentVolumeClaim weights: quota exceeded', 'the program is wrong']);
  });

  it.each([
    ['create', false],
    ['update', false],
    ['replace', true],
    ['delete', true],
  ] as const)('with a plan to %s a claim says whether weights are lost: %s', (op, lost) => {
    const { lines, reporter: told } = reporter();
    told.plan(changes(op));
    expect(lines[0]).toContain(`${op} PersistentVolumeClaim weights`);
    expect(lines.some((line) => line.startsWith("the weights in claim 'weights' go with it"))).toBe(lost);
  });
});
