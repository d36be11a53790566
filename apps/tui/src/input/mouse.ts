// Reports of a terminal's mouse: asked for, and taken out of what comes from the keyboard before any of it is a key.

/** Presses and the wheel, drags, and the form of reports (SGR) whose numbers have no bound. */
const MODES = [1000, 1002, 1006];
export const MOUSE_ON: string = MODES.map((mode) => `\u001b[?${mode}h`).join('');
export const MOUSE_OFF: string = MODES.toReversed()
  .map((mode) => `\u001b[?${mode}l`)
  .join('');

/** An act of the mouse, at a cell counted from 0. */
export interface MouseAct {
  readonly kind: 'press' | 'drag' | 'wheel';
  readonly column: number;
  readonly row: number;
  /** Lines that the wheel goes down by; 0 for all else. */
  readonly by: number;
}

/** What came from a terminal, parted. */
export interface Parted {
  readonly keys: Buffer;
  readonly acts: readonly MouseAct[];
}

/**
 * A report from its start on, in characters of a byte each: whole, broken off by what can be part of none, or of the old
 * form, whose three bytes may be any. Nothing else begins as they do.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins a report
const REPORT = /\u001b\[(?:<([ -?]*)(?:([@-~])|(?=[^ -~]))|M.{3})/gs;
/** What may yet become one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BEGUN = /\u001b(?:\[(?:<[ -?]*|M.{0,2})?)?$/s;
/** Characters of a begun report that are kept: more than any has that says something. */
const MOST_KEPT = 64;

/** Parts reports from keys, in whatever pieces they come. */
export class MouseReports {
  #begun = '';
  /** True if an escape was given up as a key, and what follows may show that it was none. */
  #gaveUp = false;

  /** True if the escape key may have been pressed: nothing but time tells it from the start of a report. */
  get isUndecided(): boolean {
    return this.#begun === '\u001b';
  }

  take(bytes: Uint8Array): Parted {
    const came = Buffer.from(bytes).toString('latin1');
    const isRest = this.#gaveUp && came.startsWith('[<');
    this.#gaveUp = false;
    const text = this.#begun + (isRest ? '\u001b' : '') + came;
    const acts: MouseAct[] = [];
    const keys = text.replace(REPORT, (_, numbers: string | undefined, end: string | undefined) => {
      acts.push(...actsOf(numbers, end));
      return '';
    });
    const [begun = ''] = BEGUN.exec(keys) ?? [];
    this.#begun = begun.slice(0, MOST_KEPT);
    return { keys: Buffer.from(keys.slice(0, keys.length - begun.length), 'latin1'), acts };
  }

  /** Takes an escape for the key. */
  decide(): Buffer {
    if (!this.isUndecided) return Buffer.alloc(0);
    this.#begun = '';
    this.#gaveUp = true;
    return Buffer.from('\u001b');
  }
}

const SHIFT = 4;
const MOTION = 32;
const WHEEL = 64;

/** The act of a report: of the left button or the wheel, without shift, which is the terminal's own. */
function actsOf(numbers = '', end: string | undefined): MouseAct[] {
  const [, code, x, y] = /^(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(numbers)?.map(Number) ?? [];
  if (end !== 'M' || code === undefined || !x || !y || (code & SHIFT) !== 0) return [];
  const at = { column: x - 1, row: y - 1 };
  const [button, isMotion] = [code & 3, (code & MOTION) !== 0];
  if (code >= WHEEL)
    return code < 2 * WHEEL && button < 2 ? [{ kind: 'wheel', ...at, by: button === 0 ? -1 : 1 }] : [];
  return button === 0 ? [{ kind: isMotion ? 'drag' : 'press', ...at, by: 0 }] : [];
}
