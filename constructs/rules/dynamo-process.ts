import { list, type ObservedComponent } from '../observed';

/**
 * Whether a component's command line is that of a Dynamo process: its module is recognised, or the operator starts the frontend by
 * its default command.
 */
export function runsDynamo({ role, commandLine, main }: ObservedComponent): boolean {
  return commandLine.module?.startsWith('dynamo.') ?? (role === 'frontend' && list(main?.['command']).length === 0);
}
