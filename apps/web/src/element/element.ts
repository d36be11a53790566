import type { FitOptions, Snapshot, Trainer, Unit } from '@gd-trainer/sdk';
import { PAGE_SETTINGS, PANES, type Pane, type Session } from '@gd-trainer/sdk/view';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { late } from '../late.ts';
import { page, partsOf, silentPage } from '../panes/page.ts';
import { styles } from '../styles/styles.ts';
import {
  type Actions,
  type Choices,
  type Control,
  FIRST_CHOICES,
  PRINTING,
  type Section,
  STANDING,
  type View,
} from '../view.ts';
import { AddressLink } from './address-link.ts';
import { READING, type RunSettings, warnOfUnknown } from './attributes.ts';
import { Canvases } from './canvases.ts';
import { emit } from './events.ts';
import { inWords } from './failure.ts';
import { InlineRows } from './inline-rows.ts';
import { pressKey } from './keys.ts';
import { LateParts } from './late-parts.ts';
import { Links } from './links.ts';
import { Narration } from './narration.ts';
import { OnScreen } from './on-screen.ts';
import { PageLanguage } from './page-language.ts';
import { Paper } from './paper.ts';
import { Player, wantsLessMotion } from './player.ts';
import { PlotSizes } from './plot-sizes.ts';
import { TrainerProperties } from './properties.ts';
import { ReaderRows } from './reader-rows.ts';
import { RunControl } from './run-control.ts';
import type { Sharing } from './sharing.ts';
import { heightOf, LossTone } from './sound.ts';
import { Speech } from './speech.ts';
import { Task } from './task.ts';

const SHARING = late(() => import('./sharing.ts'));

const DEFAULT_SPEED = 10;
/** More residuals than this are a haze: they are drawn when asked for. */
const MOST_RESIDUALS = 200;
/** A run faster than this shows the chain rule so often a second and no more: nobody reads faster. */
const READINGS_A_SECOND = 10;
/** Unit of a step before the reader chooses. */
const unitOf = ({ options }: Trainer): Unit => (options.batchSize === 1 ? 'sample' : 'epoch');

const SOURCE_PROPERTIES = ['src', 'data', ...Object.keys(READING)];
const RUN_STARTERS = [
  ...(['target', 'features', 'missing', 'validation', 'patience'] as const),
  ...(['weights', 'bias'] as const),
];

