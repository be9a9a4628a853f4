import type { parse } from '@bufbuild/cel';

/** A node of the syntax tree of an expression. */
export type Expression = ReturnType<typeof parse>['expr'];

/** What an expression refers to. */
export interface Uses {
  /** Its free variables: `self`, `oldSelf`. */
  readonly variables: ReadonlySet<string>;
  /** Functions and names that are not provided. */
  readonly unknown: readonly string[];
}

const VARIABLES: ReadonlySet<string> = new Set(['self', 'oldSelf']);
/** Names that stand for types, as in `type(self) == string`. */
const TYPES: ReadonlySet<string> = new Set(
  'bool bytes double google int list map null_type string timestamp type uint'.split(' '),
);

/**
 * Looks for the functions and names an expression uses. The library binds them only when they are evaluated, and by then a rule
 * may have been passed already by the other side of an `||`.
 */
export function usesOf(expression: Expression, isFunction: (name: string) => boolean): Uses {
  const variables = new Set<string>();
  const unknown = new Set<string>();

  const visit = (node: Expression | undefined, bound: ReadonlySet<string>): void => {
    if (node === undefined) return;
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'identExpr':
        visitName(exprKind.value.name, bound);
        break;
      case 'selectExpr':
        visit(exprKind.value.operand, bound);
        break;
      case 'callExpr': {
        const { function: name, target, args } = exprKind.value;
        const namespace = qualifiedName(target);
        const isQualified = namespace !== undefined && !bound.has(namespace) && isFunction(`${namespace}.${name}`);
        if (!isQualified) {
          visit(target, bound);
          if (/^[A-Za-z]/.test(name) && !isFunction(name)) unknown.add(`${name}()`);
        }
        for (const argument of args) visit(argument, bound);
        break;
      }
      case 'listExpr':
        for (const element of exprKind.value.elements) visit(element, bound);
        break;
      case 'structExpr':
        for (const entry of exprKind.value.entries) {
          if (entry.keyKind.case === 'mapKey') visit(entry.keyKind.value, bound);
          visit(entry.value, bound);
        }
        break;
      case 'comprehensionExpr': {
        const { iterVar, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
        visit(iterRange, bound);
        visit(accuInit, bound);
        const inner = new Set([...bound, iterVar, accuVar]);
        for (const part of [loopCondition, loopStep, result]) visit(part, inner);
        break;
      }
    }
  };

  const visitName = (name: string, bound: ReadonlySet<string>): void => {
    if (bound.has(name) || TYPES.has(name)) return;
    if (VARIABLES.has(name)) variables.add(name);
    else unknown.add(name);
  };

  visit(expression, new Set());
  return { variables, unknown: [...unknown] };
}

/** `a.b` for the selection of b from the name a; undefined for anything that is not a plain chain of names. */
function qualifiedName(node: Expression | undefined): string | undefined {
  if (node?.exprKind.case === 'identExpr') return node.exprKind.value.name;
  if (node?.exprKind.case !== 'selectExpr') return undefined;
  const parent = qualifiedName(node.exprKind.value.operand);
  return parent === undefined ? undefined : `${parent}.${node.exprKind.value.field}`;
}
