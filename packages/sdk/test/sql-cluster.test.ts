import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { fit, moments, solve } from '@gd-trainer/sdk';
import { momentsFromSql, type SqlOptions } from '@gd-trainer/sdk/sql';
import { needs } from '@gd-trainer/testing/needs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUSTER, type Cluster, findClickHouse, startCluster } from '../../../tools/cluster/clickhouse.ts';
import { expectAgreement } from './sql-agreement.ts';

const found = findClickHouse();

const ROWS = 4000;
const [a, b, noise] = [1, 2, 3].map((seed) => [...randomNumbers(seed, ROWS)]) as [
  number[],
  number[],
  number[],
];
const time = a.map((u) => 1.79e12 + Math.round(1e6 * u));
const size = b.map((u, i) => (i % 9 === 4 ? null : u));
const kind = noise.map((u, i) => (i % 13 === 5 ? null : ['plain', "O'Hara", '多'][Math.floor(3 * u)]!));
// shards hold different levels, so that none of them alone has all
const zip = a.map((_, i) => (i % 3 === 0 ? 7 : [10, 200][i % 2]!));
const price = a.map((u, i) => 3 * u - 2 * b[i]! + noise[i]!);

describe(
  'a Distributed table over two ClickHouse servers',
  needs('path' in found, 'ClickHouse: apt-get install clickhouse-server'),
  () => {
    let cluster: Cluster;
    let clients: ClickHouseClient[];
    const table = {
      dialect: 'clickhouse',
      table: ['default', 'sales'],
      target: 'price',
      features: ['time', 'size'],
    } as const;
    const query: SqlOptions['query'] = async (sql) => {
      const result = await clients[0]!.query({ query: sql, format: 'JSONEachRow' });
      return result.json();
    };

    beforeAll(async () => {
      cluster = await startCluster((found as { path: string }).path, 2);
      clients = cluster.urls.map((url) => createClient({ url, log: { level: ClickHouseLogLevel.OFF } }));
      const columns = 'time Float64, size Nullable(Float64), price Float64, kind Nullable(String), zip Int64';
      for (const [shard, client] of clients.entries()) {
        await client.command({
          query: `CREATE TABLE sales_part (${columns}) ENGINE = MergeTree ORDER BY tuple()`,
        });
        const values = price
          .map((y, i) => ({
            time: time[i],
            size: size[i],
            price: y,
            kind: kind[i],
            zip: zip[i],
          }))
          .filter((_, i) => Number(i % 3 === 0) === shard);
        await client.insert({ table: 'sales_part', values, format: 'JSONEachRow' });
        await client.command({
          query: `CREATE TABLE sales (${columns}) ENGINE = Distributed(${CLUSTER}, default, sales_part)`,
        });
      }
    });
    afterAll(async () => {
      await Promise.all((clients ?? []).map((client) => client.close()));
      await cluster?.stop();
    });

    it('trains the model that its rows train here', async () => {
      const sharded = await momentsFromSql({ ...table, query });
      const local = await moments({ time, size, price }, { target: 'price', missing: 'drop' });
      expectAgreement(sharded, local);
      expect(sharded.skippedRows).toBe(ROWS - local.n);
      const [there, here] = [await fit(sharded), await fit(local)];
      for (const [j, weight] of there.weights.entries()) {
        expect(Math.abs(weight / here.weights[j]! - 1)).toBeLessThan(1e-10);
      }
    });

    it('has the groups of its rows, parted over the servers', async () => {
      const expression = { ...table, features: ['time'], by: 'size_class', query } as const;
      const classes = 'intDiv(toInt64(time), 250000) % 3 AS size_class';
      await clients[0]!.command({ query: `CREATE VIEW classed AS SELECT *, ${classes} FROM sales` });
      const groups = await momentsFromSql({ ...expression, table: ['default', 'classed'] });
      expect(groups.keys.map(([key]) => Number(key))).toEqual([0, 1, 2]);
      for (const [i, [key]] of groups.keys.entries()) {
        const own = [...price.keys()].filter((row) => Math.floor(time[row]! / 250_000) % 3 === Number(key));
        const rows = own.map((row) => ({ time: time[row]!, price: price[row]! }));
        expectAgreement(groups.moments[i]!, await moments(rows, { target: 'price' }));
      }
    });

    it.each([
      [['kind', 'size']],
      [['size*kind', 'category(zip, ref: 10)']],
      [['poly(size, 2)', 'kind=plain', 'bin(time, 1.79e12, 1.7900005e12, 1.791e12)']],
    ])('computes terms where the rows are, levels of all servers among them: %j', async (features) => {
      const sharded = await momentsFromSql({ ...table, features, query });
      const options = { target: 'price', features, missing: 'drop' } as const;
      const local = await moments({ time, size, kind, zip, price }, options);
      expectAgreement(sharded, local);
      expect([sharded.terms?.levels, sharded.skippedRows]).toEqual([local.terms?.levels, ROWS - local.n]);
      const [there, here] = [await solve(sharded), await solve(local)];
      for (const [j, weight] of there.weights.entries()) {
        expect(Math.abs(weight / here.weights[j]! - 1)).toBeLessThan(1e-8);
      }
    });

    it('is never half of its rows: with one server lost there is an error, and no password in it', async () => {
      await cluster.stopShard(1);
      // by its settings the cluster would go on with the rest
      const careless = await query('SELECT COUNT(*) AS n FROM sales');
      expect(Number(careless[0]!.n)).toBeLessThan(ROWS);
      await expect(momentsFromSql({ ...table, query })).rejects.toMatchObject({
        name: 'GdError',
        code: 'DATA',
        message: expect.stringMatching(
          /^the query failed: .*(?:Connection refused|All connection tries failed)/,
        ),
        hint: 'check that the database, and every server of a cluster, can be reached',
      });
      // the server that is left still answers for its own part
      const part = await momentsFromSql({ ...table, table: ['sales_part'], query });
      expect(part.n + part.skippedRows).toBe(ROWS - Math.ceil(ROWS / 3));
      await cluster.stopShard(0);
      const error: Error = await momentsFromSql({ ...table, query }).catch((reason) => reason);
      expect(error.message).toMatch(/^the query failed: .*ECONNREFUSED/);
    });
  },
);
