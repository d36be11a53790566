import { type FitOptions, OPTIMIZERS, type Optimizer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Rival } from '../element/rivals.ts';
import type { Session } from '../element/session.ts';
import type { View } from '../view.ts';
import { options, textOf } from './fields.ts';

type Contender = Partial<FitOptions>;

const MOST_RIVALS = 6;

/** Futures of this run to compare: chosen here, drawn in the charts, counted on one clock. */
export function raceDrawer(view: View): TemplateResult {
  const { session, words, act } = view;
  const { rivals } = session;
  const contenders = rivals?.all.map(({ options }) => options) ?? [];
  const start = (label: string, all: readonly Contender[]): TemplateResult =>
    html`<button @click=${() => act.race(all)}>${label}</button>`;
  return html`<div class="fields">
      <span class="buttons">
        ${start(words.race.optimizers, optimizerRace)} ${start(words.race.rates, rateRace(session))}
        ${start(words.race.batches, batchRace(session))}
      </span>
      ${
        rivals
          ? html`<span class="buttons"
              ><button ?disabled=${contenders.length === MOST_RIVALS} @click=${() => act.race([...contenders, present(session)])}>
                ${words.race.add}</button
              >${start(words.race.end, [])}</span
            >`
          : html`<p class="quiet wide">${words.race.intro}</p>`
      }
    </div>
    ${rivals ? standings(view, contenders) : nothing}`;
}

/** The settings that futures differ in, as the run has them. */
function present({ trainer }: Session): Contender {
  const { optimizer, learningRate, momentum, batchSize } = trainer.options;
  return { optimizer, learningRate, momentum, batchSize };
}

const byBest: Contender = { learningRate: 'auto', momentum: 'auto', batchSize: 'full' };
const optimizerRace: readonly Contender[] = (['gd', 'momentum', 'nesterov', 'adam'] as const).map(
  (optimizer) => ({
    ...byBest,
    optimizer,
  }),
);

/** Far below the limit, the best rate, just below the limit, just past it. */
function rateRace(session: Session): readonly Contender[] {
  const { learningRateLimit: limit, learningRateBest: best, learningRateAuto: auto } = session.forecast;
  const rates =
    limit === null
      ? [auto / 10, auto, auto * 10]
      : [limit / 20, best ?? limit / 2, limit * 0.98, limit * 1.05];
  return rates.map((rate) => ({ ...present(session), learningRate: Number(rate.toPrecision(3)) }));
}

function batchRace({ trainer }: Session): readonly Contender[] {
  const some = Math.min(32, Math.max(2, Math.floor(trainer.rows / 4)));
  return (['full', some, 1] as const).map((batchSize) => ({ ...byBest, optimizer: 'gd', batchSize }));
}

function standings(view: View, contenders: readonly Contender[]): TemplateResult {
  const { session, words, language, format } = view;
  const { race, all, standings: now } = session.rivals!;
  const evaluations = Math.max(...now.map(({ gradientEvaluations }) => gradientEvaluations));
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.race.title}>
      <table class="race">
        <thead>
          <tr>
            <td></td>
            ${words.race.columns.map((name) => html`<th scope="col">${name}</th>`)}
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${all.map((rival, i) => lane(view, contenders, rival, i))}
        </tbody>
      </table>
    </div>
    <p class="quiet">${words.race.clock(format.count(evaluations), format.count(race.from))}</p>
    <p>${narrate(race.fact, language)}</p>`;
}

function lane(view: View, contenders: readonly Contender[], rival: Rival, i: number): TemplateResult {
  const { session, words, format, act } = view;
  const { optimizer, learningRate, batchSize } = rival.trainer.options;
  const { loss, gap, distance } = session.rivals!.standings[i]!;
  const change = (options: Contender): void => act.race(contenders.with(i, { ...contenders[i], ...options }));
  const isFirst = rival === session.rivals!.all[session.rivals!.race.fact.winner ?? -1];
  const number = (
    label: string,
    value: number | string,
    placeholder: string,
    put: (value: number | undefined) => void,
  ) =>
    html`<input
      type="number"
      min="0"
      step="any"
      aria-label=${label}
      placeholder=${placeholder}
      .value=${live(typeof value === 'number' ? String(value) : '')}
      @change=${(event: Event) => put(textOf(event) === '' ? undefined : Number(textOf(event)))}
    />`;
  return html`<tr>
    <th scope="row">${swatch(i)}<span class="unseen">${words.race.lane(format.count(i + 1))}</span></th>
    <td>
      <select aria-label=${words.settings.optimizer} @change=${(event: Event) => change({ optimizer: textOf(event) as Optimizer, learningRate: 'auto' })}>
        ${options(OPTIMIZERS, optimizer, words.optimizers)}
      </select>
    </td>
    <td>${number(words.rate, learningRate as number | string, format.short(rival.trainer.snapshot.learningRate), (value) => change({ learningRate: value ?? 'auto' }))}</td>
    <td>${number(words.settings.batchSize, batchSize, words.race.full, (value) => change({ batchSize: value ?? 'full', learningRate: 'auto' }))}</td>
    <td>${format.short(loss)}</td>
    <td>${format.short(gap)}</td>
    <td>${format.short(distance)}</td>
    <td>${arrivalOf(rival, view)}${isFirst ? ' ★' : ''}</td>
    <td><button class="round" aria-label=${words.race.remove} title=${words.race.remove} @click=${() => act.race(contenders.length > 2 ? contenders.toSpliced(i, 1) : [])}>×</button></td>
  </tr>`;
}

function arrivalOf({ arrival, growth }: Rival, { words, format }: View): string {
  if (arrival !== null) return format.count(arrival);
  return growth !== null && growth >= 1 ? words.race.never : '–';
}

/** The line that a lane is drawn with. */
const swatch = (i: number) =>
  svg`<svg class="swatch" viewBox="0 0 28 8" aria-hidden="true"><path class=${`rival lane-${i}`} d="M1,4H27"></path></svg>`;
