import { Severity } from '../findings';
import type { Rule } from './rule';

export const visibleDevices: Rule = {
  code: 'DYN040',
  title: 'CUDA_VISIBLE_DEVICES lists no more devices than the pod has',
  severity: Severity.WARNING,
  rationale:
    'A pod sees the GPUs of its limit, numbered from 0. CUDA stops reading the list at the first device that does not exist, so the rest has no effect; with a number left out in between, GPUs of the pod stay unused. The list was made for another machine.',
  fix: 'take CUDA_VISIBLE_DEVICES out: the device plugin shows the pod its own GPUs and no others',
  source: 'ai-dynamo/dynamo recipes/deepseek-v4/deepseek-v4-flash/sglang/agg/deploy.yaml',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const entry = component.env.get('CUDA_VISIBLE_DEVICES');
      const devices = deviceList(entry?.value);
      if (entry !== undefined && component.gpus > 0 && devices.length > component.gpus) {
        yield {
          path: entry.path,
          message: `CUDA_VISIBLE_DEVICES of '${component.name}' lists ${devices.length} devices (${entry.value}), but its pod has ${component.gpus}`,
        };
      }
    }
  },
};

/** The devices of a list of numbers or UUIDs; none when it is something else. */
function deviceList(value: string | undefined): readonly string[] {
  const devices = (value ?? '').split(',').map((device) => device.trim());
  return devices.every((device) => /^(?:\d+|(?:GPU|MIG)-[\w-]+)$/.test(device)) ? devices : [];
}
