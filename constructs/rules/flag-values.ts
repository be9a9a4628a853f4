import { nearest, Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import { FLAG_VALUES, type FlagValues } from '../releases';
import { runsDynamo } from './dynamo-process';
import type { Rule, Violation } from './rule';
import { type Setting, setting } from './workers';

export const flagValues: Rule = {
  code: 'DYN204',
  title: 'flags and variables have values that Dynamo takes',
  severity: Severity.ERROR,
  rationale:
    'A process stops at start with "invalid choice" when a flag has a value that is none of its choices, and with an error of its own when a number is out of range: the pods of the graph end in CrashLoopBackOff. The API server knows nothing of it.',
  fix: 'use one of the values that the flag takes',
  source: 'argument parsers of ai-dynamo 1.2.1 to 1.6.1 on PyPI, read 2026-11',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const seen = new Set<string>();
      for (const component of graph.components.filter(runsDynamo)) {
        for (const violation of FLAG_VALUES.flatMap((row) => wrongValue(component, row))) {
          const key = `${violation.path} ${violation.message}`;
          if (!seen.has(key)) {
            seen.add(key);
            yield violation;
          }
        }
      }
    }
  },
};

function wrongValue(component: ObservedComponent, row: FlagValues): readonly Violation[] {
  const { module } = component.commandLine;
  if (
    row.modules !== undefined &&
    (module === undefined ? component.role !== 'frontend' : !row.modules.includes(module))
  ) {
    return [];
  }
  const found = setting(component, row.flags, row.variables);
  return found?.value === undefined ? [] : judge(found, found.value.trim(), row);
}

function judge({ name, path }: Setting, value: string, { choices, range }: FlagValues): readonly Violation[] {
  if (choices !== undefined && !choices.includes(value)) {
    const meant = nearest(value, choices);
    return [
      {
        path,
        message: `${name} is '${value}', which is none of ${choices.join(', ')}`,
        ...(meant === undefined ? {} : { fix: `did you mean '${meant}'?` }),
      },
    ];
  }
  if (range === undefined) {
    return [];
  }
  const number = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  const fits = number >= range.from && number <= range.to && (!range.whole || Number.isInteger(number));
  const kind = range.whole ? 'a whole number' : 'a number';
  const allowed =
    range.to === Number.POSITIVE_INFINITY ? `of at least ${range.from}` : `from ${range.from} to ${range.to}`;
  return fits
    ? []
    : [{ path, message: `${name} is '${value}', allowed is ${kind} ${allowed}`, fix: `use ${kind} ${allowed}` }];
}
