import { createRequire } from 'node:module';
import { needs } from '@gd-trainer/testing/needs';
import { describe } from 'vitest';
import { installHere } from '../../../tools/cluster/engines.ts';
import { agreesWithSdk, type Engine } from './sql-agreement.ts';

interface Chdb {
  query(sql: string, format: string): string;
}

const requireFromCluster = createRequire(new URL('../../../tools/cluster/package.json', import.meta.url));

/** ClickHouse inside this process, where it is installed. */
function findChdb(): Chdb | undefined {
  for (const prepare of [() => undefined, installHere]) {
    try {
      prepare();
      return requireFromCluster('chdb') as Chdb;
    } catch {
      // not there, or not made for this machine
    }
  }
  return undefined;
}

const chdb = findChdb();

describe(
  'the moments of a table in ClickHouse',
  needs(chdb !== undefined, 'chdb: npm install --prefix tools/cluster'),
  () => {
    const engine: Engine = {
      dialect: 'clickhouse',
      query: async (sql) =>
        chdb!
          .query(sql, 'JSONEachRow')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
      types: {
        double: 'Nullable(Float64)',
        integer: 'Nullable(Int64)',
        decimal: 'Nullable(Decimal(18, 2))',
        text: 'Nullable(String)',
        time: "Nullable(DateTime64(3, 'UTC'))",
      },
      storage: 'ENGINE = MergeTree ORDER BY tuple()',
      quoted: (name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    };

    agreesWithSdk(() => engine);
  },
);
