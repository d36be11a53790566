import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

// not the 45 KB aimed at: the README lists where each one goes. It may shrink, and must not grow unnoticed.
const MOST_KILOBYTES = 85;

test.each(['gd-trainer.js', 'gd-trainer.iife.js'])('%s stays within its size', (name) => {
  const file = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  expect(gzipSync(file, { level: 9 }).length / 1000).toBeLessThan(MOST_KILOBYTES);
});
