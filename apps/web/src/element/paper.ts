import type { ReactiveControllerHost } from 'lit';
import { PRINTING } from '../view.ts';
import { whileConnected } from './connected.ts';

/** Parts of an element that its way to paper asks for. */
interface PaperWork {
  /** Draws at once, to the size that everything has now. */
  draw(): void;
  /** Begins to load what was to wait until it is seen. */
  load(): void;
}

/** Takes an element to paper, where it is light and as wide as a sheet, whatever the screen is. */
export function followToPaper(host: ReactiveControllerHost & Element, { draw, load }: PaperWork): void {
  const turn = (isPrinting: boolean): void => {
    host.toggleAttribute(PRINTING, isPrinting);
    draw();
  };
  const begin = (): void => {
    turn(true);
    load();
  };
  whileConnected(host, (signal) => {
    addEventListener('beforeprint', begin, { signal });
    addEventListener('afterprint', () => turn(false), { signal });
  });
}
