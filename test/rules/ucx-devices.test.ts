import { ucxDevices } from '../../constructs/rules/ucx-devices';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const said = (devices: string) =>
  findings(ucxDevices, manifest([vllm('worker', 'worker', [], { env: { UCX_NET_DEVICES: devices } })]));

describe('DYN210 devices for UCX', () => {
  test.each(API_VERSIONS)('%s: devices without a port are an error, said once', (apiVersion) => {
    const options = { apiVersion, env: { UCX_NET_DEVICES: 'mlx5_0,mlx5_1:1,mlx5_2' } };
    expect(findings(ucxDevices, manifest([frontend(), vllm('worker', 'worker')], options))).toEqual([
      expect.objectContaining({
        code: 'DYN210',
        severity: 'error',
        path: expect.stringContaining('UCX_NET_DEVICES'),
        message: 'UCX_NET_DEVICES names mlx5_0, mlx5_2 without a port, which UCX does not find',
        fix: 'write mlx5_0:1,mlx5_2:1',
      }),
    ]);
  });

  test('so are blanks between them', () => {
    expect(said('mlx5_0:1, mlx5_1:1').map(({ message }) => message)).toEqual([
      "UCX_NET_DEVICES is 'mlx5_0:1, mlx5_1:1': devices are separated by commas, without blanks",
    ]);
  });

  test.each(['mlx5_0:1,mlx5_1:1', 'all', 'eth0', '^mlx5_0:1', '$(DEVICES)'])('%s passes', (devices) => {
    expect(said(devices)).toEqual([]);
  });
});
