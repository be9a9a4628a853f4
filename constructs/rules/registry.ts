import { groveNameBudget } from './grove-name-budget';
import type { Rule } from './rule';

/** Every rule, in the order of its code. */
export const RULES: readonly Rule[] = [groveNameBudget];
