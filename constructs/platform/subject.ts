import type { RoleBindingProps } from '../api';
import { InvalidValueError, requireDnsLabel, requireDnsSubdomain } from '../findings';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Who is given rights in a cluster. */
export class Subject {
  /**
   * A person or machine, by the name under which the API server knows it.
   *
   * @param name for example `ada@example.com`
   * @throws InvalidValueError for an empty name
   */
  public static user(name: string): Subject {
    return new Subject({ apiGroup: RBAC_GROUP, kind: 'User', name: requireText(name) });
  }

  /**
   * Everyone in a group.
   *
   * @param name for example `inference-team`
   * @throws InvalidValueError for an empty name
   */
  public static group(name: string): Subject {
    return new Subject({ apiGroup: RBAC_GROUP, kind: 'Group', name: requireText(name) });
  }

  /**
   * What runs as a service account, for example a pipeline or Argo CD.
   *
   * @param name name of the account
   * @param namespace where the account lives, which need not be where it deploys to
   * @throws InvalidValueError for names that no object can have
   */
  public static serviceAccount(name: string, namespace: string): Subject {
    requireDnsSubdomain('name', name);
    requireDnsLabel('namespace', namespace);
    return new Subject({ kind: 'ServiceAccount', name, namespace });
  }

  private constructor(
    /** The subject as a RoleBinding writes it. */
    public readonly spec: RoleBindingProps['subjects'][number],
  ) {
    Object.freeze(this);
  }
}

function requireText(name: string): string {
  if (name.trim() === '') {
    throw new InvalidValueError('name', name, 'a name');
  }
  return name;
}
