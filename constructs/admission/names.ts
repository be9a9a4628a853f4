const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_LABEL = new RegExp(`^${LABEL}$`);
const DNS1123_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const DNS1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Lower case letters, digits and dashes, at most 63. */
export function isDns1123Label(text: string): boolean {
  return text.length <= 63 && DNS1123_LABEL.test(text);
}

/** Such labels with dots between them, at most 253 characters in all. */
export function isDns1123Subdomain(text: string): boolean {
  return text.length <= 253 && DNS1123_SUBDOMAIN.test(text);
}

/** As a DNS-1123 label, but starting with a letter. */
export function isDns1035Label(text: string): boolean {
  return text.length <= 63 && DNS1035_LABEL.test(text);
}

/** What `generateName` must look like: a name with something still to come, so a dash may stand at its end. */
export function maskTrailingDash(text: string): string {
  return text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text;
}

/** What is wrong with a label or annotation key or a finalizer: `name`, or `<DNS subdomain>/name`. Undefined if nothing. */
export function qualifiedNameProblem(text: string): string | undefined {
  const parts = text.split('/');
  const [first = '', second] = parts;
  const name = second ?? first;
  if (parts.length > 2) return 'a qualified name has at most one slash';
  if (second !== undefined && first === '') return 'the prefix part must be non-empty';
  if (second !== undefined && !isDns1123Subdomain(first)) return `the prefix part '${first}' must be a DNS subdomain`;
  if (name === '') return 'the name part must be non-empty';
  if (name.length > 63) return 'the name part must be no more than 63 characters';
  if (!QUALIFIED.test(name)) {
    return "the name part must consist of alphanumeric characters, '-', '_' or '.', and start and end with an alphanumeric one";
  }
  return undefined;
}

/** What is wrong with the value of a label. Undefined if nothing. */
export function labelValueProblem(text: string): string | undefined {
  if (text.length > 63) return 'must be no more than 63 characters';
  if (text !== '' && !QUALIFIED.test(text)) {
    return "must consist of alphanumeric characters, '-', '_' or '.', and start and end with an alphanumeric one";
  }
  return undefined;
}

/** What is wrong with the name of an object: a custom resource's is a DNS subdomain. Undefined if nothing. */
export function subdomainProblem(text: string): string | undefined {
  if (text.length > 253) return 'must be no more than 253 characters';
  if (!DNS1123_SUBDOMAIN.test(text)) {
    return "a DNS-1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and start and end with an alphanumeric one";
  }
  return undefined;
}

/** What is wrong with a name that only has to be usable in a path, as those of roles and of embedded objects. Undefined if nothing. */
export function pathSegmentProblem(text: string): string | undefined {
  return text === '.' || text === '..' || /[/%]/.test(text) ? "may not be '.', '..' or contain '/' or '%'" : undefined;
}
