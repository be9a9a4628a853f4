/** Whether a block of addresses is the whole internet, or half of it: two halves are the usual way around a check for `/0`. */
export function isWorld(cidr: unknown): boolean {
  return typeof cidr === 'string' && /\/0*[01]$/.test(cidr.trim());
}
