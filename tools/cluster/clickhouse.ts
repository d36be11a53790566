// ClickHouse servers of our own on loopback, each from a configuration in a new folder that is gone afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Found, findProgram } from './engines.ts';

export interface Cluster {
  /** HTTP address of each server. */
  readonly urls: readonly string[];
  /** Stops one server, as if its machine were lost. */
  stopShard(index: number): Promise<void>;
  stop(): Promise<void>;
}

/** Name of the cluster in CREATE TABLE … ENGINE = Distributed(pair, …). */
export const CLUSTER = 'pair';
const HOST = '127.0.0.1';
const START_MS = 30_000;

export const findClickHouse = (): Found => findProgram('clickhouse-server', 'clickhouse-server');

/** Starts `shards` servers that know each other. */
export async function startCluster(program: string, shards: number): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gd-clickhouse-'));
  const ports = await freePorts(3 * shards);
  const tcp = ports.slice(shards, 2 * shards);
  const servers = Array.from({ length: shards }, (_, k) => {
    const home = join(folder, String(k));
    mkdirSync(home);
    writeFileSync(join(home, 'users.xml'), USERS);
    writeFileSync(
      join(home, 'config.xml'),
      configuration(home, {
        http: ports[k]!,
        tcp: tcp[k]!,
        interserver: ports[2 * shards + k]!,
        shards: tcp,
      }),
    );
    const server = spawn(program, [`--config-file=${join(home, 'config.xml')}`], {
      stdio: 'ignore',
      cwd: home,
    });
    return { server, ended: once(server, 'exit') };
  });

  const stopShard = async (index: number): Promise<void> => {
    const { server, ended } = servers[index]!;
    server.kill('SIGKILL');
    await ended;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((_, k) => stopShard(k)));
    rmSync(folder, { recursive: true, force: true });
  };
  const urls = ports.slice(0, shards).map((port) => `http://${HOST}:${port}`);
  try {
    await Promise.all(urls.map(untilUp));
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, stopShard, stop };
}

async function untilUp(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(50);
  }
  throw new Error(`the ClickHouse server at ${url} did not start`);
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const listeners = await Promise.all(
    Array.from({ length: count }, async () => {
      const listener = createServer().listen(0, HOST);
      await once(listener, 'listening');
      return listener;
    }),
  );
  const ports = listeners.map((listener) => (listener.address() as { port: number }).port);
  for (const listener of listeners) listener.close();
  return ports;
}

// as careless as an administrator can make it: without its servers it answers from the rest. The statements forbid it
const USERS = `<yandex>
  <profiles><default>
    <skip_unavailable_shards>1</skip_unavailable_shards>
    <max_memory_usage>2000000000</max_memory_usage>
  </default></profiles>
  <users><default>
    <password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
  </default></users>
  <quotas><default></default></quotas>
</yandex>`;

interface Ports {
  readonly http: number;
  readonly tcp: number;
  readonly interserver: number;
  readonly shards: readonly number[];
}

function configuration(home: string, { http, tcp, interserver, shards }: Ports): string {
  const replicas = shards.map(
    (port) => `<shard><replica><host>${HOST}</host><port>${port}</port></replica></shard>`,
  );
  return `<yandex>
  <logger><level>warning</level><log>${home}/server.log</log><errorlog>${home}/error.log</errorlog></logger>
  <listen_host>${HOST}</listen_host>
  <http_port>${http}</http_port><tcp_port>${tcp}</tcp_port>
  <interserver_http_host>${HOST}</interserver_http_host><interserver_http_port>${interserver}</interserver_http_port>
  <path>${home}/data/</path><tmp_path>${home}/tmp/</tmp_path><user_files_path>${home}/files/</user_files_path>
  <users_config>${home}/users.xml</users_config><default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>100000000</mark_cache_size><uncompressed_cache_size>100000000</uncompressed_cache_size>
  <remote_servers><${CLUSTER}>${replicas.join('')}</${CLUSTER}></remote_servers>
</yandex>`;
}
