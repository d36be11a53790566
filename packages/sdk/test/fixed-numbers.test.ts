import { formatFixed } from '@gd-trainer/sdk/view';
import { readNumeral } from '@gd-trainer/testing/numerals';
import { fc } from '@gd-trainer/testing/properties';
import { expect, test } from 'vitest';

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
          expect(Math.abs(readNumeral(text) - value)).toBeLessThanOrEqual(bound);
        }
      },
    ),
  );
  expect([formatFixed(-0.001, 2), formatFixed(-12345.6, 1), formatFixed(123_456_789, 0)]).toEqual([
    '0.00',
    '−12,345.6',
    '1.23×10⁸',
  ]);
});
