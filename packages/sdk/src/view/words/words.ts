import type { NoteFacts } from '../../data/notes.ts';
import type { ColumnKind } from '../../data/text-column.ts';
import type { SummaryWords } from '../../model/summary-words.ts';
import type { Fact, RunFact } from '../../session/fact.ts';
import type { Unit } from '../../session/leg.ts';
import type { Status } from '../../types.ts';
import type { Bandless } from '../bands.ts';
import type { UpdateKind } from '../chain.ts';
import type { DiagnosisWords } from '../diagnosed.ts';
import type { Pane, Panel } from '../panels.ts';
import type { PenaltyWords } from '../penalty-path.ts';

/** Why each line of a chain rule is what it is, symbols as plain characters. */
export interface ReasonWords {
  /** Name of all of them. */
  readonly label: string;
  /** One of them, as a reason. */
  told(reason: string): string;
  /** z from x, about the mean or, without an intercept, not. */
  standardised(isCentred: boolean): string;
  /** ŷ. */
  readonly prediction: string;
  /** y − ŷ. */
  readonly residual: string;
  /** L. */
  readonly loss: string;
  /** ∂L/∂ŷ. */
  readonly slope: string;
  /** ∂ŷ/∂w, where w multiplies the input. */
  byWeight(weight: string, input: string): string;
  /** ∂ŷ/∂b. */
  byBias(bias: string): string;
  /** ∂L/∂w and ∂L/∂b. */
  readonly product: string;
  /** w from w̃, back in the units of the data. */
  readonly weightInData: string;
  /** b from b̃. */
  readonly biasInData: string;
  /** w ← w − α·∂L/∂w, by what the update takes. */
  readonly update: Readonly<Record<Exclude<UpdateKind, 'adapted'>, string>> & {
    /** By the way from the gradient to the update. */
    readonly adapted: (rule: string) => string;
  };
}

/** Words of both faces about a run, before anybody asks for more; in the middle of a line, as far as a language has cases. */
export interface RunWords {
  /** A fact of a run as it goes, as `narrate` tells it. */
  narrate(fact: RunFact): string;
  /** State of a run. */
  readonly status: Readonly<Record<Status | 'paused', string>>;
  /** Mean of L over the rows, with the penalties: what a run makes small. L itself is of one row. */
  readonly loss: string;
  /** b. */
  readonly bias: string;
  /** A pass over the rows, as a label of its number. */
  readonly epoch: string;
  /** A row of the data, as a label of its number. */
  readonly row: string;
  /** ŷ beside y. */
  readonly predicted: string;
  /** y beside ŷ. */
  readonly actual: string;
  /** The learning rate from which on a run diverges. */
  readonly limit: string;
  /** Panels by name. */
  readonly panels: Readonly<Record<Panel | Pane, string>>;
  /** Bands around a line: a label of them. */
  readonly bands: Readonly<Record<'label', string>>;
  /** Steps by name. */
  readonly units: Readonly<Record<Unit, string>>;
  /** So many steps a second. */
  perSecond(count: string, unit: Unit): string;
  /** So many rows. */
  rows(count: string): string;
  /** So many rows that are not learned from. */
  leftOut(count: string): string;
  /** So many notes on how the data were read. */
  notes(count: string): string;
  /** So many terms of a sum that have no room. */
  moreTerms(count: string): string;
  /** A text after what it is about. */
  labelled(label: string, text: string): string;
  /** Texts one after the other. */
  listed(...parts: readonly string[]): string;
}

/** All words of both faces. */
export interface SharedWords extends RunWords {
  /** A fact in the language, as `narrate` tells it. */
  narrate(fact: Fact): string;
  /** A note on a table in the language, as `narrateNote` tells it. */
  narrateNote(facts: NoteFacts): string;
  /** The same over rows that are held out, as a label of its curve. */
  readonly heldOut: string;
  /** Of a rival: ‖θ − θ*‖. */
  readonly distance: string;
  /** Of a rival: the epoch at which it meets the tolerance. */
  readonly arrives: string;
  /** In place of that epoch where a rival diverges. */
  readonly never: string;
  /** Name of the coming update. */
  readonly nextUpdate: string;
  /** Reasons of the lines of a chain rule. */
  readonly why: ReasonWords;
  /** Words of the table of a summary. */
  readonly summary: SummaryWords;
  /** Place that a summary is of. */
  readonly ofOptimum: string;
  /** Numbers of that table, each with what it says, in the order in which they stand there. */
  readonly explained: readonly (readonly [number: string, meaning: string])[];
  /** Words of a diagnosis of the rows. */
  readonly diagnosis: DiagnosisWords;
  /** Words of the path of a penalty. */
  readonly penalty: PenaltyWords;
  /** The same, what they are where they stand, and the reasons why there are none. */
  readonly bands: Readonly<Record<'label' | 'drawn' | Bandless, string>>;
  /** A column by its kind, as it is offered: what becomes of it as a feature, or why it can be none. */
  columnKind(kind: ColumnKind, levels: number | undefined): string;
}
