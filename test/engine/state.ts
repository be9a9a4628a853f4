import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonArray, isJsonObject, type JsonObject } from '../../constructs/manifests';

/** A resource as the state file has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  /** What it waited for itself: dependencies, its component, which waits for its own, and its provider. */
  readonly after: readonly string[];
}

/** What one operation did to a state, as sorted `type name`. */
export interface StateChange {
  readonly created: readonly string[];
  readonly deleted: readonly string[];
  readonly changed: readonly string[];
}

/** The state of a stack at some moment, read from its file. */
export class StackState {
  /** @param env the environment of the commands, for the backend */
  public static read(env: Readonly<Record<string, string>>, project: string, stack = 'test'): StackState {
    const backend = fileURLToPath(env['PULUMI_BACKEND_URL'] ?? '');
    const file: unknown = JSON.parse(
      readFileSync(join(backend, '.pulumi', 'stacks', project, `${stack}.json`), 'utf8'),
    );
    const list = object(object(object(file)['checkpoint'])['latest'])['resources'];
    return new StackState(isJsonArray(list) ? list.filter(isJsonObject).map(resourceOf) : []);
  }

  private constructor(public readonly resources: readonly StateResource[]) {}

  public ofType(type: string): readonly StateResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** @throws Error unless there is exactly one */
  public only(type: string, name?: string): StateResource {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [first, second] = found;
    if (first === undefined || second !== undefined) {
      const there = this.ofType(type).map((resource) => resource.name);
      throw new Error(`${found.length} resources are ${type} ${name ?? ''}; there are ${there.join(', ')}`);
    }
    return first;
  }

  /** Whether a resource had to wait for another one, at once or through others. */
  public waitsFor(later: StateResource, earlier: StateResource): boolean {
    const byUrn = new Map(this.resources.map((resource) => [resource.urn, resource]));
    const seen = new Set<string>();
    const open = [...later.after];
    for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
      if (urn === earlier.urn) {
        return true;
      }
      if (!seen.has(urn)) {
        seen.add(urn);
        open.push(...(byUrn.get(urn)?.after ?? []));
      }
    }
    return false;
  }

  /** What is different in a later state. */
  public changesTo(later: StackState): StateChange {
    const [before, after] = [this, later].map(({ resources }) => new Map(resources.map((each) => [each.urn, each])));
    const labels = (list: readonly StateResource[]) => list.map(({ type, name }) => `${type} ${name}`).sort();
    return {
      created: labels(later.resources.filter(({ urn }) => before?.has(urn) !== true)),
      deleted: labels(this.resources.filter(({ urn }) => after?.has(urn) !== true)),
      changed: labels(
        later.resources.filter(({ urn, id, inputs }) => {
          const old = before?.get(urn);
          return old !== undefined && (old.id !== id || JSON.stringify(old.inputs) !== JSON.stringify(inputs));
        }),
      ),
    };
  }
}

function resourceOf(resource: JsonObject): StateResource {
  const { urn, type, id, inputs, outputs, dependencies, parent, provider } = resource;
  const declared = isJsonArray(dependencies) ? dependencies.map(String) : [];
  return {
    urn: String(urn),
    type: String(type),
    name: String(urn).split('::').slice(3).join('::'),
    id: String(id ?? ''),
    inputs: object(inputs),
    outputs: object(outputs),
    // A provider is named by its URN and its id.
    after: [...declared, String(parent ?? ''), String(provider ?? '').replace(/::[^:]*$/, '')],
  };
}

function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
