import { TestEnvironment } from 'jest-environment-node';

type Event = 'uncaughtException' | 'unhandledRejection';
type Listener = (...details: unknown[]) => void;

/** What resources say that are still being registered when the engine has given up: Pulumi has stopped listening by then. */
const LATE = /Resource monitor is terminating/;

/**
 * Node's environment of jest, in which Pulumi hears of errors that nobody caught. Its SDK listens for them on the process while a
 * program runs and makes them errors of the program; but the process of a test is a copy, and jest would fail the test instead.
 */
export default class EngineEnvironment extends TestEnvironment {
  private readonly uninstall: (() => void)[] = [];

  public handleTestEvent({ name }: { readonly name: string }): void {
    if (name === 'run_start') {
      this.uninstall.push(this.install('uncaughtException'), this.install('unhandledRejection'));
    }
  }

  public override async teardown(): Promise<void> {
    for (const uninstall of this.uninstall.splice(0)) {
      uninstall();
    }
    await super.teardown();
  }

  /** Puts itself between the process and the listeners of jest. */
  private install(event: Event): () => void {
    const ofJest = process.rawListeners(event);
    const inTest: NodeJS.EventEmitter = this.global.process;
    const listener: Listener = (error, ...rest) => {
      const ofProgram = inTest.rawListeners(event);
      if (ofProgram.length === 0 && LATE.test(String(error))) {
        return;
      }
      for (const next of ofProgram.length > 0 ? ofProgram : ofJest) {
        Reflect.apply(next, process, [error, ...rest]);
      }
    };
    const emitter: NodeJS.EventEmitter = process;
    emitter.removeAllListeners(event);
    emitter.on(event, listener);
    return () => emitter.off(event, listener);
  }
}
