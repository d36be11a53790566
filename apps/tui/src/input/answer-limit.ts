import type { Agent } from 'node:http';
import { Socket } from 'node:net';
import { GdError } from '@gd-trainer/sdk';

/** Mebibytes that a server may say over a connection: the sums of two thousand features are fewer. */
const MOST_MEBIBYTES = 64;
/** Milliseconds between two looks: a fast network brings a few megabytes meanwhile. */
const LOOK_MS = 20;

/** Longest answer of a server before it is cut off. */
export interface AnswerLimit {
  /** A new connection for PostgreSQL. */
  socket(): Socket;
  /** New connections for ClickHouse. */
  agent(secure: boolean): Promise<Agent>;
  /** The reason why a connection was cut, if one was. */
  exceeded(): GdError | undefined;
}

export function answerLimit(): AnswerLimit {
  let reason: GdError | undefined;
  // by the bytes that have come, whatever protocol they are in: a client hands on whole rows, and one may never end
  const watched = <S extends Socket>(socket: S): S => {
    const look = setInterval(() => {
      if (socket.bytesRead <= MOST_MEBIBYTES * 2 ** 20) return;
      reason = tooLong();
      socket.destroy(reason);
    }, LOOK_MS);
    // a connection that was never opened never closes, and must keep nobody
    look.unref();
    socket.once('close', () => clearInterval(look));
    return socket;
  };
  return {
    socket: () => watched(new Socket()),
    async agent(secure) {
      // a third of the start of every command, if it were loaded before it is wanted
      const { Agent } = secure ? await import('node:https') : await import('node:http');
      const agent = new Agent({ keepAlive: true });
      const open = agent.createConnection.bind(agent);
      agent.createConnection = (options, done) => watched(open(options, done) as Socket);
      return agent;
    },
    exceeded: () => reason,
  };
}

function tooLong(): GdError {
  return new GdError(
    'DATA',
    `the server answered with more than ${MOST_MEBIBYTES} MiB, where sums were asked for`,
    'check that --url is that of the database, or name fewer --features',
    { limit: MOST_MEBIBYTES * 2 ** 20 },
  );
}
