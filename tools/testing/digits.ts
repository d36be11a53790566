/** Digits on which two numbers agree, at most 15: the log relative error of NIST's StRD. */
export function digitsAgreed(computed: number, certified: number): number {
  const difference = Math.abs(computed - certified);
  if (difference === 0) return 15;
  return Math.min(15, -Math.log10(certified === 0 ? difference : difference / Math.abs(certified)));
}
