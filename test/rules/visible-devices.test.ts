import { visibleDevices } from '../../constructs/rules/visible-devices';
import { alpha, beta, type Part } from './graph-text';
import { violations } from './support';

const devices = (value: string, gpus?: number): Part => ({
  name: 'w',
  type: 'worker',
  env: { CUDA_VISIBLE_DEVICES: value },
  ...(gpus === undefined ? {} : { gpus }),
});

describe('DYN040 visible devices', () => {
  test.each([beta, alpha])('more devices than GPUs are a warning', (text) => {
    const [violation, ...others] = violations(visibleDevices, text([devices('0,1,2,3,4,5,6,7', 4)]));
    expect(others).toEqual([]);
    expect(violation?.path).toContain('[CUDA_VISIBLE_DEVICES]');
    expect(violation?.message).toBe("CUDA_VISIBLE_DEVICES of 'w' lists 8 devices (0,1,2,3,4,5,6,7), but its pod has 4");
    expect(visibleDevices.severity).toBe('warning');
  });

  test.each(['0,1,2,3', '0, 1', '', 'all', 'none', '$(DEVICES)', '-1'])("'%s' of 4 GPUs passes", (value) => {
    expect(violations(visibleDevices, beta([devices(value, 4)]))).toEqual([]);
  });

  test('a variable of the graph counts for its workers', () => {
    const spec = { env: [{ name: 'CUDA_VISIBLE_DEVICES', value: '0,1' }] };
    const yaml = beta([{ name: 'frontend' }, { name: 'w', gpus: 1 }], { spec });
    expect(violations(visibleDevices, yaml)).toHaveLength(1);
  });

  test('without a GPU limit there is nothing to compare', () => {
    expect(violations(visibleDevices, beta([devices('0,1')]))).toEqual([]);
  });
});
