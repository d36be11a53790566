import { type Fact, narrate } from '@gd-trainer/sdk/narrate';
import { Box, Text } from 'ink';
import { type JSX, useEffect, useState } from 'react';
import { WORDS } from '../words/words.ts';
import { footer } from './footer.ts';
import { statusOf } from './header.ts';
import type { View } from './store.ts';

/** Milliseconds between two sentences while the run goes on: enough to hear one out. */
const SENTENCE_MS = 3000;

/** The trainer in sentences, for a screen reader: no plots, and never more than it can say. */
export function Spoken({ view }: { readonly view: View }): JSX.Element {
  const { session, screen } = view;
  const [spoken, setSpoken] = useState({ view, at: performance.now() });
  const due = !screen.running || performance.now() - spoken.at >= SENTENCE_MS;
  useEffect(() => {
    if (due && spoken.view !== view) setSpoken({ view, at: performance.now() });
  }, [due, spoken.view, view]);
  const words = WORDS[screen.language];
  return (
    <Box flexDirection="column">
      <Text>{`${session.data.name}. ${statusOf(view, words)}.`}</Text>
      <Text>{narrate(session.trainer.facts[0], screen.language)}</Text>
      <Text>{sentence(due ? view : spoken.view)}</Text>
      <Text>{footer(view, 200, (_, text) => text).trim()}</Text>
    </Box>
  );
}

function sentence({ session, screen }: View): string {
  const { snapshot, trainer, visits } = session;
  const step: Fact = {
    kind: 'step',
    epoch: snapshot.epoch,
    sample: snapshot.sample,
    loss: snapshot.loss,
    lossBefore: visits.at(-2)?.loss ?? null,
    parameters: [
      ...trainer.features.map((name, j) => ({ name, value: snapshot.weights[j]! })),
      { name: WORDS[screen.language].bias, value: snapshot.bias },
    ],
    status: snapshot.status,
  };
  return narrate(step, screen.language);
}
