import type { FitOptions } from '@gd-trainer/sdk';
import { PAGE_SETTINGS } from '@gd-trainer/sdk/view';
import { fetchOfferedSets, type OfferedSet } from '../input/offered-sets.ts';
import { bytesOfFile } from '../input/rows.ts';
import type { SampleSet } from '../input/sample-sets.ts';
import type { SourceView } from '../panes/data.ts';
import { allWordsOf, languageOf } from '../words/words.ts';
import { NO_READING } from './attributes.ts';
import type { TrainerProperties } from './properties.ts';
import type { RunControl } from './run-control.ts';

/** The element to a reader who has rows. */
interface RowsOwner {
  /** True if the author lets the reader bring rows. */
  mayOpen(): boolean;
  /** The reader's own rows are in: show what columns they have. */
  showColumns(): void;
}

/** More than one line, or JSON. */
const ROWS = /\n|^[[{]\s*["{[]/;

/** All settings, by name, since an element has an innerHTML too; those that are not given as none. */
const settingsIn = (options: Partial<FitOptions>): Partial<FitOptions> =>
  Object.fromEntries(PAGE_SETTINGS.map((name) => [name, options[name]]));

/**
 * The reader's way to other rows: sets the page offers, a file, a drop, a paste. All of it ends in the same attributes
 * an author would write, so that there is one way to load.
 */
export class ReaderRows {
  offered: readonly OfferedSet[] = [];
  readonly #element: TrainerProperties;
  readonly #run: RunControl;
  readonly #owner: RowsOwner;
  /** Text that the reader opened last. */
  #opened: string | Uint8Array | undefined;

  constructor(element: TrainerProperties, run: RunControl, owner: RowsOwner) {
    this.#element = element;
    this.#run = run;
    this.#owner = owner;
    element.addEventListener('dragover', (event) => owner.mayOpen() && event.preventDefault());
    element.addEventListener('drop', (event) => owner.mayOpen() && this.#drop(event));
    element.addEventListener('paste', (event) => owner.mayOpen() && this.#paste(event));
  }

  /** Offers the sets listed at an address; the first is opened if the author named no other rows. */
  async offer(address: string): Promise<void> {
    try {
      this.offered = await fetchOfferedSets(address);
    } catch (error) {
      this.#run.fail(error);
      return;
    }
    const { src, data } = this.#element;
    const [first] = this.offered;
    if (first && !this.#run.table && src === undefined && data === undefined) this.openSet(first);
    this.#element.requestUpdate();
  }

  /** True if the rows are ones that the reader opened. */
  get areOwn(): boolean {
    return this.#opened !== undefined && this.#element.data === this.#opened;
  }

  openSet({ src, target, features, options }: OfferedSet): void {
    const { initial, missing } = options;
    const settings = settingsIn(options);
    const start = { weights: initial && Array.from(initial.weights), bias: initial?.bias };
    Object.assign(this.#element, settings, start, NO_READING, {
      missing,
      src,
      data: undefined,
      target,
      features,
    });
  }

  /** Opens a set that came with the element; its rows go with a link as the reader's own do. */
  openSample({ csv, options }: SampleSet): void {
    this.#opened = csv;
    Object.assign(this.#element, settingsIn(options), { data: csv });
  }

  async openFile(file: Blob): Promise<void> {
    try {
      this.openText(await bytesOfFile(file));
    } catch (error) {
      this.#run.fail(error);
    }
  }

  openText(text: string | Uint8Array): void {
    const nothing = {
      src: undefined,
      target: undefined,
      features: undefined,
      weights: undefined,
      bias: undefined,
      ...NO_READING,
    };
    this.#opened = text;
    Object.assign(this.#element, nothing, { data: text });
    this.#owner.showColumns();
  }

  /** A file dropped on the element. */
  #drop(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.openFile(file);
  }

  /** Rows pasted anywhere but into a field, where a paste means something else. */
  #paste(event: ClipboardEvent): void {
    const isTyping = (event.composedPath()[0] as Element).matches('input, textarea');
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isTyping || !ROWS.test(text.trim())) return;
    event.preventDefault();
    this.openText(text);
  }

  view(): SourceView {
    const { src } = this.#element;
    const base = document.baseURI;
    const address = src && URL.canParse(src, base) ? new URL(src, base).href : undefined;
    const language = languageOf(this.#element);
    const { table, session } = this.#run;
    const trainer = session?.trainer;
    return {
      language,
      words: allWordsOf(language),
      table,
      notes: table?.notes ?? trainer?.notes ?? [],
      target: trainer?.target ?? this.#element.target,
      features: trainer?.options.features ?? trainer?.inputs ?? this.#element.features ?? [],
      offered: this.offered,
      chosenSet: this.offered.find((set) => set.src === address),
      openSet: (set) => this.openSet(set),
      openSample: (set) => this.openSample(set),
      openFile: (file) => this.openFile(file),
      openText: (text) => this.openText(text),
      chooseColumns: (columns) => Object.assign(this.#element, columns),
    };
  }
}
