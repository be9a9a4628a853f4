/** Number formats of weights and arithmetic. */
export const Precision = {
  /** bfloat16, 2 bytes. */
  BF16: 'bf16',
  /** 8-bit floating point (E4M3), with a scale per block or per channel. */
  FP8: 'fp8',
  /** NVIDIA's 4-bit floating point: an FP8 scale for each 16 values. Needs Blackwell tensor cores. */
  NVFP4: 'nvfp4',
  /** OCP microscaling 4-bit floating point: an 8-bit exponent for each 32 values. */
  MXFP4: 'mxfp4',
} as const;
export type Precision = (typeof Precision)[keyof typeof Precision];

/** Number formats of the KV cache. */
export const KvPrecision = { BF16: 'bf16', FP8: 'fp8' } as const;
export type KvPrecision = (typeof KvPrecision)[keyof typeof KvPrecision];
