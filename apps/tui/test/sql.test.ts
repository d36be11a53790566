import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@clickhouse/client';
import { DuckDBInstance } from '@duckdb/node-api';
import { needs } from '@gd-trainer/testing/needs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUSTER, type Cluster, findClickHouse, startCluster } from '../../../tools/cluster/clickhouse.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../tools/cluster/postgres.ts';
import { OneProcess } from './one-process.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const data = join(dist, 'data/');
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-sql-'));
const PASSWORD = 'open-sesame-7';
const gd = new OneProcess();

afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string>>;

function environment(env: Env): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8', ...env };
}

const run = (argv: readonly string[], env: Env = {}) => gd.run(argv, { cwd: folder, env });

/** Penguins as they are trained from the bundled file. */
async function expected() {
  const { stdout } = await run(['penguins', '--json', '--quiet']);
  return JSON.parse(stdout);
}

const PENGUINS = ['--target', 'body_mass_g', '--features', 'flipper_length_mm,bill_depth_mm'];

const WANTED = ['flipper_length_mm', 'bill_depth_mm', 'body_mass_g'];

/** The wanted columns of every row, as SQL. */
function penguinRows(): string[] {
  const [header = '', ...rows] = readFileSync(join(data, 'penguins.csv'), 'utf8').trim().split('\n');
  const places = WANTED.map((name) => header.split(',').indexOf(name));
  return rows.map((row) => {
    const cells = row.split(',');
    return `(${places.map((place) => (Number(cells[place]) > 0 ? cells[place] : 'NULL')).join(', ')})`;
  });
}

/** The same summary to eight digits. */
function expectErrors(found: string, wanted: string) {
  const errorsIn = (stdout: string): [string, number][] =>
    JSON.parse(stdout).parameters.map((row: { name: string; standardError: number }) => [
      row.name,
      row.standardError,
    ]);
  expect(errorsIn(found).map(([name]) => name)).toEqual(errorsIn(wanted).map(([name]) => name));
  for (const [i, [, error]] of errorsIn(found).entries()) {
    expect(Math.abs(error / errorsIn(wanted)[i]![1] - 1)).toBeLessThan(1e-8);
  }
}

async function expectPenguins(stdout: string) {
  const [found, wanted] = [JSON.parse(stdout), await expected()];
  expect(found).toMatchObject({ status: 'converged', rows: 342, skippedRows: 2, epochs: wanted.epochs });
  for (const [name, weight] of Object.entries(wanted.weights)) {
    expect(found.weights[name]).toBeCloseTo(weight as number, 8);
  }
}

