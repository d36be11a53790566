/** @jsxImportSource solid-js */
import type {} from '@gd-trainer/web/jsx/solid';

export const lesson = (
  <gd-trainer
    class="lesson"
    src="penguins.csv"
    batchSize={1}
    view="descent"
    on:gd-change={({ detail }) => detail.epoch}
  />
);

// @ts-expect-error -- no such optimizer
export const optimizer = <gd-trainer optimizer="newton" />;
