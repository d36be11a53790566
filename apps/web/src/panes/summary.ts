import { inferredOf, screenNumber, summaryCells, summaryFacts, summaryLines } from '@gd-trainer/sdk/view';
import { html, type TemplateResult } from 'lit';
import type { View } from '../view.ts';
import { meaningsOf, tableOf } from './pane.ts';

/** How sure the weights are at the optimum and how well the line fits: the table, each weight and each number in words. */
export function summaryDrawer({ session, words }: View): TemplateResult {
  const { trainer } = session;
  const inferred = inferredOf(trainer);
  const said = summaryFacts(inferred, trainer).map((fact) => html`<p>${words.narrate(fact)}</p>`);
  if (inferred.refusal) return html`${said}`;
  const [head = [], ...rows] = summaryCells(inferred.summary, words.summary, screenNumber);
  const notes = [words.summary.stars, ...summaryLines(inferred.summary, words.summary, screenNumber)];
  return html`${tableOf({ head, rows, notes }, words.summaryDrawer)} ${said} ${meaningsOf(words.explained)}`;
}
