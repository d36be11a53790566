import type { FitOptions, Snapshot, Trainer, Unit } from '@gd-trainer/sdk';
import type { Pane, Session } from '@gd-trainer/sdk/view';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { page, partsOf, silentPage } from '../panes/page.ts';
import { styles } from '../styles/styles.ts';
import { type Choices, type Control, FIRST_CHOICES, PRINTING, type RunView } from '../view.ts';
import { told } from '../words/words.ts';
import { actionsOf } from './actions.ts';
import { approach } from './approach.ts';
import { warnOfUnknown } from './attributes.ts';
import { changesOf } from './changes.ts';
import { emit } from './events.ts';
import { inWords } from './failure.ts';
import { pressKey } from './keys.ts';
import { LateParts } from './late-parts.ts';
import { Links } from './links.ts';
import { Narration } from './narration.ts';
import { OnScreen } from './on-screen.ts';
import { followToPaper } from './paper.ts';
import { Player, wantsLessMotion } from './player.ts';
import { PlotSizes } from './plot-sizes.ts';
import { TrainerProperties } from './properties.ts';
import { ReaderRows } from './reader-rows.ts';
import { RunControl } from './run-control.ts';
import { sectionsOf } from './sections.ts';
import type { Sharing } from './sharing.ts';
import { LossTone } from './sound.ts';
import { Speech } from './speech.ts';
import { Task } from './task.ts';

const SHARING = told(() => import('./sharing.ts'));

const DEFAULT_SPEED = 10;
/** More residuals than this are a haze: they are drawn when asked for. */
const MOST_RESIDUALS = 200;
/** A run faster than this shows the chain rule so often a second and no more: nobody reads faster. */
const READINGS_A_SECOND = 10;
/** Unit of a step before the reader chooses. */
const unitOf = ({ options }: Trainer): Unit => (options.batchSize === 1 ? 'sample' : 'epoch');

