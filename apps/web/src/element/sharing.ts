import { GdError } from '@gd-trainer/sdk';
import { toCode } from '@gd-trainer/sdk/export';
import type { Pane } from '@gd-trainer/sdk/view';
import { fitsLink, type HandedRun, type RowEdit, type Session, textOf } from '@gd-trainer/sdk/view';
import { toPng, toSvg } from '../charts/image.ts';
import { partsOf } from '../panes/page.ts';
import { type Choices, COPIED, type Copied, type Shared } from '../view.ts';
import { allWordsOf, languageOf } from '../words/words.ts';
import { fileAt, save } from './files.ts';
import { frameOf, tagOf } from './markup.ts';
import { addressOf, placeOf } from './permalink.ts';
import type { TrainerProperties } from './properties.ts';
import type { ReaderRows } from './reader-rows.ts';
import type { RunControl } from './run-control.ts';

/** What is shared of an element beside its attributes. */
interface Shown {
  readonly run: RunControl;
  readonly rows: ReaderRows;
  readonly choices: Choices;
  /** Shows a text that was to be copied: those whose clipboard is closed take it from there. */
  showCopied(copied: Copied): void;
}

/** Numbers of changed rows that a link holds. */
const MOST_EDITED = 200;

const PICTURES: ReadonlySet<Shared> = new Set(['svg', 'png']);

const isCopied = (kind: Shared): kind is Copied['kind'] => COPIED.some((copied) => copied === kind);

/** The ways out of the page: a link with the run in it, pictures, files. */
export class Sharing {
  readonly #element: TrainerProperties;
  readonly #shown: Shown;

  constructor(element: TrainerProperties, shown: Shown) {
    this.#element = element;
    this.#shown = shown;
  }

  /** The address of the page with the run in it. Rejects with `UNSUPPORTED` where that could not bring the run back. */
  async link(): Promise<string> {
    return addressOf(await this.#link(placeOf(this.#element)));
  }

  /** A link to the run in an element at a place. */
  async #link(place: string | undefined): Promise<string> {
    const { trainer } = this.#run;
    const edits = this.#edits;
    if (fitsLink(trainer.toState())) return textOf('link', { ...this.#handed, place });
    const isOwn = this.#shown.rows.areOwn;
    if (isOwn || edits.length * (trainer.features.length + 2) > MOST_EDITED) {
      const { tooMany, instead } = allWordsOf(languageOf(this.#element)).share;
      throw new GdError('UNSUPPORTED', tooMany(String(isOwn ? trainer.rows : edits.length)), instead);
    }
    return textOf('link', { ...this.#handed, place, ...(edits.length > 0 ? { edits } : {}) });
  }

  async image(type: 'png' | 'svg', pane: Pane): Promise<Blob> {
    const chart = this.#run && (await this.#chart(pane));
    if (!chart)
      throw new GdError('UNSUPPORTED', `the pane ${pane} shows no chart`, 'ask for one that the page shows');
    return type === 'svg' ? toSvg(chart) : toPng(chart);
  }

  code(language: 'typescript' | 'numpy'): string {
    const { trainer, file = 'data.csv' } = this.#handed;
    return toCode(trainer, language, { file });
  }

  /** Hands the run out, as a link in the clipboard or as a file. */
  async share(kind: Shared): Promise<void> {
    if (isCopied(kind)) await this.#copy(kind);
    else await this.#save(kind);
  }

  async #copy(kind: Copied['kind']): Promise<void> {
    const text = await this.#textOf(kind);
    const isInClipboard = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.#shown.showCopied({ kind, text, isInClipboard: isInClipboard ?? false });
  }

  async #textOf(kind: Copied['kind']): Promise<string> {
    const { epoch } = this.#run.snapshot;
    const isOwn = this.#shown.rows.areOwn || this.#edits.length > 0;
    if (kind === 'tag')
      return tagOf(this.#element, epoch, isOwn, allWordsOf(languageOf(this.#element)).share);
    // the player has one element
    return kind === 'link'
      ? this.link()
      : frameOf(this.#element, this.#element.player!, await this.#link(undefined));
  }

  async #save(kind: Exclude<Shared, Copied['kind']>): Promise<void> {
    const chart = PICTURES.has(kind) ? await this.#chart(this.#shown.choices.picture) : null;
    await save(kind, { ...this.#handed, chart });
  }

  /** The run, and how its reader has it. */
  get #handed(): HandedRun {
    const { src } = this.#element;
    return {
      trainer: this.#run.trainer,
      name: src,
      view: this.#shown.choices.pane,
      language: languageOf(this.#element),
      file: fileAt(src),
    };
  }

  /** Changes to the rows as they were read. */
  get #edits(): readonly RowEdit[] {
    return this.#shown.run.table?.edits ?? [];
  }

  get #run(): Session {
    const { session } = this.#shown.run;
    if (session) return session;
    throw new GdError('UNSUPPORTED', 'there is no run yet', 'wait for the event gd-ready');
  }

  async #chart(pane: Pane): Promise<SVGSVGElement | null> {
    await Promise.all(partsOf([pane], true).map((part) => part.load()));
    this.#element.requestUpdate();
    await this.#element.updateComplete;
    return this.#element.renderRoot.querySelector<SVGSVGElement>(`[data-pane=${pane}] svg.chart`);
  }
}
