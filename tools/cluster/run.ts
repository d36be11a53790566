// node tools/cluster/run.ts [ROWS]: trains from a table over two ClickHouse servers, then from all rows on one of them,
// compares the weights, stops a server and shows what the user then reads.
import { createRequire } from 'node:module';
import { fit, GdError } from '../../packages/sdk/dist/index.js';
import { momentsFromSql } from '../../packages/sdk/dist/sql.js';
import { CLUSTER, findClickHouse, startCluster } from './clickhouse.ts';

const { ClickHouseLogLevel, createClient } = createRequire(
  new URL('../../packages/sdk/package.json', import.meta.url),
)('@clickhouse/client');

const rows = Number(process.argv[2] ?? 10_000_000);
const found = findClickHouse();
if ('missing' in found) {
  console.error(found.missing);
  process.exit(1);
}

const cluster = await startCluster(found.path, 2);
const clients = cluster.urls.map((url) => createClient({ url, log: { level: ClickHouseLogLevel.OFF } }));
const columns = 'size Float64, age Float64, price Float64';

/** Writes rows `from` up to `to`: price = 3·size − 2·age + 7 and a little noise. */
async function fill(shard: number, table: string, from: number, to: number): Promise<void> {
  await clients[shard].command({
    query: `CREATE TABLE ${table} (${columns}) ENGINE = MergeTree ORDER BY tuple()`,
  });
  await clients[shard].command({
    query:
      `INSERT INTO ${table} SELECT size, age, 3 * size - 2 * age + 7 + (intHash32(n + 2) % 1000) / 1000 FROM ` +
      `(SELECT number + ${from} AS n, (intHash32(n) % 100000) / 1000 AS size, (intHash32(n + 1) % 9000) / 100 AS age ` +
      `FROM numbers(${to - from}))`,
  });
}

/** Trains from a table of the first server, with what it took. */
async function train(table: string): Promise<readonly number[]> {
  const query = async (sql: string) =>
    (await clients[0].query({ query: sql, format: 'JSONEachRow' })).json() as Promise<
      Record<string, unknown>[]
    >;
  const start = performance.now();
  const moments = await momentsFromSql({
    dialect: 'clickhouse',
    table: ['default', table],
    target: 'price',
    features: ['size', 'age'],
    query,
  });
  const model = await fit(moments);
  const milliseconds = (performance.now() - start).toFixed(0);
  const weights = [...model.weights, model.bias];
  console.log(
    `${table}: ${model.rows} rows, ${model.status} in ${milliseconds} ms, w₁ w₂ b = ${weights.join(' ')}`,
  );
  return weights;
}

try {
  await Promise.all([
    fill(0, 'part', 0, rows / 2),
    fill(1, 'part', rows / 2, rows),
    fill(0, 'whole', 0, rows),
  ]);
  const query = `CREATE TABLE sharded (${columns}) ENGINE = Distributed(${CLUSTER}, default, part)`;
  await clients[0].command({ query });

  const there = await train('sharded');
  const here = await train('whole');
  const apart = Math.max(...there.map((weight, j) => Math.abs(weight / here[j]! - 1)));
  console.log(`largest difference of a weight: ${apart.toExponential(1)} of it`);

  await cluster.stopShard(1);
  console.log('one server stopped');
  await train('sharded').catch((error: unknown) => {
    if (!(error instanceof GdError)) throw error;
    console.log(`${error.name} ${error.code}: ${error.message}`);
  });
} finally {
  await Promise.all(clients.map((client) => client.close()));
  await cluster.stop();
}