describe('a DuckDB database', () => {
  const url = join(folder, 'birds.duckdb');
  const from = ['sql', '--dialect', 'duckdb', '--url', url, '--table', 'main.penguins', ...PENGUINS];

  beforeAll(async () => {
    const instance = await DuckDBInstance.create(url);
    const client = await instance.connect();
    await client.run(
      `CREATE TABLE penguins AS SELECT * FROM read_csv('${join(data, 'penguins.csv')}', nullstr = ['', 'NA'])`,
    );
    client.closeSync();
    instance.closeSync();
  });

  it('gives the weights of the file', async () => {
    const { status, stdout, stderr } = await run([...from, '--json']);
    expect(stderr).toBe('gd-trainer: 2 of 344 rows left out: no value in a column that is used\n');
    await expectPenguins(stdout);
    expect(status).toBe(0);
  });

  it('trains on some rows with --where', async () => {
    const { stdout } = await run([...from, '--where', 'flipper_length_mm > 200', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'converged', rows: 148, skippedRows: 0 });
  });

  it('gives a model a group, as the file does', async () => {
    const groups = ['--by', 'species', '--csv', '--quiet'];
    const numbersIn = (stdout: string): unknown[] =>
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(',').map((cell) => (Number(cell) ? Number(cell).toPrecision(9) : cell)))
        .sort();
    const { status, stdout } = await run([...from, ...groups]);
    expect(status).toBe(0);
    expect(numbersIn(stdout)).toEqual(numbersIn((await run(['penguins', ...groups])).stdout));
    expect(numbersIn(stdout)).toHaveLength(4);
    expect((await run([...from, '--by', 'city'])).stderr).toMatch(/^gd-trainer: the query failed: .*"city"/);
  });

  it.each(['hc3', 'cluster:species'])(
    'tells how sure the weights are as the file does, %s',
    async (errors) => {
      const [there, file] = [
        await run([...from, '--errors', errors, '--json', '--quiet']),
        await run(['summary', 'penguins', '--errors', errors, '--json', '--quiet']),
      ];
      expectErrors(there.stdout, file.stdout);
      const table = (await run([...from, '--errors', errors, '--level', '0.9', '--lang', 'zh-CN'])).stdout;
      expect(table).toContain('body_mass_g：342 行的最小二乘');
      expect(table).toContain('90%');
      expect(await run([...from, '--by', 'species', '--errors', errors])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('--by makes many'),
      });
    },
  );

  it('saves a model that predicts', async () => {
    expect(await run([...from, '--save', 'model.json'])).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).not.toContain('birds');
    const { stdout } = await run(['predict', 'model.json', 'penguins', '--quiet']);
    expect(stdout.split('\n')).toHaveLength(346);
  });

  it('refuses batches, --missing error and columns that are not there', async () => {
    expect(await run([...from, '--batch-size', '32'])).toMatchObject({ status: 2, stdout: '' });
    expect(await run([...from, '--missing', 'error'])).toMatchObject({
      status: 3,
      stderr:
        'gd-trainer: 2 of 344 rows have no value in a column that is used; pass --missing drop to leave such rows out\n',
    });
    const { status, stderr } = await run([...from.slice(0, -1), 'wings']);
    expect(stderr).toMatch(/^gd-trainer: the query failed: .*"wings" not found.*; check the table.*\n$/);
    expect(status).toBe(3);
  });
});

describe('without the clients', () => {
  // a place from which no node_modules is found
  const program = join(folder, 'dist', 'cli.js');
  beforeAll(() => cpSync(dist, join(folder, 'dist'), { recursive: true }));

  it.each([
    ['clickhouse', '@clickhouse/client'],
    ['postgres', 'pg'],
    ['duckdb', '@duckdb/node-api'],
  ])('%s says what to install', (dialect, name) => {
    const argv = ['sql', '--dialect', dialect, '--table', 't', '--target', 'y', '--features', 'x'];
    const options = { cwd: folder, encoding: 'utf8', env: environment({}) } as const;
    const { status, stderr } = spawnSync(process.execPath, [program, ...argv], options);
    expect(stderr).toBe(`gd-trainer: this needs "${name}", which is not installed; npm install ${name}\n`);
    expect(status).toBe(2);
  });
});

const clickHouse = findClickHouse();

