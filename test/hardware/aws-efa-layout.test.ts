import fc from 'fast-check';
import {
  AWS_MACHINES,
  AwsMachine,
  type EfaInterface,
  efaInterfaces,
  interfacesOnCard,
} from '../../constructs/hardware';

const PRIMARY: EfaInterface = { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' };

function efaOnly(networkCardIndex: number, deviceIndex: number): EfaInterface {
  return { networkCardIndex, deviceIndex, interfaceType: 'efa-only' };
}

/** EFA beside the ordinary interface of card 0, and at the first place of every card up to `last`. */
function fromCard0To(last: number): readonly EfaInterface[] {
  return [PRIMARY, efaOnly(0, 1), ...Array.from({ length: last }, (_, index) => efaOnly(index + 1, 0))];
}

describe('EFA interfaces', () => {
  test.each<[AwsMachine, readonly EfaInterface[]]>([
    ['p5.4xlarge', [PRIMARY, efaOnly(0, 1)]],
    ['p5.48xlarge', fromCard0To(31)],
    ['p5e.48xlarge', fromCard0To(31)],
    ['p5en.48xlarge', fromCard0To(15)],
    ['p6-b200.48xlarge', fromCard0To(7)],
    // EFA on card 0 fails the launch of the following.
    ['p6-b300.48xlarge', [PRIMARY, ...Array.from({ length: 16 }, (_, index) => efaOnly(index + 1, 0))]],
    ['p6e-gb200.36xlarge', [PRIMARY, efaOnly(1, 0), efaOnly(5, 0), efaOnly(9, 0), efaOnly(13, 0)]],
  ])('%s has the layout that AWS recommends', (machine, layout) => {
    expect(efaInterfaces(machine)).toEqual(layout);
  });

  test('EC2 and Karpenter accept the layout of every machine', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(AwsMachine)), (machine) => {
        const { network } = AWS_MACHINES[machine];
        const interfaces = efaInterfaces(machine);
        const efa = interfaces.filter(({ interfaceType }) => interfaceType === 'efa-only');
        const places = interfaces.map(({ networkCardIndex, deviceIndex }) => `${networkCardIndex}/${deviceIndex}`);
        expect(interfaces.filter(({ interfaceType }) => interfaceType === 'interface')).toEqual([PRIMARY]);
        expect(new Set(places).size).toBe(places.length);
        expect(new Set(efa.map(({ networkCardIndex }) => networkCardIndex)).size).toBe(efa.length);
        expect(efa).toHaveLength(network.efaCards.length);
        expect(efa.length).toBeLessThanOrEqual(network.efaMaximum);
        for (const { networkCardIndex, deviceIndex } of interfaces) {
          expect(networkCardIndex).toBeLessThan(network.cards);
          expect(deviceIndex).toBeLessThan(interfacesOnCard(network, networkCardIndex));
        }
      }),
    );
  });
});
