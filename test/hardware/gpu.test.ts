import { CpuArch, GPU_SPECS, Gpu, GpuName, type GpuSpec, Precision } from '../../constructs/hardware';

const BLACKWELL = [Gpu.B200, Gpu.GB200, Gpu.B300, Gpu.GB300];
const HOPPER = [Gpu.H100, Gpu.H200];

const spec: GpuSpec = {
  memoryMib: 97871,
  hbmBytesPerSecond: 4e12,
  denseTflops: { bf16: 148, fp8: 296 },
  nvlinkBytesPerSecond: 900e9,
  nvlinkDomain: 8,
  smVersion: 90,
  powerWatts: 500,
  cpuArch: CpuArch.AMD64,
  productLabels: [],
};

describe('the GPUs of the table', () => {
  test('have the memory that nvidia-smi reports', () => {
    expect(Gpu.H100.memoryMib).toBe(81559);
    expect(Gpu.H200.memoryMib).toBe(143771);
    expect(Gpu.B200.memoryMib).toBe(183359);
    expect(Gpu.GB200.memoryMib).toBe(189471);
    expect(Gpu.B300.memoryMib).toBe(275040);
    expect(Gpu.GB300.memoryMib).toBe(284208);
  });

  test('have bandwidth, throughput and power', () => {
    expect(Gpu.H100).toMatchObject({
      hbmBytesPerSecond: 3.35e12,
      nvlinkBytesPerSecond: 900e9,
      powerWatts: 700,
      smVersion: 90,
    });
    expect(Gpu.GB200).toMatchObject({
      hbmBytesPerSecond: 8e12,
      nvlinkBytesPerSecond: 1.8e12,
      powerWatts: 1200,
      smVersion: 100,
    });
    expect(Gpu.B300.smVersion).toBe(103);
    expect(Gpu.H200.denseTflops).toEqual({ bf16: 989, fp8: 1979 });
    expect(Gpu.B200.denseTflops).toEqual({ bf16: 2250, fp8: 4500, nvfp4: 9000, mxfp4: 4500 });
    expect(Gpu.GB300.denseTflops.nvfp4).toBe(15000);
  });

  test('Grace GPUs share an NVLink domain of 72, four to a tray, and come with arm64', () => {
    for (const gpu of [Gpu.GB200, Gpu.GB300]) {
      expect(gpu).toMatchObject({ nvlinkDomain: 72, gpusPerTray: 4, cpuArch: 'arm64' });
    }
    for (const gpu of [Gpu.H100, Gpu.H200, Gpu.B200, Gpu.B300]) {
      expect(gpu).toMatchObject({ nvlinkDomain: 8, gpusPerTray: undefined, cpuArch: 'amd64' });
    }
  });

  test('have the names that GPU feature discovery, AIConfigurator and the deployment request use', () => {
    const names = Object.values(GpuName).map((name) => {
      const { productLabels, aiconfiguratorSystem, dgdrSku } = GPU_SPECS[name];
      return [name, productLabels[0], aiconfiguratorSystem, dgdrSku];
    });
    expect(names).toEqual([
      ['A100_40GB', 'NVIDIA-A100-SXM4-40GB', undefined, 'a100_sxm'],
      ['A100', 'NVIDIA-A100-SXM4-80GB', 'a100_sxm', 'a100_sxm'],
      ['L40S', 'NVIDIA-L40S', 'l40s', 'l40s'],
      ['H100', 'NVIDIA-H100-80GB-HBM3', 'h100_sxm', 'h100_sxm'],
      ['H200', 'NVIDIA-H200', 'h200_sxm', 'h200_sxm'],
      ['B200', 'NVIDIA-B200', 'b200_sxm', 'b200_sxm'],
      ['GB200', 'NVIDIA-GB200', 'gb200', 'gb200'],
      ['B300', 'NVIDIA-B300-SXM6-AC', 'b300_sxm', 'b300_sxm'],
      ['GB300', 'NVIDIA-GB300', 'gb300', undefined],
    ]);
  });

  test('say where their facts come from and when they were read', () => {
    for (const name of Object.values(GpuName)) {
      expect(GPU_SPECS[name].source).toMatch(/, 20\d\d-\d\d/);
    }
  });

  test('double their throughput from BF16 to FP8', () => {
    for (const { denseTflops } of [...HOPPER, ...BLACKWELL]) {
      expect((denseTflops.fp8 ?? 0) / (denseTflops.bf16 ?? 1)).toBeCloseTo(2, 2);
    }
  });
});

