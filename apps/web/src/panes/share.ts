import { PANES } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { type Copied, SHARED, type Shared, type View } from '../view.ts';
import type { Words } from '../words/words.ts';
import { options, textOf } from './fields.ts';

/** The last of them are pictures of a pane. */
const PICTURES = 2;

/** The run as a link, as numbers, as code, as a sheet to do by hand, as a picture. */
export function shareDrawer(view: View): TemplateResult {
  const { words, choices, act } = view;
  const button = (kind: Shared): TemplateResult =>
    html`<button @click=${() => act.share(kind)}>${words.share.kinds[kind]}</button>`;
  const pictures = PANES.filter((name) => name !== 'ledger');
  return html`<div class="fields">
    <span class="buttons">${SHARED.slice(0, -PICTURES)
      .filter((kind) => kind !== 'frame' || view.hasPlayer)
      .map(button)}</span>
    <span class="buttons"
      ><label
        >${words.share.picture}
        <select @change=${(event: Event) => act.choose({ picture: textOf(event) as typeof choices.picture })}>
          ${options(pictures, choices.picture, words.panes)}
        </select></label
      >${button('svg')} ${button('png')}</span
    >
    ${choices.copied ? copied(choices.copied, words.share) : nothing}
  </div>`;
}

/** What was copied, to be seen, or to be copied by hand where the clipboard is closed. */
const copied = ({ kind, text, isInClipboard }: Copied, words: Words['share']): TemplateResult =>
  html`<label class="field wide"
    >${words.taken[kind]}${isInClipboard ? words.copied : words.copyByHand}
    <textarea class="link" rows="1" readonly .value=${text} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
  </label>`;
