import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../exit';
import { type OpenStack, translated } from './stack';

/**
 * Configuration of a stack that says which cluster is meant.
 *
 * @throws InputError for a kubeconfig that is no file
 */
export function clusterConfig(options: {
  readonly kubeconfig?: string;
  readonly context?: string;
}): ReadonlyMap<string, string> {
  const { kubeconfig, context } = options;
  return new Map([
    ...(kubeconfig === undefined ? [] : [['kubernetes:kubeconfig', existingFile(kubeconfig)] as const]),
    ...(context === undefined ? [] : [['kubernetes:context', context] as const]),
  ]);
}

/**
 * Points a stack at a cluster.
 *
 * @returns what takes it back, and the stack with it if it was new: after a preview, a run without these options must not go to a
 * cluster that was only looked at
 */
export function pointAt(open: OpenStack, cluster: ReadonlyMap<string, string>): Promise<() => Promise<void>> {
  const { name, state, stack, isNew } = open;
  return translated(name, state, async () => {
    const before = cluster.size === 0 ? {} : await stack.getAllConfig();
    for (const [key, value] of cluster) {
      await stack.setConfig(key, { value });
    }
    return () =>
      translated(name, state, async () => {
        if (isNew) {
          await stack.workspace.removeStack(name);
          return;
        }
        for (const key of cluster.keys()) {
          const value = before[key];
          await (value === undefined ? stack.removeConfig(key) : stack.setConfig(key, value));
        }
      });
  });
}

/** Later runs may start in another folder. */
function existingFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new InputError(`there is no file '${path}'`, 'give the path of a kubeconfig');
  }
  return resolve(path);
}
