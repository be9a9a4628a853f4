import { Field, type SemanticViolation } from './field';
import { checkLabelSelector, selects } from './label-selector';
import { checkPod, type PodOptions } from './pod';
import { checkTemplateMetadata } from './template-metadata';

/** As `podViolations`, for a template with metadata; paths start inside it. */
export function podTemplateViolations(template: object): readonly SemanticViolation[] {
  const violations: SemanticViolation[] = [];
  checkPodTemplate(Field.root(template, '', violations));
  return violations;
}

/** Reports what is wrong with the template of pods. */
export function checkPodTemplate(template: Field, options: Omit<PodOptions, 'labels'> = {}): void {
  checkTemplateMetadata(template.get('metadata'));
  checkPod(template.get('spec'), { ...options, labels: labelsOf(template) });
}

/** Reports what pods that are replaced whenever they end cannot have. */
export function checkLastingPods(template: Field): void {
  const [policy, deadline] = [template.at('spec', 'restartPolicy'), template.at('spec', 'activeDeadlineSeconds')];
  if (policy.text !== '' && policy.text !== 'Always') policy.refuse("'Always': these pods are to run for ever");
  if (deadline.given) deadline.forbid('in pods that are to run for ever');
}

/** Reports a selector that is missing, empty, or not that of the template's pods. */
export function checkSelectorOf(template: Field, selector: Field): void {
  checkLabelSelector(selector);
  if (selector.get('matchLabels').entries.length + selector.get('matchExpressions').items.length === 0) {
    selector.refuse("a selector for the template's labels");
  } else if (!selects(selector, labelsOf(template))) {
    template
      .at('metadata', 'labels')
      .refuse('labels that the selector selects', 'give the selector and the template the same labels');
  }
}

/** Labels of the pods; one with null is empty. */
export function labelsOf(template: Field): Readonly<Record<string, string>> {
  return Object.fromEntries(template.at('metadata', 'labels').entries.map(([key, value]) => [key, value.text]));
}
