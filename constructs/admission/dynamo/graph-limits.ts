import { isJsonArray, isJsonObject, type Json, type KubernetesObject } from '../../manifests';
import { type Report, schemaViolation, show, type Violation } from '../violation';

/** Name of a component. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1 (DynamoComponentDeploymentSharedSpec). */
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/;
const MAX_NAME = 63;
/** Lowest values of whole numbers of a component. */
const MINIMA: Readonly<Record<string, number>> = { replicas: 0, minAvailable: 1 };

/** What the CRD of graphs asks of values, beyond their types and beyond what rules say more of. */
export function graphLimits({ kind, spec }: KubernetesObject): readonly Violation[] {
  const violations: Violation[] = [];
  const components = kind === 'DynamoGraphDeployment' && isJsonObject(spec) ? spec['components'] : undefined;
  if (isJsonArray(components)) {
    for (const [index, component] of components.entries()) {
      checkComponent(component, `spec.components[${index}]`, (violation) => violations.push(violation));
    }
  }
  return violations;
}

function checkComponent(component: Json, path: string, report: Report): void {
  if (!isJsonObject(component)) {
    return;
  }
  const { name } = component;
  if (name === undefined) {
    report(schemaViolation(`${path}.name`, 'a component has to have a name', 'name the component'));
  } else if (typeof name === 'string' && !(NAME.test(name) && name.length <= MAX_NAME)) {
    const allowed = `letters, digits and inner hyphens, at most ${MAX_NAME}`;
    report(schemaViolation(`${path}.name`, `found ${show(name)}, allowed are ${allowed}`, `use ${allowed}`));
  }
  for (const [field, least] of Object.entries(MINIMA)) {
    const value = component[field];
    if (typeof value === 'number' && value < least) {
      const message = `${field} is ${value}, allowed is ${least} or more`;
      report(schemaViolation(`${path}.${field}`, message, `set ${field} to at least ${least}`));
    }
  }
}
