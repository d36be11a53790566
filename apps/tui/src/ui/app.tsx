import { Box, Text, useInput, useWindowSize } from 'ink';
import { type JSX, useSyncExternalStore } from 'react';
import { EXIT, toFailure } from '../failure.ts';
import { completeCommand, parseCommand } from './command-line.ts';
import { frame } from './frame.ts';
import { keyNames } from './key-name.ts';
import { actionOf } from './keys.ts';
import { Spoken } from './spoken.tsx';
import type { Action, Store } from './store.ts';
import { paintOf } from './theme.ts';

export interface AppProps {
  readonly store: Store;
  readonly spoken: boolean;
  /** Leaves the screen: for good, or to choose other columns. */
  readonly leave: (reason: { readonly exitCode: number } | 'columns') => void;
}

/** The trainer on screen: keys in, a frame of exactly the window's size out. */
export function App({ store, spoken, leave }: AppProps): JSX.Element {
  const view = useSyncExternalStore(store.subscribe, store.view);
  const { columns, rows } = useWindowSize();

  const act = (action: Action | undefined): void => {
    if (action?.type === 'quit') leave({ exitCode: EXIT.done });
    else if (action?.type === 'columns') leave('columns');
    else if (action) store.dispatch(action);
  };

  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const { command } = store.view().screen;
      if (name === 'ctrl+c') leave({ exitCode: EXIT.interrupted });
      else if (command === undefined) act(actionOf(name, store.view()));
      else type(command, name, store, act);
    }
  });

  if (spoken) return <Spoken view={view} />;
  const lines = frame(view, columns, rows, paintOf(view.screen.theme));
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{lines.join('\n')}</Text>
    </Box>
  );
}

/** A key while the command line is open. */
function type(text: string, name: string, store: Store, act: (action: Action | undefined) => void): void {
  const show = (next: string | undefined): void => store.dispatch({ type: 'command', text: next });
  if (name === 'escape') show(undefined);
  else if (name === 'tab') show(completeCommand(text));
  else if (name === 'backspace') show(text === '' ? undefined : text.slice(0, -1));
  else if (name === 'return') {
    show(undefined);
    try {
      act(parseCommand(text));
    } catch (error) {
      store.dispatch({ type: 'message', text: toFailure(error).message, tone: 'error' });
    }
  } else if (name === 'space') show(`${text} `);
  else if (Array.from(name).length === 1) show(text + name);
}
