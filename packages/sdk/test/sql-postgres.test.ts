import { momentsFromSql } from '@gd-trainer/sdk/sql';
import { needs } from '@gd-trainer/testing/needs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type PostgresServer, startPostgres } from '../../../tools/cluster/postgres.ts';
import { agreesWithSdk, type Engine, expectAgreement } from './sql-agreement.ts';

const found = findPostgres();

describe(
  'the moments of a table in PostgreSQL',
  needs('path' in found, 'PostgreSQL: apt-get install postgresql'),
  () => {
    let server: PostgresServer;
    let client: pg.Client;
    const engine: Engine = {
      dialect: 'postgres',
      query: async (sql) => (await client.query(sql)).rows,
      types: {
        double: 'DOUBLE PRECISION',
        integer: 'BIGINT',
        decimal: 'NUMERIC(18, 2)',
        text: 'TEXT',
        time: 'TIMESTAMP',
      },
      quoted: (name) => `"${name.replaceAll('"', '""')}"`,
    };

    beforeAll(async () => {
      server = await startPostgres((found as { path: string }).path);
      client = new pg.Client({ host: server.host, user: server.user, database: 'postgres' });
      // a server is there a moment before it lets anyone in
      for (let tries = 50; ; tries--) {
        try {
          await client.connect();
          break;
        } catch (error) {
          if (tries === 0) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
          client = new pg.Client({ host: server.host, user: server.user, database: 'postgres' });
        }
      }
    });
    afterAll(async () => {
      await client?.end();
      await server?.stop();
    });

    agreesWithSdk(() => engine);

    it('of several servers: through partitions the rows travel, one by one the sums do, and merge', async () => {
      const { query } = engine;
      await query('CREATE EXTENSION postgres_fdw');
      await query(
        'CREATE TABLE whole (k INT, x DOUBLE PRECISION, kind TEXT, y DOUBLE PRECISION) PARTITION BY LIST (k)',
      );
      for (const k of [0, 1]) {
        // each shard a database of its own, reached over the same socket
        await query(`CREATE DATABASE shard${k}`);
        const shard = new pg.Client({ host: server.host, user: server.user, database: `shard${k}` });
        await shard.connect();
        await shard.query(
          `CREATE TABLE part AS SELECT ${k} AS k, 1.79e12::float8 + i AS x, (ARRAY['plain', 'O''Hara', '多'])[1 + i % 3] AS kind, sqrt(i + ${k})::float8 AS y FROM generate_series(1, 2000) i`,
        );
        await shard.end();
        await query(
          `CREATE SERVER shard${k} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '${server.host}', dbname 'shard${k}')`,
        );
        await query(
          `CREATE USER MAPPING FOR ${server.user} SERVER shard${k} OPTIONS (user '${server.user}')`,
        );
        await query(
          `CREATE FOREIGN TABLE part${k} PARTITION OF whole FOR VALUES IN (${k}) SERVER shard${k} OPTIONS (table_name 'part')`,
        );
      }
      await query('CREATE TABLE local AS SELECT * FROM whole');
      const asked: string[] = [];
      const noted: Engine['query'] = (sql) => {
        asked.push(sql);
        return query(sql);
      };
      const ask = (name: string, features = ['x']) =>
        momentsFromSql({ dialect: 'postgres', target: 'y', features, query: noted, table: [name] });
      const [local, whole, part0, part1] = [
        await ask('local'),
        await ask('whole'),
        await ask('part0'),
        await ask('part1'),
      ];
      expectAgreement(whole, local);
      expectAgreement(part0.merge(part1), local);
      const terms = ['kind', 'x*kind', 'x^2'];
      const [levelled, levels] = [await ask('local', terms), await ask('whole', terms)];
      expectAgreement(levels, levelled);
      expect(levels.names.slice(0, 2)).toEqual(['kind=plain', 'kind=多']);
      const declared = ["category(kind, O'Hara, plain, 多)", 'x^2'];
      expectAgreement(
        (await ask('part0', declared)).merge(await ask('part1', declared)),
        await ask('local', declared),
      );
      asked.splice(0, asked.length);
      await ask('whole');
      await ask('part1');
      const planOf = async (statement: string): Promise<string> =>
        (await query(`EXPLAIN VERBOSE ${statement}`)).map((row) => row['QUERY PLAN']).join('\n');
      const [sumsOfWhole, sumsOfPart] = [asked.findLast((sql) => sql.includes('"whole"')), asked.at(-1)];
      expect(await planOf(sumsOfPart!)).toMatch(/Remote SQL: SELECT count\(\*\), sum\(/);
      // release 15 has no sums of sums of other servers: here all rows travel, as the guide says
      await query('SET enable_partitionwise_aggregate = on');
      expect(await planOf(sumsOfWhole!)).toMatch(/Remote SQL: SELECT x, y FROM/);
      expect(await planOf(sumsOfWhole!)).not.toMatch(/Remote SQL: .*sum\(/);
    });
  },
);
