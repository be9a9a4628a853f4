import { at, type Mapping, text } from '../../../constructs/observed';

/** One event of the namespace. */
export interface ClusterEvent {
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  readonly warning: boolean;
  /** Last time it was seen, in milliseconds; 0 when the event does not say. */
  readonly time: number;
}

/** Events that can be read, newest first. */
export function readEvents(events: readonly Mapping[]): readonly ClusterEvent[] {
  return events.map(readEvent).sort((one, other) => other.time - one.time);
}

function readEvent(event: Mapping): ClusterEvent {
  const times = [
    at(event, 'series', 'lastObservedTime'),
    event['lastTimestamp'],
    event['eventTime'],
    at(event, 'metadata', 'creationTimestamp'),
  ];
  const time = times.map((value) => Date.parse(text(value) ?? '')).find((value) => !Number.isNaN(value)) ?? 0;
  return {
    kind: text(at(event, 'involvedObject', 'kind')) ?? '',
    name: text(at(event, 'involvedObject', 'name')) ?? '',
    reason: text(event['reason']) ?? '',
    message: text(event['message']) ?? '',
    warning: event['type'] === 'Warning',
    time,
  };
}

/** The newest event about an object that has one of these reasons. */
export function newest(
  events: readonly ClusterEvent[],
  kind: string,
  name: string,
  ...reasons: readonly string[]
): ClusterEvent | undefined {
  return events.find((event) => event.kind === kind && event.name === name && reasons.includes(event.reason));
}
