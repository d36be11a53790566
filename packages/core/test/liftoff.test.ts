import { testWith } from './support/compiler.ts';

testWith('Liftoff');
