import { at, type Mapping, mapping, mappings, parseJson } from '../../../constructs/observed';

const MACHINES = /^ec2\.amazonaws\.com(?:\.cn)?$/;
const EVERYTHING: readonly unknown[] = ['*', '*:*'];
/** Managed policies of AWS with every right, or with the right to take every right. Source: AWS managed policy reference, 2026. */
const ADMINISTRATIVE = /^arn:aws[\w-]*:iam::aws:policy\/(?:AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;

/** Whether machines of EC2 may take a role with this trust policy. */
export function trustsMachines(document: unknown): boolean {
  return allowing(document).some(({ Principal }) =>
    oneOrMore(at(Principal, 'Service')).some((service) => MACHINES.test(String(service))),
  );
}

/** Whether a policy of one's own allows everything, or everything but, on every resource. */
export function grantsEverything(document: unknown): boolean {
  return allowing(document).some(
    ({ Action, NotAction, Resource }) =>
      oneOrMore(Resource).includes('*') &&
      (NotAction !== undefined || oneOrMore(Action).some((action) => EVERYTHING.includes(action))),
  );
}

/** Whether a managed policy of AWS has administrative rights. */
export function isAdministrative(arn: string): boolean {
  return ADMINISTRATIVE.test(arn);
}

/** A value of a policy document, which may be a list or stand alone. */
export function oneOrMore(value: unknown): readonly unknown[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/** Statements that allow something; none where the text is no policy document. */
function allowing(document: unknown): readonly Mapping[] {
  const parsed = typeof document === 'string' ? parseJson(document) : document;
  return mappings(oneOrMore(at(mapping(parsed), 'Statement'))).filter(({ Effect }) => Effect === 'Allow');
}
