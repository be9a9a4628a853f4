import type { EngineEvent, OpType, StepEventMetadata } from '@pulumi/pulumi/automation';

/** Something that Pulumi does, or would do, to one object. */
export interface Change {
  readonly action: Action;
  /** Kind of the object, for example `ConfigMap`. */
  readonly kind: string;
  readonly name: string;
  /** Fields that change, for an update or a replacement. */
  readonly fields: readonly string[];
}

export type Action = 'create' | 'update' | 'replace' | 'delete';

/** Step of the engine to what it means to a user; steps that are not named change nothing, or are half of a replacement. */
const ACTIONS: Readonly<Partial<Record<OpType, Action>>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
};

/** The change that a step is, if it changes an object of the cluster. */
export function changeOf({
  op,
  type,
  urn,
  detailedDiff,
  diffs,
  old,
  new: next,
}: StepEventMetadata): Change | undefined {
  const action = ACTIONS[op];
  const [, kind] = /^kubernetes:[^:]+:(\w+)$/.exec(type) ?? [];
  if (action === undefined || kind === undefined) {
    return undefined;
  }
  const inputs = (next ?? old)?.inputs;
  return {
    action,
    kind,
    name: nameIn(inputs) ?? urn.split('::').at(-1) ?? urn,
    fields:
      action === 'create' || action === 'delete'
        ? []
        : [...Object.keys(detailedDiff ?? {}), ...(detailedDiff ? [] : (diffs ?? []))],
  };
}

/** What one event says to a user. */
export type Progress =
  | { readonly is: 'started' | 'done'; readonly change: Change; readonly urn: string }
  | { readonly is: 'failed'; readonly urn: string }
  /** The URN is that of the resource it is about; empty for none. */
  | { readonly is: 'message'; readonly severity: Severity; readonly text: string; readonly urn: string };

export type Severity = 'info' | 'warning' | 'error';

export function progressOf(event: EngineEvent): Progress | undefined {
  const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
  const step = resourcePreEvent ?? resOutputsEvent;
  if (step !== undefined) {
    const change = changeOf(step.metadata);
    return change && { is: resourcePreEvent === undefined ? 'done' : 'started', change, urn: step.metadata.urn };
  }
  if (resOpFailedEvent !== undefined) {
    return { is: 'failed', urn: resOpFailedEvent.metadata.urn };
  }
  const severity = diagnosticEvent === undefined ? undefined : SEVERITIES[diagnosticEvent.severity];
  return severity === undefined || diagnosticEvent === undefined
    ? undefined
    : { is: 'message', severity, text: plain(diagnosticEvent.message), urn: diagnosticEvent.urn ?? '' };
}

/** `info#err` is what a program writes to standard error. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: 'info',
  'info#err': 'warning',
  warning: 'warning',
  error: 'error',
};

/** Pulumi marks up colours, for example `<{%reset%}>`, and says which output a program's own error came through. */
function plain(text: string): string {
  return text
    .replace(/<\{%[^%]*%\}>/g, '')
    .replace(/^(?:error serializing property "[^"]*": )+/, '')
    .trimEnd();
}

function nameIn(inputs: unknown): string | undefined {
  if (typeof inputs !== 'object' || inputs === null || !('metadata' in inputs)) {
    return undefined;
  }
  const { metadata } = inputs;
  const name = typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
  return typeof name === 'string' ? name : undefined;
}