describe(
  'two ClickHouse servers',
  needs('path' in clickHouse, 'ClickHouse: apt-get install clickhouse-server'),
  () => {
    let cluster: Cluster;
    const from = ['sql', '--dialect', 'clickhouse', '--table', 'default.penguins', ...PENGUINS];
    const url = () => ['--url', cluster.urls[0]!];

    beforeAll(async () => {
      cluster = await startCluster((clickHouse as { path: string }).path, 2);
      const columns = WANTED.map((name) => `${name} Nullable(Float64)`).join(', ');
      const rows = penguinRows();
      for (const [shard, address] of cluster.urls.entries()) {
        const client = createClient({ url: address });
        const part = rows.filter((_, i) => i % 2 === shard).join(', ');
        for (const query of [
          `CREATE TABLE part (${columns}) ENGINE = MergeTree ORDER BY tuple()`,
          `INSERT INTO part VALUES ${part}`,
          `CREATE TABLE penguins (${columns}) ENGINE = Distributed(${CLUSTER}, default, part)`,
        ]) {
          await client.command({ query });
        }
        await client.close();
      }
    });
    afterAll(() => cluster?.stop(), 30_000);

    it('give the weights of the file from a Distributed table, by --url or by variable', async () => {
      const { status, stdout, stderr } = await run([...from, ...url(), '--json']);
      expect(stderr).toBe('gd-trainer: 2 of 344 rows left out: no value in a column that is used\n');
      await expectPenguins(stdout);
      expect(status).toBe(0);
      // two servers sum in the order in which their threads and answers arrive: no two queries have the same last digit
      await expectPenguins(
        (await run([...from, '--json', '--quiet'], { CLICKHOUSE_URL: cluster.urls[0]! })).stdout,
      );
      const robust = (await run([...from, ...url(), '--errors', 'HC3', '--json', '--quiet'])).stdout;
      expectErrors(
        robust,
        (await run(['summary', 'penguins', '--errors', 'HC3', '--json', '--quiet'])).stdout,
      );
    });

    it('train on some rows with --where', async () => {
      const { stdout } = await run([...from, ...url(), '--where', 'flipper_length_mm > 200', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'converged', rows: 148, skippedRows: 0 });
    });

    it('are told a wrong password, and nobody else is', async () => {
      const address = new URL(cluster.urls[0]!);
      address.username = 'ann';
      address.password = PASSWORD;
      const { status, stdout, stderr } = await run(from, { GD_TRAINER_URL: address.href });
      expect(stderr).toMatch(/^gd-trainer: the query failed: .*ann/);
      expect(stdout + stderr).not.toContain(PASSWORD);
      expect(status).toBe(3);
    });

    it('are not half a table: with one of them lost there is an error and nothing on stdout', async () => {
      await cluster.stopShard(1);
      const { status, stdout, stderr } = await run([...from, ...url(), '--json']);
      expect(stderr).toMatch(
        /^gd-trainer: the query failed: .*; check that the database, and every server of a cluster, can be reached\n$/,
      );
      expect(stdout).toBe('');
      expect(status).toBe(3);
    });
  },
);

const found = findPostgres();

