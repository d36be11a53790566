import { formatFixed } from '@gd-trainer/sdk/view';
import { fc } from '@gd-trainer/testing/properties';
import { expect, test } from 'vitest';

/** The number that a reader takes from a text: − for minus, ×10ⁿ for a power of ten. */
function readBack(text: string): number {
  const [, digits, power = ''] = /^(−?[\d.]+)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(text)!;
  const exponent = power
    .replace('⁻', '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)));
  return Number(`${digits!.replace('−', '-')}e${exponent || 0}`);
}

test('a number with so many decimals is read back to half of the last one, a large one to three digits', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 6 }),
      (large, small, decimals) => {
        for (const value of [large, large * small, small]) {
          const text = formatFixed(value, decimals);
          expect(text.length).toBeLessThan(20);
          const bound = Math.abs(value) < 1e8 ? 0.5 * 10 ** -decimals + 1e-7 : 5.1e-3 * Math.abs(value);
          expect(Math.abs(readBack(text) - value)).toBeLessThanOrEqual(bound);
        }
      },
    ),
  );
  expect([formatFixed(-0.001, 2), formatFixed(-1234.5, 1), formatFixed(123_456_789, 0)]).toEqual([
    '0.00',
    '−1234.5',
    '1.23×10⁸',
  ]);
});
