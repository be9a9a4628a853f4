import { Severity } from '../findings';
import { documentPath, withField } from '../manifests';
import { isMapping } from '../observed';
import type { Rule } from './rule';

/** cdk8s leaves these without quotes: kubectl's reader takes them for octal numbers. */
const OCTAL = /^[-+]?0o[0-7_]+$/;
/** Line ends of YAML 1.1 that cdk8s writes as they are; kubectl's reader folds them into a space. */
const LINE_END = /[\u0085\u2028\u2029]/;
/** What any of them leaves in the JSON of a document: most documents need no closer look. */
const SUSPICIOUS = /"[-+]?0o|[\u0085\u2028\u2029]|"<<"/;
/** The merge key of YAML 1.1. */
const MERGE_KEY = '<<';

interface BadText {
  readonly field: string;
  readonly text: string;
}

function* badTexts(value: unknown, field: string): Iterable<BadText> {
  if (typeof value === 'string') {
    if (OCTAL.test(value) || LINE_END.test(value)) {
      yield { field, text: value };
    }
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      yield* badTexts(entry, `${field}[${index}]`);
    }
  } else if (isMapping(value)) {
    for (const [key, entry] of Object.entries(value)) {
      const inner = field === '' ? key : `${field}.${key}`;
      if (key === MERGE_KEY || OCTAL.test(key) || LINE_END.test(key)) {
        yield { field: inner, text: key };
      }
      yield* badTexts(entry, inner);
    }
  }
}

export const yamlSafeTexts: Rule = {
  code: 'DYN111',
  title: 'every text is read back from YAML as it was meant',
  severity: Severity.ERROR,
  rationale:
    'kubectl reads YAML 1.1. cdk8s quotes almost everything that such a reader would take for something else, but not octal numbers like "0o14", the line ends U+0085, U+2028 and U+2029, nor a key "<<": the API server would get another value or refuse the object.',
  fix: 'write the text in another way, for example the number in decimal, or a plain line feed',
  source: 'kubernetes-sigs/yaml v1.6 (go.yaml.in/yaml/v2), as observed with the output of cdk8s 2.70',
  *checkDocuments({ documents }, { complete }) {
    // What was read from a file has its values already.
    for (const document of complete ? documents : []) {
      if (!SUSPICIOUS.test(JSON.stringify(document.value))) {
        continue;
      }
      for (const { field, text } of badTexts(document.value, '')) {
        yield {
          path: withField(documentPath(document), field),
          message: `the text ${JSON.stringify(text)} would not come through YAML as it is`,
        };
      }
    }
  },
};
