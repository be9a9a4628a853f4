import { create } from '@bufbuild/protobuf';
import { type Duration, DurationSchema } from '@bufbuild/protobuf/wkt';

/** Nanoseconds of a second. */
export const NANO = 1_000_000_000n;

/** A CEL duration. */
export function durationOf(nanoseconds: bigint): Duration {
  return create(DurationSchema, { seconds: nanoseconds / NANO, nanos: Number(nanoseconds % NANO) });
}