describe('number formats', () => {
  test('all GPUs have tensor cores for BF16 and FP8, Blackwell for FP4', () => {
    for (const gpu of BLACKWELL) {
      expect(Object.values(Precision).every((precision) => gpu.supports(precision))).toBe(true);
    }
    for (const gpu of HOPPER) {
      expect(gpu.supports('bf16')).toBe(true);
      expect(gpu.supports('fp8')).toBe(true);
      expect(gpu.supports('nvfp4')).toBe(false);
      expect(gpu.supports('mxfp4')).toBe(false);
    }
  });

  test('Ampere serves FP8 weights without tensor cores for them, and no NVFP4', () => {
    for (const gpu of [Gpu.A100, Gpu.A100_40GB]) {
      expect([gpu.supports('fp8'), gpu.serves('fp8'), gpu.serves('nvfp4')]).toEqual([false, true, false]);
    }
  });

  test('without a GPU any format does', () => {
    expect(Object.values(Precision).every((precision) => Gpu.NONE.serves(precision))).toBe(true);
  });

  test('MXFP4 weights are served everywhere, NVFP4 weights on Blackwell only', () => {
    expect(HOPPER.map((gpu) => gpu.serves('mxfp4'))).toEqual([true, true]);
    expect(HOPPER.map((gpu) => gpu.serves('nvfp4'))).toEqual([false, false]);
    expect(BLACKWELL.every((gpu) => gpu.serves('nvfp4'))).toBe(true);
  });
});

describe('Gpu.custom', () => {
  test('takes any facts', () => {
    const h20 = Gpu.custom('H20', spec);
    expect(`${h20}`).toBe('H20');
    expect(h20).toMatchObject({
      memoryMib: 97871,
      dgdrSku: undefined,
      aiconfiguratorSystem: undefined,
      productLabels: [],
    });
  });

  test('is frozen, and does not see later changes of its facts', () => {
    const labels = ['NVIDIA-H20'];
    const h20 = Gpu.custom('H20', { ...spec, productLabels: labels });
    labels.push('other');
    expect(h20.productLabels).toEqual(['NVIDIA-H20']);
    expect(Object.isFrozen(h20)).toBe(true);
    expect(Object.isFrozen(h20.denseTflops)).toBe(true);
  });

  test.each<[Partial<GpuSpec>, RegExp]>([
    [{ memoryMib: 0 }, /'memoryMib' must be a whole number of at least 1, got 0/],
    [{ memoryMib: 80.5 }, /'memoryMib' must be a whole number/],
    [{ hbmBytesPerSecond: 0 }, /'hbmBytesPerSecond' must be a number above 0, got 0/],
    [{ powerWatts: Number.NaN }, /'powerWatts' must be a number above 0/],
    [{ denseTflops: { fp8: -1 } }, /'denseTflops.fp8' must be a number above 0, got -1/],
    [{ nvlinkDomain: 0 }, /'nvlinkDomain' must be a whole number of at least 1/],
    [{ gpusPerTray: 16 }, /'gpusPerTray' must be a whole number from 1 to 8, got 16/],
  ])('refuses %j', (change, message) => {
    expect(() => Gpu.custom('H20', { ...spec, ...change })).toThrow(message);
  });

  test('refuses an empty name', () => {
    expect(() => Gpu.custom(' ', spec)).toThrow(/'name' must be a name that is not empty/);
  });
});
