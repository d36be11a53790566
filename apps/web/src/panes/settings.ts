import { optimizersFor, someRows, validationFact } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { View } from '../view.ts';
import { numberOf, optimizerNames, options, textOf } from './fields.ts';

/** All that decides how a run goes, but the learning rate, which has its own place. */
export function settings(view: View): TemplateResult {
  const { session, words, act, format } = view;
  const { optimizer, scale, batchSize, momentum, l2, seed, validation } = session.trainer.options;
  const { rows } = session.trainer;
  const keepsStep = optimizer === 'momentum' || optimizer === 'nesterov';
  const batches = (['full', 'one', 'some'] as const).filter((kind) => rows > 2 || kind !== 'some');
  const kind = batchSize === 'full' ? 'full' : batchSize === 1 ? 'one' : 'some';
  const sizes = { full: 'full', one: 1, some: someRows(session.trainer) } as const;
  return html`<div class="fields">
    ${select(
      words.settings.optimizer,
      optimizersFor(session.trainer),
      optimizer,
      optimizerNames(words),
      (value) => act.change({ optimizer: value, learningRate: 'auto' }),
    )}
    ${
      keepsStep
        ? number(words.settings.momentum, momentum === 'auto' ? '' : momentum, words.auto, (value) =>
            act.change({ momentum: value ?? 'auto' }),
          )
        : nothing
    }
    ${select(words.settings.batch, batches, kind, words.batches(format.count(rows)), (value) =>
      act.change({ batchSize: sizes[value], learningRate: 'auto' }),
    )}
    ${kind === 'some' ? number(words.settings.batchSize, Number(batchSize), '', (value) => value && act.change({ batchSize: value })) : nothing}
    ${
      kind === 'full' || validation !== undefined
        ? nothing
        : number(words.settings.seed, seed, '', (value) => act.change({ seed: value ?? 1 }))
    }
    ${select(words.settings.scale, ['standard', 'none'], scale, words.scales, (value) =>
      act.change({ scale: value, learningRate: 'auto' }),
    )}
    ${number(words.settings.l2, l2, '', (value) => act.change({ l2: value ?? 0 }))}
    ${heldOut(view)} ${startValues(view)}
    ${session.facts.filter(({ kind }) => kind === 'scaling').map((fact) => html`<p class="quiet wide">${words.narrate(fact)}</p>`)}
  </div>`;
}

function select<T extends string>(
  label: string,
  values: readonly T[],
  chosen: T,
  words: Readonly<Record<T, string>>,
  change: (value: T) => void,
): TemplateResult {
  return html`<label class="field"
    >${label}
    <select @change=${(event: Event) => change(textOf(event) as T)}>
      ${options(values, chosen, words)}
    </select></label
  >`;
}

function number(
  label: string,
  value: number | '',
  placeholder: string,
  change: (value: number | undefined) => void,
): TemplateResult {
  return html`<label class="field"
    >${label}
    <input
      type="number"
      min="0"
      step="any"
      placeholder=${placeholder}
      .value=${live(String(value))}
      @change=${(event: Event) => change(textOf(event) === '' ? undefined : numberOf(event))}
  /></label>`;
}

/** Rows held out, and what comes of it; with another seed others are drawn, and the order of batches is another too. */
function heldOut({ session, picture, words, act }: View): TemplateResult | typeof nothing {
  const { trainer, validation } = session;
  const { options } = trainer;
  // rows of their own are the author's, and of sums there are none to hold out
  if (typeof (options.validation ?? 0) !== 'number' || picture.drawn.samples.length === 0) return nothing;
  const share = options.validation as number | undefined;
  const percent = share === undefined ? '' : Number((100 * share).toPrecision(6));
  const told =
    validation && !picture.isSecret
      ? words.narrate(validationFact(validation, trainer))
      : words.settings.holdingOut;
  return html`<fieldset>
    <legend>${words.settings.heldOut}</legend>
    ${number(words.settings.share, percent, words.settings.none, (value) => act.holdOut({ validation: value ? value / 100 : undefined }))}
    ${
      share === undefined
        ? nothing
        : html`${number(words.settings.patience, options.patience, '', (value) => act.holdOut({ patience: value }))}
          ${number(words.settings.seed, options.seed, '', (value) => act.holdOut({ seed: value }))}`
    }
    <p class="quiet">${told}</p>
  </fieldset>`;
}

/** Start of the descent, in data units: the few parameters a reader would set by hand. */
function startValues({ session, words, act }: View): TemplateResult | typeof nothing {
  const { trainer, points } = session;
  const start = points[0]!;
  if (trainer.features.length > 3) return nothing;
  const names = [...trainer.features.map((_, j) => `w${j + 1}`), ...(trainer.options.intercept ? ['b'] : [])];
  const values = [...start.weights, start.bias];
  const put = (index: number, value: number): void => {
    const moved = values.with(index, value);
    act.place({ weights: moved.slice(0, -1), bias: moved.at(-1)! });
  };
  return html`<fieldset>
    <legend>${words.settings.start}</legend>
    ${names.map(
      (name, index) => html`<label class="field"
        >${name}
        <input
          type="number"
          step="any"
          .value=${live(String(Number(values[index]!.toPrecision(6))))}
          @change=${(event: Event) => Number.isFinite(numberOf(event)) && put(index, numberOf(event))}
      /></label>`,
    )}
  </fieldset>`;
}
