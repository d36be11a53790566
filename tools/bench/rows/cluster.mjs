import { expectSame, takeTurns } from '../measure.mjs';
import { importFromRoot, requireFromSdk, sdk } from '../project.mjs';
import { both } from '../table.mjs';

const N = 2e7;
const WORK = both(
  'a fit of 2e7 rows × 3 columns over two ClickHouse servers, both on this machine, one thread each',
  '在两台 ClickHouse 服务器（同在本机，各用一个线程）上拟合 2e7 行 × 3 列',
);

/**
 * The cluster against one server with all the rows. Machines of their own would have cores of their own: here each
 * server may use one thread a query, so that two servers have two cores between them.
 */
export async function* run() {
  const row = {
    id: 'P14',
    work: WORK,
    rival: both('one of them with all rows', '其中一台，装下全部行'),
    unit: 'faster',
  };
  const { CLUSTER, findClickHouse, startCluster } = await importFromRoot('tools/cluster/clickhouse.ts');
  const found = findClickHouse();
  if ('missing' in found) {
    yield { ...row, missing: found.missing };
    return;
  }
  const cluster = await startCluster(found.path, 2);
  const clients = cluster.urls.map(connect);
  try {
    await Promise.all([
      fill(clients[0], 'part', 0, N / 2),
      fill(clients[1], 'part', N / 2, N),
      fill(clients[0], 'whole', 0, N),
    ]);
    const query = `CREATE TABLE sharded AS part ENGINE = Distributed(${CLUSTER}, default, part)`;
    await clients[0].command({ query });
    const models = {};
    const side = (table) => async () => {
      models[table] = await fitTable(clients[0], table);
    };
    const times = await takeTurns({ ours: side('sharded'), theirs: side('whole') });
    const [there, here] = [models.sharded, models.whole].map(({ weights, bias }) => [...weights, bias]);
    expectSame('cluster', there, here, 1e-9);
    yield { ...row, ...times };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await cluster.stop();
  }
}

function connect(url) {
  const { createClient } = requireFromSdk('@clickhouse/client');
  return createClient({ url, clickhouse_settings: { max_threads: 1 } });
}

/** Rows `from` to before `to` of one table: y = 3·x1 − 2·x2 + 7 and a little noise. */
async function fill(client, table, from, to) {
  const columns = 'x1 Float64, x2 Float64, y Float64';
  await client.command({ query: `CREATE TABLE ${table} (${columns}) ENGINE = MergeTree ORDER BY tuple()` });
  const uniform = (seed) => `(intHash32(number * 4 + ${seed}) / 4294967296)`;
  const y = `3 * x1 - 2 * x2 + 7 + ${uniform(3)}`;
  await client.command({
    query: `INSERT INTO ${table} SELECT ${uniform(1)} AS x1, ${uniform(2)} AS x2, ${y} FROM numbers(${from}, ${to - from})`,
  });
}

async function fitTable(client, table) {
  const { momentsFromSql } = await importFromRoot('packages/sdk/dist/sql.js');
  const query = async (sql) => (await client.query({ query: sql, format: 'JSONEachRow' })).json();
  const from = { dialect: 'clickhouse', table: ['default', table], target: 'y', features: ['x1', 'x2'] };
  return sdk.fit(await momentsFromSql({ ...from, query }));
}
