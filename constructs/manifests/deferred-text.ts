/**
 * A text that stands in a document for a value which only a deployer knows, such as an output of another Pulumi stack. It has the form of
 * a DNS label, so that it may stand wherever names may, and nothing that is applied still holds it.
 *
 * @param name lower-case letters, digits and hyphens
 */
export function deferredText(name: string): string {
  return `${PREFIX}${name}${END}`;
}

/** Whether a text is a stand-in and nothing else. */
export function isDeferredText(text: string): boolean {
  return text.startsWith(PREFIX) && text.endsWith(END);
}

/** Nobody calls anything so by accident. */
const PREFIX = 'deferred-';
/** Without an end, the text for `a` could not be told from the start of that for `ab`. */
const END = '-0';
