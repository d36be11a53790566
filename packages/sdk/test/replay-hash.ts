/** What `replayHash` comes to in every engine; it changes when a computation changes, and only then. */
export const REPLAY_HASH = 'd50170f634e7d008';
