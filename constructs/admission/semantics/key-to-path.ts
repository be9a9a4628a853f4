import { fileMode, required, requiredForm } from './checks';
import type { Field } from './field';
import { FILE_PATH } from './forms';

/** Reports what is wrong with a key that is mounted under a path of its own. */
export function checkKeyToPath(item: Field): void {
  required(item.get('key'), 'a key');
  requiredForm(item.get('path'), FILE_PATH);
  fileMode(item.get('mode'));
}
