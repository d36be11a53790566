import type { Unit } from '@gd-trainer/sdk';
import { epochUnderWay } from '@gd-trainer/sdk/view';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { RunView } from '../view.ts';
import { numberOf, options, textOf } from './fields.ts';
import { icon } from './icons.ts';

const SCRUB_STEPS = 1000;
const SPEEDS = [1, 3, 10, 30, 100, 1000];

/** Play, step, back, reset, the timeline with the epoch beside it, and what is open above the panes. */
export function transport(view: RunView): TemplateResult {
  const { words, act, isPlaying } = view;
  return html`<div class="transport" part="transport" role="group" aria-label=${words.transport}>
    <div class="buttons">
      ${
        view.allows('play')
          ? html`<button class="primary" @click=${act.togglePlay} aria-keyshortcuts="k">
              ${icon(isPlaying ? 'pause' : 'play')}<span>${isPlaying ? words.pause : words.play}</span>
            </button>`
          : nothing
      }
      ${
        view.allows('step')
          ? html`${button(words.step, 'step', '.', act.stepOnce)} ${button(words.back, 'back', ',', act.back)}
            ${button(words.reset, 'reset', '0', act.reset)}`
          : nothing
      }
    </div>
    ${view.allows('timeline') ? timeline(view) : nothing}
    ${view.allows('step') ? unitPicker(view) : nothing} ${view.allows('speed') ? speedPicker(view) : nothing}
    ${view.allows('sound') ? soundButton(view) : nothing}
  </div>`;
}

const soundButton = ({ words, choices, act }: RunView): TemplateResult =>
  html`<button class="round" aria-pressed=${choices.isAudible} aria-label=${words.sound} title=${words.sound} @click=${act.toggleSound}>
    ${icon('sound')}
  </button>`;

const button = (label: string, name: 'step' | 'back' | 'reset', key: string, action: () => void) =>
  html`<button class="round" @click=${action} aria-label=${label} title=${label} aria-keyshortcuts=${key}>
    ${icon(name)}
  </button>`;

function timeline({ session, picture, words, format, act }: RunView): TemplateResult {
  const { horizon, convergedAt } = picture.shown;
  const { epoch, sample } = session.snapshot;
  const counted = epochUnderWay(session.snapshot);
  const present = session.now.epoch;
  const share = (at: number): number => Math.log1p(Math.min(at, horizon)) / Math.log1p(horizon);
  const toEpoch = (position: number): number =>
    Math.round(Math.expm1((position / SCRUB_STEPS) * Math.log1p(horizon)));
  return html`<div class="timeline">
    <div class="track">
      <svg class="marks" aria-hidden="true">
        ${convergedAt === null ? nothing : diamond(share(convergedAt), words.status.converged)}
      </svg>
      <input
        type="range"
        min="0"
        max=${SCRUB_STEPS}
        step="any"
        aria-label=${words.timeline}
        aria-valuetext=${words.epochAt(format.count(counted))}
        .value=${live(String(share(present) * SCRUB_STEPS))}
        @input=${(event: Event) => act.seek(toEpoch(numberOf(event)))}
        @keydown=${(event: KeyboardEvent) => nudge(event, epoch, act.seek)}
      />
    </div>
    <label class="epoch"
      >${words.epochLabel}
      <input
        type="number"
        min="0"
        step="1"
        inputmode="numeric"
        .value=${live(String(counted))}
        @change=${(event: Event) => act.seek(wholeNumber(textOf(event)))}
      />${sample > 0 ? html` <span>${words.sampleOf(format.count(sample), format.count(session.trainer.rows))}</span>` : nothing}</label
    >
  </div>`;
}

/** Mark of the epoch at which the run will meet its tolerance: a shape on the bar, at its share of the width. */
const diamond = (share: number, title: string) =>
  svg`<svg class="convergence" x=${`${share * 100}%`} y="50%" overflow="visible"><path d="M0,-7L5,0L0,7L-5,0z"><title>${title}</title></path></svg>`;

/** Arrow keys move by whole epochs, as the bar says; a native range would move by pixels of a logarithm. */
function nudge(event: KeyboardEvent, epoch: number, seek: (epoch: number) => void): void {
  const forward = ['ArrowRight', 'ArrowUp'].includes(event.key);
  if (!forward && !['ArrowLeft', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  const by = event.shiftKey ? 10 : 1;
  seek(Math.max(0, epoch + (forward ? by : -by)));
}

const wholeNumber = (text: string): number =>
  Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(Number(text) || 0)));

function unitPicker({ session, words, choices, act }: RunView): TemplateResult | typeof nothing {
  // full batches know epochs only
  if (session.trainer.options.batchSize === 'full') return nothing;
  const units: readonly Unit[] =
    session.trainer.options.batchSize === 1 ? ['sample', 'epoch'] : ['sample', 'batch', 'epoch'];
  return html`<label
    >${words.stepBy}
    <select @change=${(event: Event) => act.choose({ unit: textOf(event) as Unit })}>
      ${options(units, choices.unit, words.units)}
    </select></label
  >`;
}

function speedPicker({ words, format, speed, act }: RunView): TemplateResult {
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);
  return html`<label
    >${words.speed}
    <select @change=${(event: Event) => act.chooseSpeed(numberOf(event))}>
      ${speeds.map(
        (perSecond) =>
          html`<option value=${perSecond} .selected=${perSecond === speed}>${words.perSecond(format.count(perSecond), 'epoch')}</option>`,
      )}
    </select></label
  >`;
}
