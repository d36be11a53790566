// Runs every case on both builds and prints what differs: the whole suite under a compiler chosen by flags to Node.
import { core } from '@gd-trainer/core';
import { CASES } from './cases.ts';
import { difference } from './twins.ts';

const cases = Object.values(CASES).flatMap((make) => make());
const differences = cases.map(difference).filter((text) => text !== undefined);
process.stdout.write(JSON.stringify({ backend: core().backend, cases: cases.length, differences }));
