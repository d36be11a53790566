/** What `replayHash` comes to in every engine; it changes when a computation changes, and only then. */
export const REPLAY_HASH = '5922d9f0da9d0092';
