// Writes packages/datasets/sets/plane.csv: 200 rows of z = 2.5·x1 − 1.5·x2 + 4 + noise. Integers only, so that every engine
// writes the same bytes.
//   node tools/datasets/plane.mjs            the bundled file
//   node tools/datasets/plane.mjs 7 1000 -   seed 7, 1,000 rows, to stdout
import { writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';

const [
  seed = '3',
  rows = '200',
  target = new URL('../../packages/datasets/sets/plane.csv', import.meta.url),
] = argv.slice(2);

/** xorshift32 (Marsaglia 2003); a state of 0 would stay 0. Returns an integer in [0, n), bias < n/2³². */
function generator(start) {
  let state = start >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

const next = generator(Number(seed));
// a small seed begins with small numbers: let the bits spread
for (let i = 0; i < 32; i++) next(2);

/** About normal, in thousandths, σ = 1: the sum of 12 uniform numbers on [0, 1], less its mean. */
function noise() {
  let sum = -6000;
  for (let i = 0; i < 12; i++) sum += next(1001);
  return sum;
}

/** An integer count of 10^−digits as a decimal number. */
const decimal = (integer, digits) => {
  const text = String(Math.abs(integer)).padStart(digits + 1, '0');
  return `${integer < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const lines = ['x1,x2,z'];
for (let i = 0; i < Number(rows); i++) {
  // in hundredths: x1 in [0, 10], x2 in [−5, 5]; z in thousandths
  const x1 = next(1001);
  const x2 = next(1001) - 500;
  const z = 25 * x1 - 15 * x2 + 4000 + noise();
  lines.push([decimal(x1, 2), decimal(x2, 2), decimal(z, 3)].join(','));
}
const text = `${lines.join('\n')}\n`;
if (target === '-') stdout.write(text);
else writeFileSync(target, text);
