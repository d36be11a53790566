import { type FitOptions, GdError, type Trainer } from '@gd-trainer/sdk';
import type { CsvOptions } from '@gd-trainer/sdk/csv';
import { type Experiment, PANES, type Pane, Session, trainerOfColumns } from '@gd-trainer/sdk/view';
import { Picture } from '../charts/picture.ts';
import { chooseColumns, type DataTable, inlineCsv, isLarge, readRows } from '../input/rows.ts';
import { late } from '../late.ts';
import type { ElementStatus, HoldOut } from '../view.ts';
import { allWordsOf, languageOf, told } from '../words/words.ts';
import { approach, KERNELS, wayTo } from './approach.ts';
import { optionsOf, type RunSettings, readingOf, settingsOf } from './attributes.ts';
import { whileConnected } from './connected.ts';
import { emit } from './events.ts';
import { inPageWords } from './failure.ts';
import { addresses, shownPage } from './frames.ts';
import { followInlineRows } from './inline-rows.ts';
import type { TrainerProperties } from './properties.ts';

/** Facts of the element beside its attributes. */
interface RunOwner {
  /** True if it is time to load. */
  mayLoad(): boolean;
  /** Loads what a run will be shown by. */
  prepare(): Promise<unknown>;
  pause(): void;
  /** A run stands at its start, or where a link has brought it. */
  present(session: Session, isNew: boolean): void;
  /** The run, or what is wrong with it, is another: it is to be drawn. */
  changed(): void;
  /** The run has moved, and stands otherwise than before if it has turned. */
  moved(session: Session, hasTurned: boolean): void;
}

interface ChosenColumns {
  readonly target: string | undefined;
  readonly features: readonly string[] | undefined;
}

/** The way from a link in the address to its run. */
const PERMALINK = told(() => import('./permalink.ts'));

/** True if there may be a link in the address. */
const hasLink = (): boolean => addresses().length > 0;

/** Opens sessions on text, terms, rows held out and whatever else the sdk reads: columns of numbers take none of it. */
const READER = late(() => import('../input/reader.ts').then(({ Trainer }) => Trainer));

/** The life of a run in the element: rows come in, a run begins on them, or one is taken up that a link holds. */
export class RunControl {
  table: DataTable | undefined;
  session: Session | undefined;
  picture: Picture | undefined;
  error: GdError | undefined;
  /** Number of times that something was done to a run: who goes on with one later sees whether it was left alone. */
  moves = 0;
  /** The epoch that the run is on its way to, frame by frame. */
  destination: number | undefined;
  /** Properties written down since the last drawing that the run has already. */
  readonly settled = new Set<PropertyKey>();
  readonly #element: TrainerProperties;
  readonly #owner: RunOwner;
  #request: AbortController | undefined;
  /** True while the run moves by what this element does; else it is the author's script that moves its trainer. */
  #isMoving = false;
  /** Number of times that a run was to be opened: what the last one asked for is what comes. */
  #opened = 0;
  /** True while the code that opens it is on its way. */
  #isOpening = false;
  #unsubscribe: (() => void) | undefined;
  /** True while the address may hold a link that has neither been taken up nor refused. */
  #isLinkDue = true;
  /** Columns that a link has asked for, and those that were asked for before. */
  #lent: (ChosenColumns & { readonly before: ChosenColumns }) | undefined;

