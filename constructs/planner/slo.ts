import type { Duration } from 'cdk8s';
import { InvalidValueError } from '../findings';

export interface SloProps {
  /** Time to the first token (TTFT) that a request may take. */
  readonly ttft: Duration;
  /** Time between two tokens (ITL) that a request may take. */
  readonly itl: Duration;
  /**
   * Share of requests that must be as fast, in percent. It goes into the description, for sizing and alerts; the Planner itself steers
   * by averages.
   * @default 95
   */
  readonly percentile?: number;
}

/**
 * How fast answers must come.
 *
 * ```ts
 * Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });
 * ```
 */
export class Slo {
  /** Throws `InvalidValueError` for a time that is not above 0 and a percentile outside of 0 to 100. */
  public static of(props: SloProps): Slo {
    return new Slo(milliseconds('ttft', props.ttft), milliseconds('itl', props.itl), props.percentile ?? 95);
  }

  private constructor(
    /** Time to the first token, in milliseconds. */
    public readonly ttftMs: number,
    /** Time between tokens, in milliseconds. */
    public readonly itlMs: number,
    /** Percent of requests. */
    public readonly percentile: number,
  ) {
    if (!(percentile > 0 && percentile < 100)) {
      throw new InvalidValueError('percentile', percentile, 'a number above 0 and below 100');
    }
  }
}

function milliseconds(prop: string, duration: Duration): number {
  const value = duration.toMilliseconds({ integral: false });
  if (!(value > 0)) {
    throw new InvalidValueError(prop, `${value} ms`, 'a duration above 0');
  }
  return value;
}
