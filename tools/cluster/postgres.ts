// A PostgreSQL server of our own: a new folder, a Unix socket in it, no port, gone afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Found, findProgram } from './engines.ts';

export interface PostgresServer {
  /** Folder of the socket, which clients take for a host. */
  readonly host: string;
  readonly user: string;
  stop(): Promise<void>;
}

const START_MS = 20_000;

export const findPostgres = (): Found => findProgram('postgres', 'postgresql', ['/usr/lib/postgresql/*/bin']);

/** Starts the server that was found. It refuses to run as root, so that root hands it to the user of Debian's package. */
export async function startPostgres(program: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gd-postgres-'));
  const data = join(folder, 'data');
  const root = process.getuid?.() === 0;
  const as = root ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (root) chownSync(folder, as.uid!, as.gid!);

  execFileSync(
    join(dirname(program), 'initdb'),
    ['-D', data, '-U', 'trainer', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    { stdio: 'ignore', cwd: folder, ...as },
  );
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'];
  const server = spawn(program, ['-D', data, ...settings], { stdio: 'ignore', cwd: folder, ...as });
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };

  const deadline = Date.now() + START_MS;
  while (!existsSync(join(folder, '.s.PGSQL.5432'))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error('the PostgreSQL server did not start');
    }
    await setTimeout(20);
  }
  return { host: folder, user: 'trainer', stop };
}

const idOf = (which: '-u' | '-g'): number =>
  Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
