import {
  type CelInput,
  type CelMap,
  type CelMapType,
  CelScalar,
  type CelValue,
  celMap,
  isCelMap,
  mapType,
} from '@bufbuild/cel';

/** How functions declare an argument of an opaque type: to the CEL library it is a map. */
export const OPAQUE: CelMapType<typeof CelScalar.DYN, typeof CelScalar.DYN> = mapType(CelScalar.DYN, CelScalar.DYN);

/** Thrown by a function for an argument it has no overload for. */
export class NoSuchOverloadError extends Error {
  public constructor(wanted: string) {
    super(`no such overload: expected ${wanted}`);
    this.name = 'NoSuchOverloadError';
  }
}

/**
 * A type of the Kubernetes extensions, such as a quantity. The CEL library has no types beside its own and protobuf's, so a value
 * is a map with one entry that no expression can name; the entry makes equal values equal, the payload stays beside it.
 */
export class OpaqueType<T extends object> {
  private readonly payloads = new WeakMap<CelMap, T>();

  /**
   * @param name as Kubernetes names it
   * @param identity what two values must have in common to be equal
   */
  public constructor(
    public readonly name: string,
    private readonly identity: (payload: T) => CelInput,
  ) {}

  public wrap(payload: T): CelMap {
    const value = celMap(new Map([[`@${this.name}`, this.identity(payload)]]));
    this.payloads.set(value, payload);
    return value;
  }

  /** The payload, or undefined for a value of another type. */
  public tryUnwrap(value: CelValue): T | undefined {
    return isCelMap(value) ? this.payloads.get(value) : undefined;
  }

  /** @throws NoSuchOverloadError for a value of another type */
  public unwrap(value: CelValue): T {
    const payload = this.tryUnwrap(value);
    if (payload === undefined) throw new NoSuchOverloadError(this.name);
    return payload;
  }
}
