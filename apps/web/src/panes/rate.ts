import { TRAITS } from '@gd-trainer/sdk/view';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { RunView } from '../view.ts';

/** Rates that are chosen from the data. */
const WORDS = ['gentle', 'auto'] as const;
const STEPS = 1000;
/** The slider spans the rates from and to these multiples of the limit. */
const SLOWEST = 2e-3;
const FASTEST = 20;
/** Reach of the slider where there is no limit: this many times less and more than what 'auto' takes. */
const REACH = 1000;

/** α on a logarithmic slider, with the best rate and the limit marked on it and what they mean in words. */
export function learningRate(view: RunView): TemplateResult {
  const { session, words, format, act } = view;
  const { snapshot, forecast } = session;
  const { learningRateLimit: limit, learningRateBest: best, learningRateAuto: auto } = forecast;
  const rate = snapshot.learningRate;
  const [low, high] = limit === null ? [auto / REACH, auto * REACH] : [limit * SLOWEST, limit * FASTEST];
  const share = (value: number): number =>
    Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));
  const toRate = (position: number): number =>
    Number((low * (high / low) ** (position / STEPS)).toPrecision(3));
  const { learningRate: chosen, optimizer } = session.trainer.options;
  const { searches } = TRAITS[optimizer];
  // a best rate just below the limit is not to look like it
  const [shownBest, shownLimit] = [best, limit].map((value) => value !== null && format.short(value));
  const least = shownBest === shownLimit ? '<' : shownBest;
  return html`<section class="rate" part="learning-rate" aria-label=${words.learningRate}>
    <label class="name" for="rate">${words.rate}</label>
    <div class="track">
      <svg class="marks" aria-hidden="true">
        ${limit === null ? nothing : beyond(share(limit))}
        ${best === null ? nothing : mark('best', share(best), `${words.best} ${least}`, 'end')}
        ${limit === null ? nothing : mark('limit', share(limit), `${words.limit} ${shownLimit}`, 'start')}
      </svg>
      <input
        id="rate"
        type="range"
        min="0"
        max=${STEPS}
        step="1"
        ?disabled=${searches}
        aria-valuetext=${format.short(rate)}
        aria-describedby="verdict"
        .value=${live(String(Math.round(share(rate) * STEPS)))}
        @input=${(event: Event) => act.change({ learningRate: toRate(numberIn(event)) })}
      />
    </div>
    <input
      class="number"
      type="number"
      min="0"
      step="any"
      ?disabled=${searches}
      aria-label=${words.rate}
      .value=${live(typed(rate))}
      @change=${(event: Event) => act.change({ learningRate: numberIn(event) })}
    />
    <div class="chosen">${WORDS.map(
      (word) => html`<label class="check"
        ><input
          type="checkbox"
          ?disabled=${searches}
          .checked=${live(chosen === word)}
          @change=${() => act.change({ learningRate: chosen === word ? Number(rate.toPrecision(4)) : word })}
        />${words[word]}</label
      >`,
    )}</div>
    <div id="verdict" class="verdict" data-verdict=${forecast.verdict}>
      ${session.facts.filter(({ kind }) => kind !== 'scaling').map((fact) => html`<p>${words.narrate(fact)}</p>`)}
      ${forecast.verdict === 'diverges' && limit !== null ? html`<p>${words.below}</p>` : nothing}
    </div>
  </section>`;
}

const numberIn = (event: Event): number => Number((event.target as HTMLInputElement).value);

const percent = (share: number): string => `${share * 100}%`;

/** The part of the bar where the run diverges, on the bar itself: marks have 20 px above it. */
const beyond = (share: number) =>
  svg`<rect class="beyond" x=${percent(share)} y="35" width=${percent(1 - share)} height="4"></rect>`;

const mark = (role: string, share: number, text: string, anchor: 'start' | 'end') => svg`
  <line class=${role} x1=${percent(share)} x2=${percent(share)} y1="18" y2="100%"></line>
  <text class=${role} x=${percent(share)} y="14" dx=${anchor === 'end' ? -5 : 5} text-anchor=${anchor}>${text}</text>`;

/** Characters of a rate that its field has room for. */
const FIELD = 8;

/** A rate as it stands in its field: 0.2613, 4.89e-5. */
function typed(rate: number): string {
  const value = Number(rate.toPrecision(4));
  return String(value).length > FIELD ? value.toExponential() : String(value);
}
