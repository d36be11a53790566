import { testWith } from './support/compiler.ts';

await testWith('Liftoff');
