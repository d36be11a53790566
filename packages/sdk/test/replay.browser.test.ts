import { expect, it } from 'vitest';
import { replayHash } from './replay.ts';
import { REPLAY_HASH } from './replay-hash.ts';

it('replays to the bits of Node in Chromium', () => {
  expect(replayHash()).toBe(REPLAY_HASH);
});
