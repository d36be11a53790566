import { narrate } from '@gd-trainer/sdk/narrate';
import {
  diagnosisFacts,
  differencesOf,
  inferredOf,
  penaltyFact,
  penaltyPath,
  stepOf,
  summaryFacts,
  validationFact,
} from '@gd-trainer/sdk/view';
import { Box, Text } from 'ink';
import { type JSX, useEffect, useState } from 'react';
import { cleanLines } from '../output/clean-text.ts';
import type { Paint } from '../plots/canvas.ts';
import { WORDS, type Words } from '../words/words.ts';
import { VERBS } from './command-line.ts';
import { KEYS } from './keys.ts';
import { ASCII_KEYS, footer } from './panels/footer.ts';
import { statusOf } from './panels/header.ts';
import { ledgerPanel } from './panels/ledger.ts';
import { notesIn } from './panels/notes.ts';
import { verdictOfRace } from './panels/race.ts';
import type { View } from './store.ts';

/** Milliseconds between two sentences while the run goes on: enough to hear one out. */
const SENTENCE_MS = 3000;

/** Weights that are told of; a hundred would not be heard out. */
const MOST_WEIGHTS = 6;

/** Room for the chain rule as text: one column, and as many lines as it takes. */
const SPOKEN_COLUMNS = 60;
const SPOKEN_ROWS = 200;

/** The trainer in sentences, for a screen reader: no plots, and never more than it can say. */
export function Spoken({ view }: { readonly view: View }): JSX.Element {
  const { session, rows, screen } = view;
  const [spoken, setSpoken] = useState({ view, at: performance.now() });
  const due = !screen.running || performance.now() - spoken.at >= SENTENCE_MS;
  useEffect(() => {
    if (due && spoken.view !== view) setSpoken({ view, at: performance.now() });
  }, [due, spoken.view, view]);
  const words = WORDS[screen.language];
  const notes = notesIn(view);
  // arrows and the sign for space are names of keys here, not pictures
  const spelled = { ...screen, charset: 'ascii' } as const;
  return (
    <Box flexDirection="column">
      <Said text={words.sentences(rows.data.name, statusOf(view, words))} />
      <Said text={narrate(session.facts[0], screen.language)} />
      {session.race?.fact ? <Said text={verdictOfRace(session.race, screen.language)} /> : null}
      <Said text={sentence(due ? view : spoken.view)} />
      {screen.panel === 'loss' && session.validation && !screen.running ? (
        <Said text={narrate(validationFact(session.validation, session.trainer), screen.language)} />
      ) : null}
      {screen.running ? null : differencesSpoken(view)}
      {screen.panel === 'data' ? (
        <Said text={[words.notes(String(notes.length)), ...notes].join('\n')} />
      ) : null}
      {screen.panel === 'summary' ? <Said text={summarySpoken(view)} /> : null}
      {screen.panel === 'diagnosis' ? <Said text={diagnosisSpoken(view)} /> : null}
      {screen.panel === 'penalty' ? <Said text={penaltySpoken(view)} /> : null}
      {screen.panel === 'ledger' ? <Said text={ledgerSpoken(view)} /> : null}
      {screen.help > 0 ? <Said text={helpSpoken(screen.help, words)} /> : null}
      <Said
        text={footer({ ...view, screen: spelled }, 200, (_, text) => text)
          .join(' ')
          .trim()}
      />
    </Box>
  );
}

/** A text that may hold names from files: nothing in it acts. */
const Said = ({ text = '' }: { readonly text: string | undefined }): JSX.Element => (
  <Text>{cleanLines(text)}</Text>
);

/** What the weights of levels mean. */
function differencesSpoken({ session, screen }: View): JSX.Element[] {
  const differences = differencesOf(session.trainer, session.snapshot).slice(0, MOST_WEIGHTS);
  return differences.map((difference) => {
    const text = narrate(difference, screen.language);
    return <Said key={text} text={text} />;
  });
}

/** How well the model fits and how sure its weights are, a sentence each. */
function summarySpoken({ session, screen }: View): string {
  return summaryFacts(inferredOf(session.trainer), session.trainer)
    .slice(0, 1 + MOST_WEIGHTS)
    .map((fact) => narrate(fact, screen.language))
    .join('\n');
}

/** What is wrong with the fit, or that nothing is, and the rows that matter most. */
function diagnosisSpoken({ session, screen }: View): string {
  return diagnosisFacts(inferredOf(session.trainer), session.trainer)
    .map((fact) => narrate(fact, screen.language))
    .join('\n');
}

/** The value of a penalty that predicts best, and the simplest as good. */
function penaltySpoken({ session, screen }: View): string {
  const found = penaltyPath(session.trainer, screen.penalty);
  if (!found) return WORDS[screen.language].penalty.underWay;
  return narrate(found.refusal ?? penaltyFact(found), screen.language);
}

/** The chain rule of the chosen row, a product a line. */
function ledgerSpoken(view: View): string {
  const plainText: Paint = (_, text) => text;
  return ledgerPanel(view, SPOKEN_COLUMNS, SPOKEN_ROWS, { paint: plainText })
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .join('\n');
}

/** Lines of help at a time: more would not be heard out, and leave the window. */
const HELP_LINES = 12;

function helpSpoken(page: number, words: Words): string {
  const keys = KEYS.map(({ id, shown }) => words.labelled(ASCII_KEYS[id] ?? shown, words.keys[id]));
  const commands = VERBS.map(({ name }) => `:${name} ${words.commands[name]}`);
  const lines = [words.helpKeys, ...keys, words.helpCommands, ...commands, ...words.yankNeeds];
  const first = ((page - 1) % Math.ceil(lines.length / HELP_LINES)) * HELP_LINES;
  return lines.slice(first, first + HELP_LINES).join('\n');
}

function sentence({ session, screen }: View): string {
  const { features } = session.trainer;
  const step = stepOf(session, features, WORDS[screen.language].bias, session.lossBefore);
  return narrate(step, screen.language);
}
