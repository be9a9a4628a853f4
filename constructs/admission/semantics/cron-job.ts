import { inRange, oneOfIfAny } from './checks';
import { isCronSchedule } from './cron-schedule';
import type { Field } from './field';
import { checkJobSpec } from './job';
import { checkTemplateMetadata } from './template-metadata';

/** The name gets an end of 11 characters for each Job. */
const MAX_NAME = 52;
/** Characters behind a generateName. */
const GENERATED = 5;

/** Reports what is wrong with a CronJob. */
export function checkCronJob(object: Field): void {
  const spec = object.get('spec');
  const [name, generateName] = [object.at('metadata', 'name'), object.at('metadata', 'generateName')];
  if (name.text.length > MAX_NAME) name.refuse(`a name of at most ${MAX_NAME} characters`);
  else if (name.text === '' && generateName.text.length > MAX_NAME - GENERATED) {
    generateName.refuse(`at most ${MAX_NAME - GENERATED} characters`);
  }
  const schedule = spec.get('schedule');
  if (schedule.text.includes('TZ')) schedule.refuse('a schedule without TZ', 'use timeZone');
  else if (!isCronSchedule(schedule.text)) schedule.refuse("a schedule such as '0 3 * * *'");
  checkTimeZone(spec.get('timeZone'));
  oneOfIfAny(spec.get('concurrencyPolicy'), ['Allow', 'Forbid', 'Replace']);
  for (const count of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    inRange(spec.get(count), 0);
  }
  const template = spec.get('jobTemplate');
  checkTemplateMetadata(template.get('metadata'));
  checkJobSpec(template.get('spec'));
  if (template.at('spec', 'selector').given) template.at('spec', 'selector').forbid('in a CronJob');
  if (template.at('spec', 'manualSelector').isTrue) template.at('spec', 'manualSelector').forbid('in a CronJob');
}

/** Only the form is known here, not the names of all zones. */
function checkTimeZone(zone: Field): void {
  if (!zone.given) return;
  const parts = zone.text.split('/');
  const readable = parts.every(
    (part) => /^[A-Za-z._][A-Za-z0-9+_.-]{0,13}$/.test(part) && part !== '.' && part !== '..',
  );
  if (!readable || zone.text.toLowerCase() === 'local') zone.refuse("a time zone such as 'Europe/Berlin'");
}
