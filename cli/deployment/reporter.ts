import type { EngineEvent } from '@pulumi/pulumi/automation';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output';
import { count } from '../text';
import { type Action, type Change, progressOf, type Severity } from './events';

/** Tells a user what Pulumi does: on a terminal with a line for each object under way, elsewhere one line for each step. */
export class Reporter {
  private readonly running = new Map<string, Change>();
  /** Everything that was begun, to name what an error is about. */
  private readonly begun = new Map<string, Change>();
  private readonly finished: Change[] = [];
  private readonly problems: string[] = [];
  private readonly live: ReturnType<typeof createLogUpdate> | undefined;
  private last = '';

  /** @param terminal where lines may be overwritten; absent for plain lines */
  public constructor(
    private readonly output: Output,
    terminal?: NodeJS.WriteStream,
  ) {
    this.live = terminal?.isTTY === true ? createLogUpdate(terminal) : undefined;
  }

  /** Errors that Pulumi or the program reported, whole. */
  public get errors(): readonly string[] {
    return this.problems;
  }

  /** What was done. */
  public get changes(): readonly Change[] {
    return this.finished;
  }

  public onEvent(event: EngineEvent): void {
    const progress = progressOf(event);
    switch (progress?.is) {
      case 'started':
        this.running.set(progress.urn, progress.change);
        this.begun.set(progress.urn, progress.change);
        break;
      case 'done':
        this.running.delete(progress.urn);
        this.finished.push(progress.change);
        this.keep(this.line(progress.change, DONE[progress.change.action]));
        break;
      case 'failed':
        this.running.delete(progress.urn);
        break;
      case 'message':
        this.message(progress.severity, progress.text, this.begun.get(progress.urn));
        break;
      default:
        return;
    }
    this.draw();
  }

  /** Ends the part of the screen that changes. */
  public end(): void {
    this.last = '';
    this.running.clear();
    this.live?.clear();
    this.live?.done();
  }

  /** Changes that are planned, one line each, and what is lost with them. */
  public plan(changes: readonly Change[]): void {
    for (const change of changes) {
      this.output.line(this.line(change, change.action));
    }
    const gone = changes.filter(({ action }) => action === 'delete' || action === 'replace');
    for (const { name } of gone.filter(({ kind }) => kind === 'PersistentVolumeClaim')) {
      const words = `the weights in claim '${name}' go with it, unless its storage class retains volumes`;
      this.output.line(this.output.colors.yellow(words));
    }
  }

  /** A line that stays. */
  public note(line: string): void {
    this.keep(line);
    this.draw();
  }

  private message(severity: Severity, text: string, about: Change | undefined): void {
    if (text.trim() === '' || SUMMARY.test(text)) {
      return;
    }
    if (severity === 'error') {
      this.problems.push(about === undefined ? text : `${about.kind} ${about.name}: ${text}`);
    } else if (severity === 'warning') {
      this.keep(`${this.output.colors.yellow('warning')} ${text}`);
    } else if (this.live === undefined) {
      this.keep(text);
    } else {
      this.last = text;
    }
  }

  private line({ kind, name, action, fields }: Change, word: string): string {
    const { colors } = this.output;
    const paint = { create: colors.green, update: colors.yellow, replace: colors.magenta, delete: colors.red }[action];
    const changed = fields.length === 0 ? '' : colors.dim(` (${fields.join(', ')})`);
    return `${paint(`${SIGNS[action]} ${word}`)} ${kind} ${name}${changed}`;
  }

  private keep(line: string): void {
    if (this.live === undefined) {
      this.output.line(line);
    } else {
      this.live.persist(line);
    }
  }

  private draw(): void {
    const under = [...this.running.values()].map((change) => this.line(change, DOING[change.action]));
    this.live?.([...under, ...(this.last === '' ? [] : [this.last])].join('\n'));
  }
}

/** What Pulumi says last when something else was said before. */
const SUMMARY = /^(?:update|preview|destroy) failed$/;
const ACTIONS: readonly Action[] = ['create', 'update', 'replace', 'delete'];
const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', replace: '±', delete: '-' };
const DOING: Readonly<Record<Action, string>> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
};
const DONE: Readonly<Record<Action, string>> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
};

/** `2 created, 1 updated`, or that nothing changed. */
export function changesInWords(changes: readonly Change[]): string {
  const words = ACTIONS.flatMap((action) => {
    const number = changes.filter((change) => change.action === action).length;
    return number === 0 ? [] : [`${number} ${DONE[action]}`];
  });
  return words.length === 0 ? 'nothing to change' : `${count(changes.length, 'object')}: ${words.join(', ')}`;
}