/** A linear regression that trains in the page: load the rows, watch the descent, take any epoch. */
export class GdTrainerElement extends TrainerProperties {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    choices: { state: true },
  };

  declare private choices: Choices;

  /** True if it was asked to play before it had rows to do so with. */
  #isPlayDue = false;
  /** Time at which the chain rule was last drawn. */
  #readAt = -Infinity;
  readonly #player = new Player(this, (epochs) => this.#advance(epochs));
  readonly #sizes = new PlotSizes(this);
  readonly #links = new Links(this);
  readonly #parts = new LateParts(this);
  readonly #speech = new Speech(this, this.#parts);
  readonly #narration = new Narration(this.#speech);
  readonly #run = new RunControl(this, {
    mayLoad: () => this.loading !== 'lazy' || this.#onScreen.isNear || this.hasAttribute(PRINTING),
    prepare: () => this.#prepare(),
    pause: () => this.#player.pause(),
    present: (session, isNew) => this.#present(session, isNew),
    changed: () => {
      this.#readAt = -Infinity;
      this.requestUpdate();
    },
    moved: (session, hasTurned) => this.#tell(session, hasTurned),
  });
  readonly #rows = new ReaderRows(this, this.#run, {
    mayOpen: () => this.#grants('data'),
    showColumns: () => this.#choose({ drawer: 'data' }),
  });
  readonly #changes = changesOf(this, this.#run, this.#narration, () =>
    this.#choose({ unit: unitOf(this.trainer!) }),
  );
  readonly #task = new Task(this, { predicted: () => this.play(), again: () => this.reset() });
  readonly #tone = new LossTone();
  readonly #onScreen = new OnScreen(this, (isNear) => this.#notice(isNear));
  readonly #actions = actionsOf(this, {
    run: this.#run,
    player: this.#player,
    tone: this.#tone,
    choose: (choices) => this.#choose(choices),
    change: (settings) => this.#changes.change(settings),
    share: async (kind) => (await this.#shared()).share(kind),
  });

  constructor() {
    super();
    followToPaper(this, {
      load: () => this.#loadLazy(),
      draw: () => {
        this.#sizes.measure();
        this.performUpdate();
      },
    });
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
    this.#player.play();
  }

  /** Stops where it is. */
  pause(): void {
    this.#isPlayDue = false;
    this.#player.pause();
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

  /**
   * The state after this many epochs, forward or back. Where every update of the way has to be made and these take longer than
   * a frame, the rest of them is made frame by frame, with `gd-step` for each; whatever else moves the run ends it.
   */
  seek(epoch: number): void {
    approach(this.#run, epoch);
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
   * The address of this page, in a frame of the same site that of the page around it, with the run in it: settings,
   * changes, epoch, view and language, and the rows where they are few. Opened, it brings the run back to its bits.
   * Rejects with a GdError before `gd-ready`.
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
    this.#choose({ isAudible: false });
    this.pause();
  }

  protected override firstUpdated(): void {
    warnOfUnknown(this, GdTrainerElement.observedAttributes);
    const root = this.renderRoot;
    root.addEventListener('slotchange', () => this.requestUpdate());
    root.addEventListener('keydown', (event) =>
      pressKey(event as KeyboardEvent, this.#actions, (control) => this.#allows(control)),
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') && this.view) this.#choose({ pane: this.view });
    if (changed.has('sets') && this.sets) this.#rows.offer(this.sets);
    this.#changes.follow(changed);
    // something else than the next epoch: drawn at once
    if (changed.size > 0) this.#readAt = -Infinity;
    this.#player.speed = this.speed ?? DEFAULT_SPEED;
    this.#links.pinned = this.choices.pinned;
    this.status = this.#run.status(this.#player.isPlaying);
    this.#speech.update();
  }

  protected override render(): TemplateResult {
    const { error } = this.#run;
    const { words, missing, isSilent } = this.#speech;
    if (isSilent) return silentPage(this.status);
    const { load, adopt } = this.#parts;
    const loading = { words, load, adopt };
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
    this.#choose({ plane: [0, 1], unit: unitOf(trainer), residuals, copied: undefined });
    emit(this, 'gd-ready', session.snapshot);
    const starts = this.#isPlayDue || (isNew && this.autoplay && !wantsLessMotion());
    if (starts && !this.#task.isOpen) this.play();
  }

  #choose(choices: Partial<Choices>): void {
    this.choices = { ...this.choices, ...choices };
  }

  /** True if there is more to come. */
  #advance(epochs: number): boolean {
    const { session } = this.#run;
    if (!session) return false;
    this.#run.move(() => session.play('epoch', epochs));
    return !session.isOver;
  }

  /** Shows what the run has come to, and tells the page. */
  #tell(session: Session, hasTurned: boolean): void {
    const { snapshot, isOver } = session;
    const { status } = snapshot;
    this.#narration.tell(session, this.#player.isPlaying);
    if (this.choices.copied) this.#choose({ copied: undefined });
    this.requestUpdate();
    this.#tone.sound(session);
    emit(this, 'gd-step', snapshot);
    if (!hasTurned) return;
    if (status === 'converged') emit(this, 'gd-converged', snapshot);
    if (status === 'diverged') emit(this, 'gd-diverged', snapshot);
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
    if (!isNear) this.#player.hold();
    else if (!this.#loadLazy()) this.#player.resume();
  }

  get #sections(): ReturnType<typeof sectionsOf> {
    return sectionsOf(this.panes ?? [], this.choices);
  }

  /** Loads what a run will first be drawn by, so that nothing moves when it comes; what is missing says so in its place. */
  #prepare(): Promise<unknown> {
    const { sections, isFront } = this.#sections;
    const parts = partsOf(isFront ? [this.choices.pane] : sections, isFront && this.features?.length === 2);
    return Promise.allSettled([this.#speech.load(), ...parts.map((part) => part.load())]);
  }

  async #shared(): Promise<Sharing> {
    const { Sharing } = await SHARING.load();
    return new Sharing(this, {
      run: this.#run,
      rows: this.#rows,
      choices: this.choices,
      showCopied: (copied) => this.#choose({ copied }),
    });
  }

  #view(): RunView | undefined {
    const { session, picture } = this.#run;
    if (!(session && picture)) return undefined;
    const { language, words, format } = this.#speech;
    const sections = this.#sections;
    const [pane = 'fit'] = sections.panes;
    picture.isSecret = this.#task.isOpen;
    const now = performance.now();
    const { isPlaying, speed } = this.#player;
    const isFast = isPlaying && speed > READINGS_A_SECOND;
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
      adopt: this.#parts.adopt,
      isPlaying,
      speed,
      choices: sections.panes.includes(this.choices.pane) ? this.choices : { ...this.choices, pane },
      ...sections,
      hasPlayer: this.player !== undefined,
      allows: (control) => this.#allows(control),
      sizeOf: (plot) => this.#sizes.of(plot),
      act: this.#actions,
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gd-trainer': GdTrainerElement;
  }
}
