import { formed, labels, requiredForm, requiredItems } from './checks';
import type { Field } from './field';
import { LABEL_KEY, LABEL_VALUE } from './forms';

/** Reports what is wrong with a label selector. */
export function checkLabelSelector(selector: Field): void {
  if (!selector.given) return;
  labels(selector.get('matchLabels'));
  for (const expression of selector.get('matchExpressions').items) {
    const values = expression.get('values');
    switch (expression.get('operator').text) {
      case 'In':
      case 'NotIn':
        requiredItems(values, 'at least one value for In and NotIn');
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.items.length > 0) values.forbid('for Exists and DoesNotExist');
        break;
      default:
        expression.get('operator').refuse('one of In, NotIn, Exists, DoesNotExist');
    }
    requiredForm(expression.get('key'), LABEL_KEY);
    for (const value of values.items) formed(value, LABEL_VALUE);
  }
}

/** Whether a selector selects objects with these labels; one without terms selects all. A malformed one selects them too. */
export function selects(selector: Field, object: Readonly<Record<string, string>>): boolean {
  return (
    selector.get('matchLabels').entries.every(([key, value]) => (object[key] ?? undefined) === value.text) &&
    selector.get('matchExpressions').items.every((expression) => matches(expression, object))
  );
}

function matches(expression: Field, object: Readonly<Record<string, string>>): boolean {
  const value = object[expression.get('key').text];
  const values = expression.get('values').items.map((item) => item.text);
  switch (expression.get('operator').text) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true;
  }
}
