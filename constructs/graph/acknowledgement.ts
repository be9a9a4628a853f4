import { InvalidValueError, nearest } from '../findings';
import { RULES } from '../rules';

/** Throws for a code that no rule has, and for a reason without words. */
export function requireAcknowledgement(code: string, reason: string): void {
  const codes = RULES.map((rule) => rule.code);
  if (!codes.includes(code)) {
    const near = nearest(code, codes);
    const fix = near === undefined ? undefined : `did you mean ${near}?`;
    throw new InvalidValueError('code', code, 'the code of a rule', fix);
  }
  if (reason.trim() === '') {
    throw new InvalidValueError('reason', reason, 'a reason in words');
  }
}