  constructor(element: TrainerProperties, owner: RunOwner) {
    this.#element = element;
    this.#owner = owner;
    whileConnected(element, (signal) => {
      for (const page of new Set([window, shownPage().page]))
        page.addEventListener('hashchange', () => this.#follow(), { signal });
    });
    followInlineRows(element, () => {
      if (element.hasUpdated && element.data == null && element.src == null) this.load();
    });
  }

  /** True if rows are on their way. */
  get isLoading(): boolean {
    return this.#request !== undefined || this.#isOpening;
  }

  /**
   * Reads the rows from wherever they are, and begins; but first takes up a link in the address that is still to be
   * opened. Data that come later stand in its place, and what is wrong with it is told beside them.
   *
   * @param keepsRun - what is there stays if the link is refused
   */
  async load(keepsRun = false): Promise<void> {
    this.#owner.pause();
    this.#request?.abort();
    this.#opened++;
    this.#request = undefined;
    this.error = undefined;
    if (!this.#owner.mayLoad()) return;
    const request = new AbortController();
    this.#request = request;
    const { signal } = request;
    const read = () => readRows(this.#element, readingOf(this.#element as CsvOptions), signal);
    let refusal: GdError | undefined;
    const refuse = (error: unknown): undefined => {
      if (signal.aborted || !(error instanceof GdError)) throw error;
      refusal = error;
    };
    try {
      const prepared = this.#owner.prepare();
      const links = this.#isLinkDue && hasLink() ? await PERMALINK.load().catch(refuse) : undefined;
      const linked = await links?.linkedExperiment(this.#element).catch(refuse);
      const own = linked && links!.tableOfState(linked.state);
      let table = own ?? (await read());
      const asLinked = linked && links!.tableOfLink(linked, table);
      const session =
        linked &&
        (await links!
          .openLinked(linked, asLinked, signal, allWordsOf(languageOf(this.#element)).share)
          .catch(refuse));
      if (own && refusal) table = await read();
      // without them the numbers are the same and only come more slowly
      if (table && isLarge(table)) await KERNELS.load().catch(() => {});
      await prepared;
      if (signal.aborted) return;
      this.#request = undefined;
      // without any rows it waits for those that a script may bring
      this.#isLinkDue = linked !== undefined && !session && !refusal;
      if (session) this.#takeUp(linked!, session, asLinked, links!.travels(linked!.state));
      else if (!(keepsRun && refusal)) await this.#beginOn(table);
      if (signal.aborted) return;
      if (refusal && !this.error) this.fail(refusal);
    } catch (error) {
      if (signal.aborted) return;
      this.#request = undefined;
      this.table = undefined;
      this.session = undefined;
      this.fail(error);
    }
    this.#owner.changed();
  }

  /** Takes up a link that has come into the address of an open page, if it is for this element. */
  async #follow(): Promise<void> {
    try {
      if (!hasLink()) return;
      const { linkedExperiment } = await PERMALINK.load();
      if (!(await linkedExperiment(this.#element))) return;
    } catch (error) {
      this.fail(error);
      return;
    }
    this.#isLinkDue = true;
    const loaded = this.load(true);
    this.#owner.changed();
    await loaded;
  }

  /** Begins on other rows; the columns that only a link asked for go with it. */
  #beginOn(table: DataTable | undefined): Promise<void> {
    const { target, features } = this.#element;
    const lent = this.#lent;
    if (lent && target === lent.target && features === lent.features) this.settle(lent.before);
    this.#lent = undefined;
    this.table = table;
    return this.begin();
  }

  /** Options of a new run, but for its columns. */
  get #options(): FitOptions {
    // an attribute that is taken away leaves null
    const { missing, validation, patience } = this.#element;
    return {
      ...optionsOf(this.#element),
      missing: missing ?? 'drop',
      ...(validation != null && { validation }),
      ...(patience != null && { patience }),
    };
  }

  /** A new run on the rows that are there. */
  async begin(): Promise<void> {
    const { target, features, weights, bias = 0, epoch = 0 } = this.#element;
    const { table } = this;
    this.#owner.pause();
    this.error = undefined;
    const initial = weights && { initial: { weights, bias } };
    let session: Session | undefined;
    let isThere = true;
    try {
      const columns = table && chooseColumns(table, target, features);
      const options = { ...this.#options, ...columns, ...initial };
      const opened = table && this.#open(table, options);
      const trainer = opened instanceof Promise ? await opened : opened;
      if (table && !trainer) return;
      isThere = !trainer || wayTo(trainer, epoch)();
      session = trainer && new Session(trainer);
    } catch (error) {
      this.session = undefined;
      this.fail(error);
      return;
    }
    this.session = undefined;
    this.#owner.changed();
    if (!session) return;
    this.#show(session);
    this.#owner.present(session, true);
    if (!isThere) approach(this, epoch);
  }

  /** A run on these rows, at once where its code is there; none if another has been asked for meanwhile. */
  #open({ source }: DataTable, options: FitOptions): Trainer | Promise<Trainer | undefined> {
    const turn = ++this.#opened;
    const own = trainerOfColumns(source, options);
    if (own || READER.part) return own ?? new READER.part!(source, options);
    this.#isOpening = true;
    this.#owner.changed();
    return READER.load()
      .finally(() => {
        this.#isOpening = false;
      })
      .then((Reader) => (turn === this.#opened ? new Reader(source, options) : undefined));
  }

  /** Goes on with the run that a link holds, with its rows or without, and shows what its sender looked at. */
  #takeUp(
    { view, language }: Experiment,
    session: Session,
    table: DataTable | undefined,
    hasRows: boolean,
  ): void {
    this.table = table;
    this.#show(session);
    const { target, features, options } = session.trainer;
    const { validation } = options;
    // without rows held out it says nothing
    const patience = validation === undefined ? undefined : options.patience;
    const before = { target: this.#element.target, features: this.#element.features };
    this.#lent = { target, features, before: this.#lent?.before ?? before };
    // rows that travelled with it are no longer those of an address
    const place = hasRows ? { src: undefined } : {};
    this.settle({ target, features, validation, patience, ...settingsOf(options), ...place });
    if (PANES.includes(view as Pane)) this.#element.view = view as Pane;
    if (language) this.#element.lang = language;
    this.#owner.present(session, false);
  }

  /** The run as it would have gone with one point changed; an added one is what is then looked at. */
  edit(change: (table: DataTable, trainer: Trainer) => DataTable): void {
    const trainer = this.session?.trainer;
    if (!trainer) return;
    this.#redo(
      (table) => change(table, trainer),
      ({ rows }) => rows > trainer.rows && this.picture!.pick(rows - 1),
    );
  }

  /** The run as it would have gone with other rows held out. */
  async holdOut(held: HoldOut): Promise<void> {
    const { validation, patience, seed } = this.#element;
    this.settle(held);
    if (!(await this.#redo((table) => table))) this.settle({ validation, patience, seed });
  }

  /** The run on other rows: from its start, under the present settings, to this epoch. False if there is none, and why is then shown. */
  async #redo(
    tableFrom: (table: DataTable) => DataTable,
    shown?: (trainer: Trainer) => void,
  ): Promise<boolean> {
    const { session, picture, table } = this;
    if (!session || !table) return false;
    this.#owner.pause();
    this.error = undefined;
    const { trainer, snapshot, points } = session;
    // points that are dragged change before the run is where it was
    const epoch = this.destination ?? snapshot.epoch;
    let isThere: boolean;
    try {
      const changed = tableFrom(table);
      const { target, features, options } = trainer;
      const chosen = { target, features: options.features ?? features, initial: points[0]! };
      const opened = this.#open(changed, { ...this.#options, ...chosen });
      const run = opened instanceof Promise ? await opened : opened;
      if (!run) return false;
      isThere = wayTo(run, epoch)();
      this.table = changed;
      this.#show(new Session(run), picture);
      shown?.(run);
    } catch (error) {
      this.fail(error);
      return false;
    }
    this.#owner.changed();
    emit(this.#element, 'gd-change', this.session!.snapshot);
    this.destination = undefined;
    if (!isThere) approach(this, epoch);
    return true;
  }

  /** Writes down as properties what the run has already. */
  settle(properties: object): void {
    Object.assign(this.#element, properties);
    for (const name of Object.keys(properties)) this.settled.add(name);
  }

  /** Puts settings into the run. False if it refuses them, which is then shown. */
  set(settings: RunSettings, names: readonly (keyof FitOptions)[]): boolean {
    this.error = undefined;
    return this.restart((session) => session.set(optionsOf(settings, names)));
  }

  /** Does to the run what gives it another future. */
  restart(change: (session: Session) => void): boolean {
    return this.move((session, picture) => {
      change(session);
      this.#show(session, picture);
    });
  }

  /** Does something to the run. False if it could not be done, which is then shown. */
  move(change: (session: Session, picture: Picture) => void): boolean {
    const { session, picture } = this;
    if (!session || !picture) return false;
    this.moves++;
    this.destination = undefined;
    const { status } = session.snapshot;
    this.#isMoving = true;
    try {
      change(session, picture);
    } catch (error) {
      this.fail(error);
      return false;
    } finally {
      this.#isMoving = false;
    }
    this.#owner.moved(session, session.snapshot.status !== status);
    return true;
  }

  /** State of the element. */
  status(isPlaying: boolean): ElementStatus {
    if (this.isLoading) return 'loading';
    if (!this.session) {
      if (this.error) return 'error';
      const { src, data, sets } = this.#element;
      // a lazy one has rows to come too
      const isAwaited = (src ?? data ?? sets) != null || inlineCsv(this.#element);
      return isAwaited ? 'loading' : 'empty';
    }
    const { status } = this.session.snapshot;
    return status === 'running' && !isPlaying ? 'stopped' : status;
  }

  /** Says what is wrong, in the page and to it. */
  fail(error: unknown): void {
    if (!(error instanceof GdError)) throw error;
    this.error = error;
    this.#owner.changed();
    emit(this.#element, 'gd-error', inPageWords(error));
  }

  #show(session: Session, before?: Picture): void {
    if (session !== this.session) {
      this.#unsubscribe?.();
      this.#unsubscribe = session.trainer.subscribe(() => {
        if (!this.#isMoving) this.move(() => session.refresh());
      });
    }
    this.session = session;
    this.picture = new Picture(session, before);
  }
}
