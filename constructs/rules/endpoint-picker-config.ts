import { Severity } from '../findings';
import { mapping, type ObservedComponent } from '../observed';
import type { Release } from '../releases';
import { reaches, runtimeVersionOf } from './image-version';
import type { Rule, Violation } from './rule';

export const endpointPickerConfig: Rule = {
  code: 'DYN021',
  title: 'an endpoint picker has the configuration that its release reads',
  severity: Severity.ERROR,
  rationale:
    'Up to 1.4 the picker is a program with plugins, which eppConfig configures, and there is exactly one of it. From 1.5 on the frontend image holds another one, which is configured by environment variables. Admission refuses each with what belongs to the other.',
  fix: 'take eppConfig out and set DYN_ROUTER_* variables, or keep the picker at an image of release 1.4',
  source: 'ai-dynamo/dynamo docs/fern/pages/reference/components/gateway-api-routing.mdx, read 2026-11',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      for (const picker of graph.components.filter(({ role }) => role === 'epp')) {
        yield* checkPicker(picker, releaseOf(graph));
      }
    }
  },
};

function* checkPicker(picker: ObservedComponent, release: Release): Generator<Violation> {
  const { path, name, written, replicas } = picker;
  const version = runtimeVersionOf(picker);
  const native = version === undefined ? release.atLeast('1.5') : reaches(version, '1.5');
  const config = mapping(written['eppConfig']);
  if (native && config !== undefined) {
    yield {
      path: `${path}.eppConfig`,
      message: `'${name}' has an eppConfig, but its image (release ${version === undefined ? release.version : `${version.major}.${version.minor}`}) takes none from 1.5 on`,
      fix: 'take eppConfig out; DYN_ROUTER_* variables say how it weighs workers',
    };
  } else if (!native && config === undefined) {
    yield {
      path,
      message: `'${name}' has no eppConfig, which the picker of releases before 1.5 needs`,
      fix: 'add eppConfig.config or eppConfig.configMapRef',
    };
  } else if (config !== undefined) {
    const sources = ['config', 'configMapRef'].filter((key) => config[key] !== undefined);
    if (sources.length !== 1) {
      yield {
        path: `${path}.eppConfig`,
        message: `eppConfig of '${name}' has ${sources.length === 0 ? 'neither config nor configMapRef' : 'config and configMapRef'}, exactly one is allowed`,
        fix: sources.length === 0 ? 'add config or configMapRef' : 'take one of the two out',
      };
    }
    if (replicas !== 1) {
      yield {
        path,
        message: `'${name}' has ${replicas} replicas, but the picker of releases before 1.5 shares nothing between them: exactly 1 is allowed`,
        fix: 'set replicas to 1',
      };
    }
  }
}
