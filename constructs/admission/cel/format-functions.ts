import { type CelFunc, CelScalar, celFunc, celList, celMethod } from '@bufbuild/cel';
import { isOfFormat } from '../formats';
import {
  isDns1035Label,
  isDns1123Label,
  labelValueProblem,
  maskTrailingDash,
  qualifiedNameProblem,
  subdomainProblem,
} from '../names';
import { OPAQUE, OpaqueType } from './opaque';
import { optionalNone, optionalOf } from './optional';

const { STRING } = CelScalar;

/** A named format: what is wrong with a text, undefined if nothing. */
interface Format {
  readonly name: string;
  readonly problem: (text: string) => string | undefined;
}

const FORMAT = new OpaqueType<Format>('kubernetes.NamedFormat', ({ name }) => name);

const label = (text: string): string | undefined => (isDns1123Label(text) ? undefined : 'must be a DNS-1123 label');
const label1035 = (text: string): string | undefined => (isDns1035Label(text) ? undefined : 'must be a DNS-1035 label');

const FORMATS: Readonly<Record<string, Format['problem']>> = {
  dns1123Label: label,
  dns1123Subdomain: subdomainProblem,
  dns1035Label: label1035,
  qualifiedName: qualifiedNameProblem,
  dns1123LabelPrefix: (text) => label(maskTrailingDash(text)),
  dns1123SubdomainPrefix: (text) => subdomainProblem(maskTrailingDash(text)),
  dns1035LabelPrefix: (text) => label1035(maskTrailingDash(text)),
  labelValue: labelValueProblem,
  uri: (text) => (isOfFormat('uri', text) ? undefined : 'invalid URI for request'),
  uuid: (text) => (isOfFormat('uuid', text) ? undefined : 'does not match the UUID format'),
  byte: (text) => (isOfFormat('byte', text) ? undefined : 'invalid base64'),
  date: (text) => (isOfFormat('date', text) ? undefined : 'invalid date'),
  datetime: (text) => (isOfFormat('datetime', text) ? undefined : 'invalid datetime'),
};

/** Named formats: `format.dns1123Label().validate(text)` and the like. */
export const FORMAT_FUNCTIONS: readonly CelFunc[] = [
  ...Object.entries(FORMATS).map(([name, problem]) =>
    celFunc(`format.${name}`, [], OPAQUE, () => FORMAT.wrap({ name, problem })),
  ),
  celFunc('format.named', [STRING], OPAQUE, (name) => {
    const problem = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
    return problem === undefined ? optionalNone() : optionalOf(FORMAT.wrap({ name, problem }));
  }),
  celMethod('validate', OPAQUE, [STRING], OPAQUE, function (text) {
    const problem = FORMAT.unwrap(this).problem(text);
    return problem === undefined ? optionalNone() : optionalOf(celList([problem]));
  }),
];
