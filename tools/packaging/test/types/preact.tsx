/** @jsxImportSource preact */
import type {} from '@gd-trainer/web/jsx/preact';

export const lesson = (
  <gd-trainer
    class="lesson"
    src="penguins.csv"
    batch-size={1}
    weights={[0, 0]}
    ongd-error={({ detail }) => detail.hint}
  />
);

// @ts-expect-error -- no such optimizer
export const optimizer = <gd-trainer optimizer="newton" />;
