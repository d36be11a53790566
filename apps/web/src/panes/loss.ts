import { epochUnderWay, validationFact } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { epochAtPixel, lossChart } from '../charts/loss.ts';
import { drawChart } from '../charts/marks.ts';
import type { View } from '../view.ts';
import { placeOf } from './fields.ts';
import { lanes } from './lanes.ts';
import { pane, type TwinTable, thin } from './pane.ts';

const TABLE_ROWS = 30;

/** The loss curve; a press on it goes to that epoch. */
export function lossPane(view: View): TemplateResult {
  const { session, picture, words, format, choices, act } = view;
  const { snapshot, now, race } = session;
  const { shown: course } = picture;
  // what is to be foretold is not shown
  const held = picture.isSecret ? undefined : session.validation;
  const size = view.sizeOf('loss');
  const chart = lossChart(
    {
      course,
      now,
      least: snapshot.loss - snapshot.gap,
      isAboveLeast: race !== undefined,
      held: race ? undefined : held,
      rivals: (race?.rivals ?? []).map(({ course, trainer }) => ({
        points: course.points,
        now: trainer.snapshot,
      })),
      hovered: choices.hoveredEpoch,
    },
    size,
    words,
    format,
  );
  const epochOf = (event: PointerEvent): number => epochAtPixel(course, size, placeOf(event)[0]);
  const label = words.labelled(
    words.panes.loss,
    words.listed(format.short(snapshot.loss), words.epochAt(format.count(epochUnderWay(snapshot)))),
  );
  const plot = html`<div
      class="plot"
      data-plot="loss"
      @pointermove=${(event: PointerEvent) => act.choose({ hoveredEpoch: epochOf(event) })}
      @pointerleave=${() => act.choose({ hoveredEpoch: undefined })}
      @click=${(event: PointerEvent) => view.allows('timeline') && act.seek(epochOf(event))}
    >
      <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`} role="img" aria-label=${label}>
        ${drawChart(chart)}
      </svg>
    </div>
    ${held ? html`<p class="quiet">${words.narrate(validationFact(held, session.trainer))}</p>` : nothing}
    ${lanes(view)}`;
  return pane(view, 'loss', plot, { table: () => lossTable(view) });
}

function lossTable({ session, picture, words, format }: View): TwinTable {
  const { now } = session;
  const validation = picture.isSecret ? undefined : session.validation;
  const heldAt = new Map(validation?.points.map(({ epoch, loss }) => [epoch, loss]));
  const held = (epoch: number): string[] => {
    const loss = heldAt.get(epoch);
    return validation ? [loss === undefined ? '' : format.short(loss)] : [];
  };
  return {
    head: [words.epoch, words.loss, ...(validation ? [words.heldOut] : []), words.when],
    rows: thin(picture.shown.points, TABLE_ROWS).map(({ epoch, loss }) => [
      format.short(epoch),
      format.short(loss),
      ...held(epoch),
      epoch > now.epoch ? words.predicted : words.past,
    ]),
  };
}
