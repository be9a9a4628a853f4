import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { type Change, ChangeKind, deprecatedIn, Release, removedIn } from '../releases';
import { runsDynamo } from './dynamo-process';
import { type ImageVersion, parseVersion, reaches, runtimeVersionOf } from './image-version';
import type { Rule, Violation } from './rule';

/** Every name that has changed up to now. */
const CHANGES: readonly Change[] = [...removedIn(Release.latest), ...deprecatedIn(Release.latest)];

export const removedNames: Rule = {
  code: 'DYN061',
  title: 'flags and variables exist in the release that reads them',
  severity: Severity.ERROR,
  rationale:
    'Python processes stop at start with "unrecognized arguments" when a flag is gone, so a manifest of an older release leaves pods in CrashLoopBackOff once the image is newer. A variable that was renamed is ignored without a word.',
  fix: 'use the new name',
  source: 'ai-dynamo/dynamo deprecations ledger 1.3 to 1.6, and the argument parsers of ai-dynamo 1.2.1 to 1.6.1',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      yield* checkGraph(graph, releaseOf(graph));
    }
  },
};

/** The version that reads a name, and how it is known. */
interface Reader {
  readonly version: ImageVersion;
  /** For messages: `the image is 1.1.0`. */
  readonly text: string;
}

function* checkGraph(graph: ObservedGraph, release: Release): Generator<Violation> {
  const seen = new Set<string>();
  for (const component of graph.components) {
    const reader = readerOf(component, release);
    const verdicts = reader === undefined ? [] : CHANGES.flatMap((change) => verdictsOn(change, component, reader));
    for (const verdict of verdicts) {
      // A variable of the graph is one place for all components.
      const key = `${verdict.path} ${verdict.message}`;
      if (!seen.has(key)) {
        seen.add(key);
        yield verdict;
      }
    }
  }
}

/** The image decides what a process understands; where its tag does not tell, the platform's own release is the best guess. */
function readerOf(component: ObservedComponent, release: Release): Reader | undefined {
  const ofImage = runtimeVersionOf(component);
  if (ofImage !== undefined) {
    return { version: ofImage, text: `the image is ${ofImage.text}` };
  }
  const ofPlatform = parseVersion(release.patch);
  return ofPlatform && { version: ofPlatform, text: `the release is ${release.version}` };
}

function verdictsOn(change: Change, component: ObservedComponent, reader: Reader): readonly Violation[] {
  return usesOf(change, component).flatMap((use) => verdictOn(change, use, reader) ?? []);
}

/** Whether a flag has a value, or JSON with that text in it. */
function holds(found: string | undefined, value: string): boolean {
  return found === value || found?.includes(`"${value}"`) === true;
}

/** A place where the old name is used. */
interface Use {
  /** As it stands there, for messages. */
  readonly text: string;
  readonly path: string;
}

function usesOf(change: Change, component: ObservedComponent): readonly Use[] {
  const { commandLine, env, path } = component;
  const { module } = commandLine;
  if (change.modules !== undefined && (module === undefined || !change.modules.includes(module))) {
    return [];
  }
  const variable = (name: string, value?: string): readonly Use[] => {
    const entry = env.get(name);
    return entry === undefined || (value !== undefined && entry.value !== value)
      ? []
      : [{ text: value === undefined ? name : `${name}=${value}`, path: entry.path }];
  };
  const flag = (name: string, value?: string): readonly Use[] => {
    const found = runsDynamo(component) ? commandLine.find(name) : undefined;
    return found === undefined || (value !== undefined && !holds(found.value, value))
      ? []
      : [{ text: value === undefined ? name : `${name} ${value}`, path }];
  };
  switch (change.kind) {
    case ChangeKind.FLAG:
      return flag(change.name);
    case ChangeKind.ENV:
      return variable(change.name);
    case ChangeKind.VALUE:
      return (change.of ?? []).flatMap((name) =>
        name.startsWith('--') ? flag(name, change.name) : variable(name, change.name),
      );
    default:
      return [];
  }
}

function verdictOn(change: Change, { text, path }: Use, { version, text: reader }: Reader): Violation | undefined {
  const { since, deprecated, ignored, replacement, note } = change;
  const fix = replacement === undefined ? `leave ${text} out: ${note}` : `use ${replacement} instead of ${text}`;
  const lost = ignored === true ? 'has no effect' : 'is refused';
  if (since !== undefined && reaches(version, since)) {
    const severity = ignored === true ? Severity.WARNING : Severity.ERROR;
    return {
      path,
      severity,
      fix,
      message: `'${text}' ${lost} since Dynamo ${since}, and ${reader}`,
    };
  }
  if (since !== undefined) {
    return {
      path,
      severity: Severity.WARNING,
      fix: `before you move to ${since}, ${fix}`,
      message: `'${text}' ${lost} from Dynamo ${since} on; ${reader}`,
    };
  }
  if (deprecated === undefined) {
    return undefined;
  }
  return {
    path,
    severity: Severity.WARNING,
    fix,
    message: reaches(version, deprecated)
      ? `'${text}' is deprecated since Dynamo ${deprecated}, and ${reader}`
      : `'${text}' is deprecated from Dynamo ${deprecated} on; ${reader}`,
  };
}
