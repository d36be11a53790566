/** What `replayHash` comes to in every engine; it changes when a computation changes, and only then. */
export const REPLAY_HASH = '15c83a1524052636';
