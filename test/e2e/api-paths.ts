import type { JsonObject } from '../../constructs/manifests';
import { at, mappings, text } from '../../constructs/observed';
import type { Cluster } from './cluster';

/** Where objects of each kind are created, as the API server itself says. */
export class ApiPaths {
  public static async of(cluster: Cluster): Promise<ApiPaths> {
    const { body: groups } = await cluster.request('GET', '/apis');
    const versions = mappings(groups['groups']).flatMap((group) =>
      mappings(group['versions']).map(({ groupVersion }) => String(groupVersion)),
    );
    const paths = new Map<string, { readonly plural: string; readonly namespaced: boolean }>();
    for (const version of ['v1', ...versions]) {
      const { body } = await cluster.request('GET', version === 'v1' ? '/api/v1' : `/apis/${version}`);
      for (const { name, kind, namespaced } of mappings(body['resources'])) {
        if (!String(name).includes('/')) {
          paths.set(`${version} ${kind}`, { plural: String(name), namespaced: namespaced === true });
        }
      }
    }
    return new ApiPaths(paths);
  }

  private constructor(
    private readonly paths: ReadonlyMap<string, { readonly plural: string; readonly namespaced: boolean }>,
  ) {}

  /** The collection of the object's kind in its namespace; `undefined` for a kind that the API server does not have. */
  public collection(object: JsonObject, namespace = 'default'): string | undefined {
    const version = String(object['apiVersion']);
    const found = this.paths.get(`${version} ${object['kind']}`);
    if (found === undefined) {
      return undefined;
    }
    const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
    const place = text(at(object, 'metadata', 'namespace')) ?? namespace;
    return found.namespaced ? `${root}/namespaces/${place}/${found.plural}` : `${root}/${found.plural}`;
  }
}
