/** What `replayHash` comes to in every engine; it changes when a computation changes, and only then. */
export const REPLAY_HASH = 'c5c75b376204e60c';
