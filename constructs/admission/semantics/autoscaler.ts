import { formed, inRange, oneOf, required, requiredForm, requiredItems, requiredOneOf } from './checks';
import type { Field } from './field';
import { DNS_LABEL, PATH_SEGMENT } from './forms';
import { checkResourceName, checkSign } from './resources';

/** Types of metric, by the field that tells about them. */
const METRICS: Readonly<Record<string, string>> = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  External: 'external',
  ContainerResource: 'containerResource',
};
const HOUR = 3600;
const MAX_PERIOD = 1800;

/** Reports what is wrong with a HorizontalPodAutoscaler of autoscaling/v2. */
export function checkAutoscaler(object: Field): void {
  const spec = object.get('spec');
  const [min, max] = [spec.get('minReplicas'), spec.get('maxReplicas')];
  inRange(min, 1);
  if ((max.number ?? 0) < Math.max(1, min.number ?? 1))
    max.refuse('a number of at least 1 and of at least minReplicas');
  const target = spec.get('scaleTargetRef');
  checkTarget(target);
  if (!/^[^/]+\//.test(target.get('apiVersion').text))
    target.get('apiVersion').refuse('a group and a version such as apps/v1');
  for (const metric of spec.get('metrics').items) checkMetric(metric);
  for (const direction of ['scaleUp', 'scaleDown']) checkBehavior(spec.at('behavior', direction));
}

function checkTarget(target: Field): void {
  for (const name of ['kind', 'name']) {
    if (required(target.get(name))) formed(target.get(name), PATH_SEGMENT);
  }
  const version = target.get('apiVersion');
  if (version.text.split('/').length > 2) version.refuse('a group and a version such as apps/v1');
}

function checkMetric(metric: Field): void {
  const type = metric.get('type');
  requiredOneOf(type, Object.keys(METRICS));
  const wanted = Object.hasOwn(METRICS, type.text) ? METRICS[type.text] : undefined;
  if (wanted === undefined) return;
  const source = metric.get(wanted);
  if (!source.given) source.refuse(`a metric of the type ${type.text}`);
  for (const other of Object.values(METRICS)) {
    if (other !== wanted && metric.get(other).given) metric.get(other).forbid(`beside the type ${type.text}`);
  }
  if (source.given) checkSource(type.text, source);
}

function checkSource(type: string, source: Field): void {
  const target = source.get('target');
  const [value, average, utilization] = ['value', 'averageValue', 'averageUtilization'].map((name) => target.get(name));
  if (value === undefined || average === undefined || utilization === undefined) return;
  requiredOneOf(target.get('type'), ['Utilization', 'Value', 'AverageValue']);
  checkSign(value, 'above 0');
  checkSign(average, 'above 0');
  inRange(utilization, 1);
  switch (type) {
    case 'Resource':
    case 'ContainerResource':
      checkResource(type, source);
      if (average.given === utilization.given) target.refuse('one of averageValue, averageUtilization');
      break;
    case 'Pods':
      if (!average.given) average.refuse('a quantity above 0');
      break;
    case 'External':
      if (value.given === average.given) target.refuse('one of value, averageValue');
      break;
    default:
      if (!value.given && !average.given) target.refuse('one of value, averageValue');
      checkTarget(source.get('describedObject'));
  }
  const name = source.at('metric', 'name');
  if (!/Resource$/.test(type) && required(name, 'the name of a metric')) formed(name, PATH_SEGMENT);
}

function checkResource(type: string, source: Field): void {
  const name = source.get('name');
  if (required(name, 'the name of a resource') && type === 'ContainerResource') checkResourceName(name, name.text);
  if (type === 'ContainerResource') requiredForm(source.get('container'), DNS_LABEL);
}

function checkBehavior(rules: Field): void {
  if (!rules.given) return;
  inRange(rules.get('stabilizationWindowSeconds'), 0, HOUR);
  oneOf(rules.get('selectPolicy'), ['Max', 'Min', 'Disabled']);
  checkSign(rules.get('tolerance'), 'at least 0');
  if (rules.get('policies').given) requiredItems(rules.get('policies'), 'at least one policy');
  for (const policy of rules.get('policies').items) {
    requiredOneOf(policy.get('type'), ['Pods', 'Percent']);
    positive(policy.get('value'));
    positive(policy.get('periodSeconds'), MAX_PERIOD);
  }
}

function positive(field: Field, max?: number): void {
  if (field.given) inRange(field, 1, max);
  else field.refuse('a number of at least 1');
}
