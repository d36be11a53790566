import type { Optimizer, Source } from '@gd-trainer/sdk';
import type { DecimalMark } from '@gd-trainer/sdk/csv';
import { PAGE_SETTINGS, type Pane } from '@gd-trainer/sdk/view';
import { LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit';
import type { Control, ElementStatus, PaneName } from '../view.ts';
import { attributeOf, names, number, numbers, READING, takingText, text, words } from './attributes.ts';

/**
 * The attributes of `<gd-trainer>`, each of which is a property too.
 *
 * @slot title - heading above the run
 * @slot task - what the reader is asked to do; a form in it is a question to be answered before the run
 * @slot poster - shown until there is a run
 * @fires {CustomEvent<Snapshot>} gd-ready - the rows are read, and the run stands at its start
 * @fires {CustomEvent<Snapshot>} gd-step - the run moved, forward or back
 * @fires {CustomEvent<Snapshot>} gd-converged - the tolerance was met
 * @fires {CustomEvent<Snapshot>} gd-diverged - the loss grew past any bound
 * @fires {CustomEvent<Snapshot>} gd-change - the reader changed a setting
 * @fires {CustomEvent<GdError>} gd-error - the rows or a setting could not be used
 * @fires {CustomEvent<Answer>} gd-answer - a run that the reader predicted in a form of the slot `task` is over
 * @csspart page - the whole
 * @csspart status - how the run stands, in a word
 * @csspart equation - the model with its numbers
 * @csspart transport - play, step, timeline
 * @csspart learning-rate - the rate with its limit
 * @csspart drawer - data and settings
 * @csspart pane - each of the panes, and by its own name: fit, descent, loss, neuron, ledger
 * @csspart facts - the row of numbers under the loss
 * @csspart error - what went wrong
 * @csspart reply - what came of a reader's prediction, and why
 * @cssproperty --gd-ink - text
 * @cssproperty --gd-quiet - labels
 * @cssproperty --gd-ground - background
 * @cssproperty --gd-raised - background of drawers
 * @cssproperty --gd-line - hairlines
 * @cssproperty --gd-edge - borders of controls
 * @cssproperty --gd-accent - the model
 * @cssproperty --gd-on-accent - text on the accent
 * @cssproperty --gd-error - errors and gradients
 * @cssproperty --gd-font - font family
 * @cssproperty --gd-radius - corners
 */
export class TrainerProperties extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    src: { reflect: true, converter: text },
    data: { converter: text },
    ...READING,
    ...Object.fromEntries(
      (['target', 'features', 'missing', 'validation', 'patience', ...PAGE_SETTINGS] as const).map((name) => [
        name,
        attributeOf(name),
      ]),
    ),
    weights: { converter: numbers },
    bias: { converter: number },
    speed: { reflect: true, converter: number },
    epoch: { reflect: true, converter: number },
    controls: { converter: names },
    panes: { converter: words },
    density: { reflect: true },
    autoplay: { type: Boolean, reflect: true },
    loading: { reflect: true },
    sets: { reflect: true },
    player: { converter: text },
    view: { reflect: true },
    lang: { reflect: true },
    status: { reflect: true },
  };

  /** Address of a table, in CSV or JSON. */
  declare src: string | undefined;
  /** A table as CSV or JSON text, or as a property its bytes, or whatever the sdk takes as a source. */
  declare data: string | Uint8Array | Source | undefined;
  /** Encoding of a file that is no UTF-8, such as gb18030 or windows-1252. Defaults to that of the page's language, if the bytes are valid in it. */
  declare encoding: string | undefined;
  /** yes if the first line of the text holds names, no if it is a row. Defaults to what the lines below it show. */
  declare header: boolean | undefined;
  /** Mark before the decimals: . or , for every column. Defaults to what each column's cells show. */
  declare decimal: DecimalMark | undefined;
  /** More words that mean "no value", as a,b; only:a,b for these alone. Defaults to the usual ones: NA, null, ?, - … */
  declare missingWords: string | readonly string[] | undefined;
  /** Column to predict. Defaults to the last one that holds numbers. */
  declare target: string | undefined;
  /** Terms to predict from, separated by commas: columns, `size^2`, `species`, `poly(size, 3)`. Defaults to the first 30 others that hold numbers, truth or a category of at most 20 levels. */
  declare features: readonly string[] | undefined;
  /** Way from gradients to updates: gd, momentum, nesterov, adagrad, rmsprop, adam or cg; auto takes the plainest that arrives. Defaults to gd. */
  declare optimizer: Optimizer | 'auto' | undefined;
  /** Step size of an update, gentle or auto. Defaults to gentle, and to auto for optimizers other than gd. */
  declare learningRate: 'auto' | 'gentle' | number | undefined;
  /** Share of the last step that momentum and nesterov keep, in [0, 1), or auto. Defaults to auto. */
  declare momentum: 'auto' | number | undefined;
  /** Rows an update averages over, or full. Defaults to full. */
  declare batchSize: 'full' | number | undefined;
  /** Epochs at most. Defaults to 10,000. */
  declare epochs: number | undefined;
  /** The run has converged when the gradient has shrunk to this share of its natural size. Defaults to 1e-10. */
  declare tolerance: number | undefined;
  /** Factor of ½‖w‖² in the loss. Defaults to 0. */
  declare l2: number | undefined;
  /** Factor of ‖w‖₁ in the loss. Defaults to 0. */
  declare l1: number | undefined;
  /** standard runs on (x − μ)/σ, none on x itself. Defaults to standard. */
  declare scale: 'standard' | 'none' | undefined;
  /** True if the model has a bias. Defaults to true. */
  declare intercept: boolean | undefined;
  /** True if batches are drawn in a new order each epoch. Defaults to true. */
  declare shuffle: boolean | undefined;
  /** Seed of that order. Defaults to 1. */
  declare seed: number | undefined;
  /** Treatment of a missing value in a used column: drop its row and count it, or error. Defaults to drop. */
  declare missing: 'drop' | 'error' | undefined;
  /** Share of the rows, in (0, 1), that are not learned from: their loss stands beside that of the others. Defaults to none. */
  declare validation: number | undefined;
  /** Epochs without a lower loss on them at which early stopping is marked. Defaults to 10. */
  declare patience: number | undefined;
  /** Weights to start from, in data units, separated by commas. Defaults to zeros. */
  declare weights: readonly number[] | undefined;
  /** Bias to start from, in data units. Defaults to 0. */
  declare bias: number | undefined;
  /** Epochs a second while it plays. Defaults to 10. */
  declare speed: number | undefined;
  /** Epoch to show, at the start and when this changes; where the run then is, `snapshot` tells. Defaults to 0. */
  declare epoch: number | undefined;
  /** True if it plays as soon as it is loaded; not where the reader wants less motion. */
  declare autoplay: boolean;
  /** lazy waits until the element comes near the screen. Defaults to eager. */
  declare loading: 'eager' | 'lazy' | undefined;
  /** Address of player.html beside the built element: with it readers can take a frame for other pages. */
  declare player: string | undefined;
  /** Address of a JSON list of data sets to offer the reader; the first is loaded if nothing else is. */
  declare sets: string | undefined;
  /** The pane shown in front, or where there is room for one: fit, descent, loss, neuron or ledger. Defaults to fit. */
  declare view: Pane | undefined;
  /** Panes to show, in their order, separated by spaces: fit, descent, loss, neuron, ledger, data, summary, diagnosis, penalty; or all of the first five. By default one stands in front and the others are a press away. */
  declare panes: readonly PaneName[] | undefined;
  /** How much room is taken: compact, for a slide. */
  declare density: 'compact' | undefined;
  /** Controls for the reader: play, step, timeline, speed, rate, point, sample, data, settings, race, summary, diagnosis, penalty, share, sound. Defaults to all. */
  declare controls: readonly Control[] | undefined;
  /** en or zh-CN. Defaults to the language of the page. */
  declare lang: string;
  /** State of the run, for style sheets and tests. Set by the element. */
  declare status: ElementStatus;

  /** Frameworks set properties where an attribute is written: each takes the attribute's text too. */
  static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor | undefined {
    // biome-ignore lint/complexity/noThisInStatic: lit reads the prototype of the class that it is called on
    return takingText(super.getPropertyDescriptor(name, key, options), options);
  }

  constructor() {
    super();
    this.autoplay = false;
    this.status = 'empty';
  }
}
