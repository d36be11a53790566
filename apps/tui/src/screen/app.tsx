import { Box, Text, useInput, useWindowSize } from 'ink';
import { type JSX, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Keyboard } from '../input/keyboard.ts';
import { EXIT } from '../output/failure.ts';
import type { Action } from './acts.ts';
import { completeCommand, parseCommand } from './command-line.ts';
import { keyNames } from './key-name.ts';
import { actionOf } from './keys.ts';
import { frame } from './panels/frame.ts';
import { Pointing, scrolledBy } from './pointing.ts';
import type { Ending } from './reopening.ts';
import { Spoken } from './spoken.tsx';
import { complaint, type Store } from './store.ts';
import { paintOf } from './theme.ts';
import { edited, type Typing, textOf } from './typing.ts';

export interface AppProps {
  readonly store: Store;
  readonly keyboard: Keyboard;
  readonly spoken: boolean;
  readonly leave: (reason: Ending) => void;
}

/** The trainer on screen: keys and mouse in, a frame of exactly the window's size out. */
export function App({ store, keyboard, spoken, leave }: AppProps): JSX.Element {
  const view = useSyncExternalStore(store.subscribe, store.view);
  const { columns, rows } = useWindowSize();
  const size = useRef({ columns, rows });
  size.current = { columns, rows };

  const act = (action: Action | undefined): void => {
    if (!action) return;
    if ('leave' in action) leave(action.leave);
    else store.dispatch(action);
  };

  const scrolling = (name: string): Action | undefined =>
    spoken ? undefined : scrolledBy(name, store.view(), size.current);

  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const { command } = store.view().screen;
      if (name === 'ctrl+c') leave({ exitCode: EXIT.interrupted });
      else if (name === 'ctrl+z') leave({ suspend: true });
      else if (command === undefined) act(scrolling(name) ?? actionOf(name, store.view()));
      else type(command, name, store, act);
    }
  });

  const asksForMouse = view.screen.mouse && !spoken;
  // what a layout effect returns runs whatever ends the screen, a crash too
  useLayoutEffect(() => {
    if (!asksForMouse) return undefined;
    const pointing = new Pointing();
    return keyboard.listen((report) => {
      for (const action of pointing.actions(report, store.view(), size.current)) store.dispatch(action);
    });
  }, [asksForMouse, keyboard, store]);

  if (spoken) return <Spoken view={view} />;
  const lines = frame(view, columns, rows, paintOf(view.screen.theme));
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{lines.join('\n')}</Text>
    </Box>
  );
}

/** A key while the command line is open. */
function type(line: Typing, name: string, store: Store, act: (action: Action | undefined) => void): void {
  const show = (next: Typing | undefined): void =>
    store.dispatch({ screen: { type: 'command', line: next } });
  if (name === 'tab') show(completeCommand({ ...line, query: undefined }, store.view().rows.data));
  else if (name === 'return') {
    const text = textOf(line);
    store.dispatch({ screen: { type: 'entered', text } });
    try {
      act(parseCommand(text));
    } catch (error) {
      const told = complaint(error, store.view().screen.language);
      store.dispatch({ screen: { type: 'message', text: told, tone: 'error' } });
    }
  } else show(edited(line, name, store.view().screen.history));
}
