import { AWS_MACHINES, AWS_PRICES, AwsMachine, type AwsPurchase, pricePerInstance } from '../../constructs/hardware';

/** Dollars for an hour of a machine: on demand, and in a Capacity Block from July 2026. Written from the published lists. */
const PRICES: readonly [AwsMachine, number | undefined, readonly [number, number] | undefined][] = [
  ['p5.4xlarge', 6.88, undefined],
  ['p5.48xlarge', 55.04, [41.528, 41.528]],
  ['p5e.48xlarge', undefined, [47.76, 47.76]],
  ['p5en.48xlarge', 63.296, [49.928, 54.92]],
  ['p6-b200.48xlarge', 113.9328, [98.84, 98.84]],
  ['p6-b300.48xlarge', 142.416, [112.32, 112.32]],
  ['p6e-gb200.36xlarge', undefined, [42.328, 42.328]],
];

describe('AWS prices', () => {
  test('this test names every machine', () => {
    expect(PRICES.map(([machine]) => machine)).toEqual(Object.values(AwsMachine));
  });

  test.each(PRICES)('%s on demand and in a reservation', (machine, dollars) => {
    const price = pricePerInstance(machine, 'on-demand');
    expect(price?.dollarsPerHour).toEqual(dollars === undefined ? undefined : { low: dollars, high: dollars });
    expect(pricePerInstance(machine, 'reservation')).toEqual(price);
  });

  test.each(PRICES)('%s in a Capacity Block', (machine, _onDemand, range) => {
    const price = pricePerInstance(machine, 'capacity-block');
    expect(price?.dollarsPerHour).toEqual(range === undefined ? undefined : { low: range[0], high: range[1] });
    expect(price?.per).toBe(range === undefined ? undefined : 'instance');
  });

  test('spot has no list price', () => {
    expect(Object.values(AwsMachine).map((machine) => pricePerInstance(machine, 'spot'))).toEqual(
      Object.values(AwsMachine).map(() => undefined),
    );
  });

  test('an UltraServer of 72 GPUs costs what AWS lists for it', () => {
    const { ultraServers = [] } = AWS_MACHINES[AwsMachine.P6E_GB200_36XLARGE];
    const instances = ultraServers.find(({ name }) => name === 'u-p6e-gb200x72')?.instances ?? 0;
    const price = pricePerInstance(AwsMachine.P6E_GB200_36XLARGE, 'capacity-block');
    expect((price?.dollarsPerHour.high ?? 0) * instances).toBeCloseTo(761.904, 6);
  });

  test('prices for Capacity Blocks stand as listed, for an accelerator', () => {
    expect(AWS_PRICES['p5en.48xlarge'].capacityBlock).toMatchObject({
      dollarsPerHour: { low: 6.241, high: 6.865 },
      per: 'accelerator',
      date: '2026-07-01',
    });
    expect(AWS_PRICES['p6e-gb200.36xlarge'].capacityBlock?.dollarsPerHour.low).toBe(10.582);
  });

  test('every price has a day, a region and a source', () => {
    const prices = Object.values(AWS_PRICES).flatMap((row) => [row.onDemand ?? [], row.capacityBlock ?? []].flat());
    expect(prices).toHaveLength(11);
    for (const { date, region, source } of prices) {
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect([region, source].filter((text) => text === '')).toEqual([]);
    }
  });

  test('a machine is priced only in ways in which it is sold', () => {
    const ways: readonly AwsPurchase[] = ['on-demand', 'spot', 'capacity-block', 'reservation'];
    const priced = Object.values(AwsMachine).flatMap((machine) =>
      ways.filter((way) => pricePerInstance(machine, way) !== undefined).map((way) => [machine, way] as const),
    );
    expect(priced.filter(([machine, way]) => !AWS_MACHINES[machine].purchase.includes(way))).toEqual([]);
  });
});
