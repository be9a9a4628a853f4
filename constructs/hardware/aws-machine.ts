/** The AWS instance types with GPUs that Stator has facts for, smallest GPU first. `AWS_MACHINES` holds the facts. */
export const AwsMachine = {
  /** One H100. */
  P5_4XLARGE: 'p5.4xlarge',
  /** Eight H100. */
  P5_48XLARGE: 'p5.48xlarge',
  /** Eight H200; 32 network cards, as p5.48xlarge has. */
  P5E_48XLARGE: 'p5e.48xlarge',
  /** Eight H200; 16 network cards of twice the speed. */
  P5EN_48XLARGE: 'p5en.48xlarge',
  /** Eight B200. */
  P6_B200_48XLARGE: 'p6-b200.48xlarge',
  /** Eight B300. */
  P6_B300_48XLARGE: 'p6-b300.48xlarge',
  /** Four GB200: a tray of an NVL72 rack, sold as part of an UltraServer. */
  P6E_GB200_36XLARGE: 'p6e-gb200.36xlarge',
} as const;
export type AwsMachine = (typeof AwsMachine)[keyof typeof AwsMachine];