/** A linear regression that trains in the page: load the rows, watch the descent, take any epoch. */
export class GdTrainerElement extends TrainerProperties {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    isPlaying: { state: true },
    choices: { state: true },
  };

  declare private isPlaying: boolean;
  declare private choices: Choices;

  /** True if it was asked to play before it had rows to do so with. */
  #isPlayDue = false;
  /** Time at which the chain rule was last drawn. */
  #readAt = -Infinity;
  /** Properties that the reader's own action has set: the run has them already. */
  readonly #settled = new Set<PropertyKey>();
  readonly #player = new Player((epochs) => this.#advance(epochs));
  readonly #sizes = new PlotSizes(this);
  readonly #links = new Links(this);
  readonly #parts = new LateParts(this);
  readonly #speech = new Speech(this, this.#parts);
  readonly #narration = new Narration();
  readonly #run = new RunControl(this, {
    mayLoad: () => this.loading !== 'lazy' || this.#onScreen.isNear || this.hasAttribute(PRINTING),
    prepare: () => this.#prepare(),
    pause: () => this.#halt(),
    settle: (properties) => this.#settle(properties),
    present: (session, isNew) => this.#present(session, isNew),
    changed: () => {
      this.#readAt = -Infinity;
      this.requestUpdate();
    },
    moved: (session, hasTurned) => this.#tell(session, hasTurned),
  });
  readonly #rows = new ReaderRows(this, {
    state: () => ({
      table: this.#run.table,
      notes: this.#run.table?.notes ?? this.trainer?.notes ?? [],
      target: this.trainer?.target ?? this.target,
      features: this.trainer?.options.features ?? this.trainer?.inputs ?? this.features ?? [],
    }),
    fail: (error) => this.#run.fail(error),
    showColumns: () => this.#actions.choose({ drawer: 'data' }),
  });
  readonly #task = new Task(this, { predicted: () => this.play(), again: () => this.reset() });
  #sharing: Sharing | undefined;
  readonly #tone = new LossTone();
  readonly #onScreen = new OnScreen(this, (isNear) => this.#notice(isNear));

  constructor() {
    super();
    new PageLanguage(this);
    new AddressLink(this, () => this.#run.follow());
    new InlineRows(this, () => {
      if (this.hasUpdated && this.data == null && this.src == null) this.#run.load();
    });
    // after the links, whose light is painted
    new Canvases(this);
    new Paper(this, {
      load: () => this.#loadLazy(),
      draw: () => {
        this.#sizes.measure();
        this.performUpdate();
      },
    });
    this.isPlaying = false;
    this.choices = FIRST_CHOICES;
  }

  /** The sdk's trainer behind the element; none before `gd-ready`. */
  get trainer(): Trainer | undefined {
    return this.#run.session?.trainer;
  }

  /** The state of the run; none before `gd-ready`. */
  get snapshot(): Snapshot | undefined {
    return this.#run.session?.snapshot;
  }

  /** Plays from here; from the start if the run is over. Where less motion is wanted it goes to the end at once. */
  play(): void {
    const { session } = this.#run;
    this.#isPlayDue = !session;
    if (!session) return;
    if (session.isOver) this.#run.restart(() => session.reset());
    if (wantsLessMotion()) {
      this.#run.move(() => session.play('epoch', Math.max(1, session.course.end)));
      return;
    }
    this.isPlaying = true;
    this.#player.play();
  }

  /** Stops where it is. */
  pause(): void {
    this.#isPlayDue = false;
    this.#halt();
  }

  /** One sample, batch or epoch forward. */
  step(unit: Unit = this.choices.unit): void {
    this.pause();
    this.#run.move((session, picture) => {
      session.step(unit);
      // the row it used last is the one to look at
      if (unit !== 'epoch') picture.pick(session.trainer.batch.at(-1) ?? picture.chosen);
    });
  }

  /** The state after this many epochs, forward or back. */
  seek(epoch: number): void {
    this.#run.move((session) => session.seek(epoch));
  }

  /** Back to the start. */
  reset(): void {
    this.pause();
    this.#run.restart((session) => session.reset());
  }

  /** Two to six futures of the run from here, drawn beside it: settings that each of them changes; none ends the race. */
  race(contenders: readonly Partial<FitOptions>[]): void {
    this.#run.move((session) => (contenders.length > 0 ? session.startRace(contenders) : session.endRace()));
  }

  /**
   * The address of this page with the run in it: settings, changes, epoch, view and language, and the rows where they
   * are few. Opened, it brings the run back to its bits. Rejects with a GdError before `gd-ready`.
   */
  async permalink(): Promise<string> {
    return (await this.#shared()).link();
  }

  /** A chart as it looks now, by the name of its pane: fit, descent, loss or neuron. Rejects with a GdError before `gd-ready`. */
  async exportImage(
    type: 'png' | 'svg' = 'png',
    pane: Exclude<Pane, 'ledger'> = this.choices.picture,
  ): Promise<Blob> {
    return (await this.#shared()).image(type, pane);
  }

  /** A program that does the run again: with the sdk, to the same bits, or in NumPy. Rejects with a GdError before `gd-ready`. */
  async exportCode(language: 'typescript' | 'numpy' = 'typescript'): Promise<string> {
    return (await this.#shared()).code(language);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tone.stop();
    this.choices = { ...this.choices, isAudible: false };
    this.pause();
  }

  protected override firstUpdated(): void {
    warnOfUnknown(this, GdTrainerElement.observedAttributes);
    const root = this.renderRoot;
    root.addEventListener('slotchange', () => this.requestUpdate());
    for (const sign of ['pointerover', 'focusin'])
      root.addEventListener(sign, this.#parts.expect, { once: true });
    root.addEventListener('pointerover', this.#links.hover);
    root.addEventListener('pointerout', this.#links.hover);
    // from shape to shape on a canvas
    root.addEventListener('pointermove', this.#links.hover);
    root.addEventListener('keydown', (event) =>
      pressKey(event as KeyboardEvent, this.#actions, (control) => this.#allows(control)),
    );
    if (!this.#grants('data')) return;
    root.addEventListener('dragover', (event) => event.preventDefault());
    root.addEventListener('drop', (event) => this.#rows.drop(event as DragEvent));
    root.addEventListener('paste', (event) => this.#rows.paste(event as ClipboardEvent));
  }

  protected override willUpdate(changed: PropertyValues): void {
    const has = (name: PropertyKey): boolean => changed.has(name) && !this.#settled.has(name);
    if (changed.has('view') && this.view) this.choices = { ...this.choices, pane: this.view };
    if (changed.has('sets') && this.sets) this.#rows.offer(this.sets);
    const isDue = has('loading') && !this.#run.session && !this.#run.isLoading;
    if (SOURCE_PROPERTIES.some(has) || !this.hasUpdated || isDue) this.#run.load();
    else if (RUN_STARTERS.some(has)) this.#run.begin();
    else this.#follow(PAGE_SETTINGS.filter(has), has('epoch'));
    this.#settled.clear();
    // something else than the next epoch: drawn at once
    if (changed.size > 0) this.#readAt = -Infinity;
    this.#player.speed = this.speed ?? DEFAULT_SPEED;
    this.#links.pinned = this.choices.pinned;
    this.status = this.#run.status(this.isPlaying);
    this.#speech.update();
  }

  protected override render(): TemplateResult {
    const { error } = this.#run;
    const { words, missing, isSilent } = this.#speech;
    if (isSilent) return silentPage(this.status);
    const loading = { words, load: this.#parts.load };
    return page({
      ...loading,
      status: this.status,
      missingWords: missing,
      error: error && inWords(error, loading),
      announcement: this.#narration.text,
      feedback: this.#task.feedback,
      data: this.#allows('data') ? this.#rows.view() : undefined,
      run: this.#view(),
    });
  }

  /** True if the author lets the reader touch it. */
  #grants(control: Control): boolean {
    return this.controls?.includes(control) ?? true;
  }

  /** True if the reader may touch it now: before a prediction nothing that would give the answer away. */
  #allows(control: Control): boolean {
    return this.#grants(control) && (control === 'sample' || !this.#task.isOpen);
  }

  /** A run stands at its start, or where a link has brought it. */
  #present(session: Session, isNew: boolean): void {
    const { trainer } = session;
    const residuals = trainer.rows > MOST_RESIDUALS ? 'none' : 'lines';
    this.choices = { ...this.choices, plane: [0, 1], unit: unitOf(trainer), residuals, copied: undefined };
    emit(this, 'gd-ready', session.snapshot);
    const starts = this.#isPlayDue || (isNew && this.autoplay && !wantsLessMotion());
    if (starts && !this.#task.isOpen) this.play();
  }

  #halt(): void {
    this.#player.pause();
    this.isPlaying = false;
  }

  /** Writes down as properties what the run has already. */
  #settle(properties: object): void {
    Object.assign(this, properties);
    for (const name of Object.keys(properties)) this.#settled.add(name);
  }

  /** Settings changed by attribute or property: the run goes on under them, or is shown at another epoch. */
  #follow(names: readonly (keyof FitOptions)[], seeks: boolean): void {
    if (names.length > 0) this.#set(this, names);
    if (seeks) this.seek(this.epoch ?? 0);
  }

  /** Settings changed by the reader: into the run first, because it may refuse them, then into the attributes. */
  #change(settings: RunSettings): void {
    const names = PAGE_SETTINGS.filter((name) => name in settings);
    if (!this.#set(settings, names)) return;
    this.#settle(settings);
    if ('learningRate' in settings) this.#narration.foretell(this.#run.session!, this.#speech.words);
    emit(this, 'gd-change', this.#run.session!.snapshot);
  }

  #set(settings: RunSettings, names: readonly (keyof FitOptions)[]): boolean {
    if (!this.#run.set(settings, names)) return false;
    if (names.includes('batchSize')) this.choices = { ...this.choices, unit: unitOf(this.trainer!) };
    return true;
  }

  /** True if there is more to come. */
  #advance(epochs: number): boolean {
    const { session } = this.#run;
    if (!session) return false;
    this.#run.move(() => session.play('epoch', epochs));
    if (session.isOver) this.isPlaying = false;
    return !session.isOver;
  }

  /** Shows what the run has come to, and tells the page. */
  #tell(session: Session, hasTurned: boolean): void {
    const { snapshot, isOver } = session;
    this.#narration.tell(session, this.#speech.words, isOver, this.isPlaying);
    if (this.choices.copied) this.choices = { ...this.choices, copied: undefined };
    this.requestUpdate();
    this.#tone.sound(heightOf(snapshot.loss, session.points[0]!.loss, snapshot.loss - snapshot.gap));
    emit(this, 'gd-step', snapshot);
    if (!hasTurned) return;
    if (snapshot.status === 'converged') emit(this, 'gd-converged', snapshot);
    if (snapshot.status === 'diverged') emit(this, 'gd-diverged', snapshot);
    const answer = isOver && this.#task.answer(session);
    if (answer) emit(this, 'gd-answer', answer);
  }

  /** Loads what was to wait until it is seen; true if there was something. */
  #loadLazy(): boolean {
    const isDue = this.loading === 'lazy' && !this.#run.session && !this.#run.isLoading;
    if (isDue) this.#run.load();
    return isDue;
  }

  /** Off the screen it neither loads, if it is lazy, nor runs. */
  #notice(isNear: boolean): void {
    if (!isNear) this.#player.pause();
    else if (!this.#loadLazy() && this.isPlaying) this.#player.play();
  }

  /** Sections that the author has chosen, or all panes, of which one stands in front. */
  get #chosen(): Pick<View, 'sections' | 'panes' | 'hasFront'> {
    const known: readonly string[] = [...PANES, ...STANDING];
    const asked = (this.panes ?? []).filter((name): name is Section => known.includes(name));
    const sections = asked.length > 0 ? asked : PANES;
    return {
      sections,
      panes: sections.filter((name): name is Pane => PANES.includes(name as Pane)),
      hasFront: asked.length === 0 && !this.panes?.includes('all'),
    };
  }

  /** Loads what a run will first be drawn by, so that nothing moves when it comes; what is missing says so in its place. */
  #prepare(): Promise<unknown> {
    const { sections, hasFront } = this.#chosen;
    const isFront = hasFront && !this.choices.areAllShown;
    const parts = partsOf(isFront ? [this.choices.pane] : sections, isFront && this.features?.length === 2);
    return Promise.allSettled([this.#speech.load(), ...parts.map((part) => part.load())]);
  }

  async #shared(): Promise<Sharing> {
    const { Sharing } = await SHARING.load();
    this.#sharing ??= new Sharing(this, {
      run: () => this.#run.session,
      rows: () => this.#run.table,
      areReaders: () => this.#rows.areOwn,
      choices: () => this.choices,
      showCopied: (copied) => this.#actions.choose({ copied }),
      draw: async (pane) => {
        await Promise.all(partsOf([pane], true).map((part) => part.load()));
        this.requestUpdate();
        await this.updateComplete;
      },
    });
    return this.#sharing;
  }

  #view(): View | undefined {
    const { session, picture } = this.#run;
    if (!(session && picture)) return undefined;
    const { language, words, format } = this.#speech;
    const { sections, panes, hasFront } = this.#chosen;
    const [pane = 'fit'] = panes;
    picture.isSecret = this.#task.isOpen;
    const now = performance.now();
    const isFast = this.isPlaying && this.#player.speed > READINGS_A_SECOND;
    const isDue = !isFast || now - this.#readAt >= 1000 / READINGS_A_SECOND;
    if (isDue) this.#readAt = now;
    return {
      isDue,
      session,
      picture,
      language,
      words,
      format,
      load: this.#parts.load,
      isPlaying: this.isPlaying,
      speed: this.#player.speed,
      choices: panes.includes(this.choices.pane) ? this.choices : { ...this.choices, pane },
      sections,
      panes,
      hasPlayer: this.player !== undefined,
      hasFront,
      isFront: hasFront && !this.choices.areAllShown,
      allows: (control) => this.#allows(control),
      sizeOf: (plot) => this.#sizes.of(plot),
      act: this.#actions,
    };
  }

  readonly #actions: Actions = {
    togglePlay: () => (this.isPlaying ? this.pause() : this.play()),
    stepOnce: () => this.step(),
    back: () => {
      this.pause();
      this.#run.move((session) => session.back());
    },
    seek: (epoch) => this.seek(epoch),
    reset: () => this.reset(),
    place: (state) => {
      this.pause();
      this.#run.restart((session) => session.place(state));
    },
    pick: (sample) => {
      this.#run.picture?.pick(sample);
      this.requestUpdate();
    },
    chooseSpeed: (perSecond) => {
      this.speed = perSecond;
    },
    change: (settings) => this.#change(settings),
    race: (contenders) => this.race(contenders),
    edit: (edit) => {
      this.#run.edit(edit);
      this.choices = { ...this.choices, copied: undefined };
    },
    toggleSound: () => {
      const isAudible = !this.choices.isAudible;
      if (isAudible) this.#tone.start();
      else this.#tone.stop();
      this.choices = { ...this.choices, isAudible };
    },
    share: (kind) => {
      this.#shared()
        .then((sharing) => sharing.share(kind))
        .catch((error: unknown) => this.#run.fail(error));
    },
    choose: (choices) => {
      this.choices = { ...this.choices, ...choices };
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gd-trainer': GdTrainerElement;
  }
}
