import type { Optimizer } from '@gd-trainer/sdk';
import {
  type Contender,
  contendersOf,
  MOST_RIVALS,
  optimizersFor,
  presentContender,
  type Race,
  type RaceKind,
  type Rival,
  TRAITS,
} from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { View } from '../view.ts';
import { optimizerNames, options, textOf } from './fields.ts';
import { namesOf, star, swatch } from './lanes.ts';

/** Futures of this run to compare: chosen here, drawn in the charts, counted on one clock. */
export function raceDrawer(view: View): TemplateResult {
  const { session, words, act } = view;
  const { race, trainer } = session;
  const button = (label: string, contenders: () => readonly Contender[]): TemplateResult =>
    html`<button @click=${() => act.race(contenders())}>${label}</button>`;
  const start = (label: string, kind: RaceKind): TemplateResult =>
    button(label, () => contendersOf(kind, trainer));
  const end = ({ currentTarget }: Event): void => {
    focusFirst((currentTarget as Element).closest('section'));
    act.race([]);
  };
  return html`<div class="fields">
      <span class="buttons">
        ${start(words.race.optimizers, 'optimizer')} ${start(words.race.rates, 'rate')}
        ${start(words.race.batches, 'batch')}
      </span>
      ${
        race
          ? html`<span class="buttons"
              ><button ?disabled=${race.rivals.length === MOST_RIVALS} @click=${() => act.race([...race.contenders, presentContender(trainer)])}>
                ${words.race.add}</button
              ><button @click=${end}>${words.race.end}</button></span
            >`
          : html`<p class="quiet wide">${words.race.intro}</p>`
      }
    </div>
    ${race ? standings(view, race) : nothing}`;
}

function standings(view: View, race: Race): TemplateResult {
  const { words, format } = view;
  const evaluations = Math.max(...race.standings.map(({ gradientEvaluations }) => gradientEvaluations));
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
          ${race.rivals.map((rival, i) => row(view, race, rival, i))}
        </tbody>
      </table>
    </div>
    <p class="quiet">${words.race.clock(format.count(evaluations), format.count(race.from))}</p>
    ${race.fact ? html`<p>${words.narrate(race.fact)}</p>` : nothing}`;
}

function row(view: View, race: Race, rival: Rival, i: number): TemplateResult {
  const { words, format, act } = view;
  const { contenders } = race;
  const { optimizer, learningRate, batchSize } = rival.trainer.options;
  const { loss, gap, distance } = race.standings[i]!;
  const change = (options: Contender): void => act.race(contenders.with(i, { ...contenders[i], ...options }));
  const remove = ({ currentTarget }: Event): void => {
    const line = (currentTarget as Element).closest('tr')!;
    const rest = contenders.length > 2 ? contenders.toSpliced(i, 1) : [];
    // the table's last line goes, whichever was removed: they are drawn into the same places
    const place = line.nextElementSibling ? line : line.previousElementSibling;
    focusFirst(rest.length > 0 ? place : line.closest('section'));
    act.race(rest);
  };
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
      ?disabled=${TRAITS[optimizer].searches}
      placeholder=${placeholder}
      .value=${live(typeof value === 'number' ? String(value) : '')}
      @change=${(event: Event) => put(textOf(event) === '' ? undefined : Number(textOf(event)))}
    />`;
  const cells = [
    html`<select aria-label=${words.settings.optimizer} @change=${(event: Event) => change({ optimizer: textOf(event) as Optimizer, learningRate: 'auto' })}>
      ${options(optimizersFor(rival.trainer), optimizer, optimizerNames(words))}
    </select>`,
    number(
      words.rate,
      learningRate as number | string,
      format.short(rival.trainer.snapshot.learningRate),
      (value) => change({ learningRate: value ?? 'auto' }),
    ),
    number(words.settings.batchSize, batchSize, words.race.full, (value) =>
      change({ batchSize: value ?? 'full', learningRate: 'auto' }),
    ),
    html`${convergenceOf(rival, view)}${star(race, i)}`,
    ...[loss, gap, distance].map(format.short),
  ];
  return html`<tr>
    <th scope="row">${swatch(i)}<span class="unseen">${namesOf(view, race)[i]}</span></th>
    ${cells.map((cell, column) => html`<td data-name=${words.race.columns[column]!}>${cell}</td>`)}
    <td><button class="round" aria-label=${words.race.remove} @click=${remove}>×</button></td>
  </tr>`;
}

function convergenceOf({ convergedAt, growth }: Rival, { words, format }: View): string {
  if (convergedAt !== null) return format.count(convergedAt);
  return growth !== null && growth >= 1 ? words.never : '–';
}

/** Keeps the reader's place where the button that was pressed is about to go. */
const focusFirst = (within: Element | null): void => within?.querySelector('button')?.focus();