describe('a PostgreSQL server', needs('path' in found, 'PostgreSQL: apt-get install postgresql'), () => {
  let server: PostgresServer;
  let client: pg.Client;
  const from = ['sql', '--dialect', 'postgres', '--table', 'public.penguins', ...PENGUINS];
  const variables = (): Env => ({ PGHOST: server.host, PGUSER: server.user, PGDATABASE: 'postgres' });

  beforeAll(async () => {
    server = await startPostgres((found as { path: string }).path);
    for (let tries = 50; ; tries--) {
      client = new pg.Client({ host: server.host, user: server.user, database: 'postgres' });
      try {
        await client.connect();
        break;
      } catch (error) {
        // a server is there a moment before it lets anyone in
        if (tries === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    await client.query(`CREATE TABLE penguins (${WANTED.map((name) => `${name} NUMERIC`).join(', ')})`);
    await client.query(`INSERT INTO penguins VALUES ${penguinRows().join(', ')}`);
    await client.query(`CREATE ROLE ann LOGIN PASSWORD '${PASSWORD}'`);
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it("gives the weights of the file, by the client's own variables", async () => {
    const { status, stdout } = await run([...from, '--json', '--quiet'], variables());
    await expectPenguins(stdout);
    expect(status).toBe(0);
    const robust = (await run([...from, '--errors', 'HC2', '--json', '--quiet'], variables())).stdout;
    expectErrors(robust, (await run(['summary', 'penguins', '--errors', 'HC2', '--json', '--quiet'])).stdout);
  });

  it('is reached by GD_TRAINER_URL, and its password shows nowhere', async () => {
    const address = `postgres://ann:${PASSWORD}@localhost/postgres?host=${encodeURIComponent(server.host)}`;
    const { status, stdout, stderr } = await run([...from, '--save', 'secret.json'], {
      GD_TRAINER_URL: address,
    });
    expect(status).toBe(3);
    expect(stderr).toContain('permission denied for table penguins');
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  it('cannot be changed by a condition', async () => {
    await client.query('CREATE SEQUENCE counter');
    const { status, stderr } = await run([...from, '--where', "nextval('counter') > 0"], variables());
    expect(stderr).toContain('cannot execute nextval() in a read-only transaction');
    expect(status).toBe(3);
  });

  it('cannot be talked out of reading by a condition that goes on with other statements', async () => {
    const attack =
      'true)) AS counted; COMMIT; DROP TABLE IF EXISTS victim; CREATE TABLE pwned (a int); SELECT * FROM (SELECT 1 WHERE (true';
    const tables = async (): Promise<string[]> =>
      (await client.query("SELECT relname FROM pg_class WHERE relname IN ('victim', 'pwned')")).rows.map(
        ({ relname }) => relname as string,
      );
    // what one text of several statements does inside a transaction that may only read
    await client.query('CREATE TABLE victim (a int)');
    await client.query('BEGIN READ ONLY');
    await client.query(`SELECT COUNT(*) FROM (SELECT 1 WHERE (${attack}\n)) AS x`).catch(() => {});
    await client.query('ROLLBACK');
    expect(await tables()).toEqual(['pwned']);

    await client.query('DROP TABLE pwned; CREATE TABLE victim (a int)');
    const { status, stderr } = await run([...from, '--where', attack], variables());
    expect(stderr).toContain('cannot insert multiple commands into a prepared statement');
    expect(status).toBe(3);
    expect(await tables()).toEqual(['victim']);
  });

  it('is left alone after Ctrl-C: the query is cancelled', async () => {
    const where = 'pg_sleep(0.5) IS NOT NULL';
    const child = spawn(process.execPath, [join(dist, 'cli.js'), ...from, '--where', where], {
      cwd: folder,
      env: environment(variables()),
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const sleeping = async (): Promise<number> => {
      const sql = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(0.5)%'";
      // this very question asks for the words, too
      return (await client.query(sql)).rows.length - 1;
    };
    while ((await sleeping()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toBe('gd-trainer: stopped before the database had answered: there is no result\n');
    while ((await sleeping()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('a server that echoes what it was sent', () => {
  it('is quoted without the password, in whatever form it stands there', async () => {
    const password = 'p&ss/wörd "7"';
    let echoed = '';
    const server = createServer((request, response) => {
      const sent = request.headers.authorization ?? `${request.headers['x-clickhouse-key']}`;
      const pair = Buffer.from(sent.replace(/^Basic /, ''), 'base64').toString();
      echoed = [sent, pair, encodeURIComponent(password), JSON.stringify(pair), password].join(' | ');
      response.writeHead(500).end(`got ${echoed}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://bob:${encodeURIComponent(password)}@127.0.0.1:${port}`;
    const child = spawn(
      process.execPath,
      [
        join(dist, 'cli.js'),
        'sql',
        '--dialect',
        'clickhouse',
        '--table',
        't',
        '--target',
        'y',
        '--features',
        'x',
        '--json',
      ],
      { cwd: folder, env: environment({ GD_TRAINER_URL: url }) },
    );
    let printed = '';
    const keep = (text: Buffer): void => {
      printed += text;
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', keep);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(3);
    server.close();
    // the server did say it, in all of these forms
    expect(echoed).toContain(password);
    expect(printed).toContain('got');
    const base64 = Buffer.from(`bob:${password}`).toString('base64').replace(/=+$/, '');
    for (const form of [password, 'wörd', encodeURIComponent(password), base64]) {
      expect(printed).not.toContain(form);
    }
  });
});
