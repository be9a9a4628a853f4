import type { Duration } from 'cdk8s';

/** A duration as Go's programs read it: `4h`, `90m`, `45s`. */
export function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
